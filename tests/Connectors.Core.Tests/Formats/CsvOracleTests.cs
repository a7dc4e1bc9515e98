using System.Globalization;
using System.Text;
using Connectors.Definitions;
using CsvHelper.Configuration;

namespace Connectors.Core.Tests.Formats;

/// <summary>The same rows as CsvHelper finds, in documents that nobody thought of.</summary>
public sealed class CsvOracleTests
{
    private const string Alphabet = "ab,;\t|\"\r\n äß日 x=0";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ReadAsync_RandomDocuments_GiveTheRowsThatCsvHelperGives(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2500; round++)
        {
            var delimiter = ",;\t|"[random.Next(4)];
            var document = Document(random, delimiter);

            var expected = Expected(document, delimiter);
            var actual = await ActualAsync(document, delimiter, random);

            Assert.True(expected.SequenceEqual(actual), $"seed {seed}, round {round}, delimiter '{delimiter}':\n{document}\nexpected\n{string.Join("\n", expected)}\nactual\n{string.Join("\n", actual)}");
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Written_RandomFields_AreReadBackByCsvHelperAndByUs(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 1000; round++)
        {
            var delimiter = ",;\t|"[random.Next(4)];
            var columns = random.Next(1, 5);
            string[][] rows = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Enumerable.Range(0, columns).Select(_ => Text(random)).ToArray())];
            var writer = new CsvWriter(delimiter) { NewLine = random.Next(3) switch { 0 => "\r\n", 1 => "\n", _ => "\r" } };
            foreach (var row in rows)
            {
                writer.Row(row);
            }

            var document = Encoding.UTF8.GetString(writer.Written.Span);
            string[] expected = [.. rows.Select(Shown)];
            Assert.Equal(expected, Expected(document, delimiter));
            Assert.Equal(expected, await ActualAsync(document, delimiter, random));
        }
    }

    /// <summary>A document that may be read in one way only, written in one of many.</summary>
    private static string Document(Random random, char delimiter)
    {
        var text = new StringBuilder();
        var rows = random.Next(0, 8);
        var columns = random.Next(1, 5);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                text.Append(column == 0 ? "" : delimiter);
                var field = Text(random);
                var isQuoted = field.AsSpan().IndexOfAny("\r\n\"") >= 0 || field.Contains(delimiter, StringComparison.Ordinal) || random.Next(3) == 0;
                text.Append(isQuoted ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field);
            }

            var breaks = row == rows - 1 ? random.Next(3) : random.Next(1, 3);
            for (var count = 0; count < breaks; count++)
            {
                text.Append(random.Next(3) switch { 0 => "\r\n", 1 => "\n", _ => "\r" });
            }
        }

        return text.ToString();
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(3) == 0 ? 0 : random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    private static List<string> Expected(string document, char delimiter)
    {
        using var parser = new CsvHelper.CsvParser(new StringReader(document), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString(), HasHeaderRecord = false });
        var rows = new List<string>();
        while (parser.Read())
        {
            rows.Add(Shown(parser.Record!));
        }

        return rows;
    }

    private static async Task<List<string>> ActualAsync(string document, char delimiter, Random random)
    {
        using var csv = new CsvReader(new PieceStream(Encoding.UTF8.GetBytes(document), () => random.Next(1, 30)), new() { HasHeader = false, Delimiter = delimiter });
        var rows = new List<string>();
        while (await csv.ReadAsync())
        {
            rows.Add(Row(csv.Current));
        }

        return rows;
    }

    private static string Row(CsvRow row)
    {
        var fields = new string[row.Count];
        for (var column = 0; column < fields.Length; column++)
        {
            fields[column] = row.Text(column);
        }

        return Shown(fields);
    }

    private static string Shown(string[] fields) => string.Join('\u241F', fields);
}
