using System.Text;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Formats;

/// <summary>CSV as RFC 4180 has it, and as it comes.</summary>
public sealed class CsvReaderTests
{
    private static readonly CsvOptions s_bare = new() { HasHeader = false };

    public static TheoryData<string, string[]> Documents { get; } = new()
    {
        { "aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", ["aaa|bbb|ccc", "zzz|yyy|xxx"] },
        { "aaa,bbb,ccc\r\nzzz,yyy,xxx", ["aaa|bbb|ccc", "zzz|yyy|xxx"] },
        { "\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", ["aaa|b \r\nbb|ccc", "zzz|yyy|xxx"] },
        { "\"aaa\",\"b\"\"bb\",\"ccc\"", ["aaa|b\"bb|ccc"] },
        { "a,b\nc,d\n", ["a|b", "c|d"] },
        { "a,b\rc,d\r", ["a|b", "c|d"] },
        { "a,b\r\n\r\n\n\rc,d\r\n\r\n", ["a|b", "c|d"] },
        { ",\r\n,\n,", ["|", "|", "|"] },
        { "a,\r\n\"\",b", ["a|", "|b"] },
        { "\"\"\"\",\"\"\"x\"\"\"\n\"a\"\"\",\"\"\"\"\"\"", ["\"|\"x\"", "a\"|\"\""] },
        { " a , b \n\tc,d\t", [" a | b ", "\tc|d\t"] },
        { "\"a,b\",\"c\nd\"\n\"e\rf\",\"\r\n\"\n", ["a,b|c\nd", "e\rf|\r\n"] },
        { "\"a\"\n\"\"\nb", ["a", "", "b"] },
        { "ä,😀\n\"日\"\"本\",ñ", ["ä|😀", "日\"本|ñ"] },
        { "\0,\u0001\n", ["\0|\u0001"] },
        { "", [] },
        { "\r\n\n", [] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task ReadAsync_Document_GivesItsRowsWhereverItIsCut(string document, string[] rows)
    {
        for (var size = 1; size <= 9; size++)
        {
            Assert.Equal(rows, await RowsAsync(new PieceStream(document, size), s_bare));
        }
    }

    [Theory]
    [InlineData(',', ";")]
    [InlineData(';', ",")]
    [InlineData('\t', ",;")]
    [InlineData('|', ",\t")]
    public async Task ReadAsync_Delimiter_AloneDividesColumns(char delimiter, string others)
    {
        Assert.Equal([$"a|{others}|b{delimiter}c"], await RowsAsync(new PieceStream($"a{delimiter}{others}{delimiter}\"b{delimiter}c\""), s_bare with { Delimiter = delimiter }));
    }

    [Fact]
    public async Task ReadAsync_WithoutQuotes_TakesThemAsTheyAre()
    {
        Assert.Equal(["5\" pipe|\"x", "a|b"], await RowsAsync(new PieceStream("5\" pipe\t\"x\na\tb"), s_bare with { Delimiter = '\t', HasQuotes = false }));
    }

    [Fact]
    public async Task ReadAsync_KeptBlankLines_AreRowsWithOneEmptyColumn()
    {
        Assert.Equal(["a", "", "b"], await RowsAsync(new PieceStream("a\r\n\r\nb\r\n"), s_bare with { KeepBlankLines = true }));
    }

    [Theory]
    [InlineData("a,b\nc,d\"e\n", 2, 2)]
    [InlineData("a,b\n\"c\"d,e\n", 2, 1)]
    [InlineData("a,b\n\n\"c\" ,e\n", 3, 1)]
    [InlineData("a,b\nc, \"d\"\n", 2, 2)]
    public async Task ReadAsync_LoneQuote_IsAnErrorThatNamesRowAndColumn(string document, int row, int column)
    {
        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => RowsAsync(new PieceStream(document, 3), s_bare));

        Assert.Equal((row, column, false), ((int)error.Record!, error.Column!.Value, error.IsTorn));
        Assert.Contains($"row {row}, column {column}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\nc,\"d")]
    [InlineData("a,b\nc,\"d\n\"\"")]
    [InlineData("a,b\nc")]
    public async Task ReadAsync_EndInTheMiddleOfARow_IsTorn(string document)
    {
        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => RowsAsync(new PieceStream(document), s_bare));

        Assert.True(error.IsTorn);
        Assert.Equal(2, error.Record);
    }

    [Theory]
    [InlineData("a,b\nc\nd,e\n")]
    [InlineData("a,b\nc,d,e\nf,g\n")]
    [InlineData("a,b\nc\n")]
    public async Task ReadAsync_RaggedRow_IsRefusedByItsNumber(string document)
    {
        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => RowsAsync(new PieceStream(document), s_bare));

        Assert.Equal((2, false), ((int)error.Record!, error.IsTorn));
    }

    [Fact]
    public async Task ReadAsync_RaggedRowsAllowed_ShortOnesAreFilledUpAndLongOnesReachFurther()
    {
        using var csv = new CsvReader(new PieceStream("id,name,mail\n1\n2,x,y,z\n"), new() { RaggedRows = CsvRaggedRows.Allow });

        Assert.True(await csv.ReadAsync());
        Assert.Equal(("1", "", 3), (csv.Current.Text("id"), csv.Current.Text("mail"), csv.Current.Count));
        Assert.True(await csv.ReadAsync());
        Assert.Equal(("y", "z", 4), (csv.Current.Text("mail"), csv.Current.Text(3), csv.Current.Count));
        Assert.False(await csv.ReadAsync());
    }

    [Fact]
    public async Task Current_WithAHeader_FindsColumnsByName()
    {
        using var csv = new CsvReader(new PieceStream("Id,\"First, Name\",Id,\r\n1,Ada,2,x\r\n"));

        Assert.True(await csv.ReadAsync());
        Assert.Equal(["Id", "First, Name", "Id", ""], csv.Columns);
        Assert.Equal("Ada", csv.Current.Text("First, Name"));
        Assert.Equal((2L, "1,Ada,2,x"), (csv.Current.Number, csv.Current.Line.ToString()));
        Assert.False(csv.Current.TryGet("id", out _));
        Assert.False(csv.Current.TryGet("", out _));
        Assert.Contains("'Id' twice", Assert.Throws<UnreadableAnswerException>(() => csv.Current.Text("Id")).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'Mail'", Assert.Throws<UnreadableAnswerException>(() => csv.Current.Text("Mail")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => csv.Current.Text(4));
    }

    [Fact]
    public async Task ReadAsync_HeaderAlone_IsNoRow_AndNothingAtAllIsTorn()
    {
        using var csv = new CsvReader(new PieceStream("id,name\n"));
        using var empty = new CsvReader(new PieceStream(""));

        Assert.False(await csv.ReadAsync());
        Assert.False(await csv.ReadAsync());
        Assert.Throws<InvalidOperationException>(() => csv.Current.Count);
        Assert.Equal(["id", "name"], csv.Columns);
        Assert.True((await Assert.ThrowsAsync<UnreadableAnswerException>(() => empty.ReadAsync().AsTask())).IsTorn);
    }

    [Theory]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-8", false, null)]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-16BE", true, "utf-8")]
    [InlineData("utf-16BE", false, "utf-16BE")]
    [InlineData("utf-16", false, "utf-16le")]
    [InlineData("iso-8859-1", false, "ISO-8859-1")]
    [InlineData("windows-1252", false, "\"Windows-1252\"")]
    [InlineData("windows-1251", false, "windows-1251")]
    public async Task ReadAsync_Encodings_AreTakenFromTheMarkOrTheCharset(string name, bool mark, string? charset)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var text = name switch { "windows-1251" => "Имя,\"Ж\"\n", "iso-8859-1" => "Zoë,\"ñ\"\n", "windows-1252" => "Zoë,\"€–\"\n", _ => "Zoë,\"日本 😀\"\n" };
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        foreach (var size in new[] { 1, 3, 100 })
        {
            using var csv = new CsvReader(new PieceStream(bytes, () => size), s_bare, charset);
            Assert.True(await csv.ReadAsync());
            Assert.Equal(text, $"{csv.Current.Text(0)},\"{csv.Current.Text(1)}\"\n");
            Assert.False(await csv.ReadAsync());
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', (byte)'\n', 0xE9, (byte)'x', (byte)'\n' }, false)]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', (byte)'\n', 0xE2, 0x82 }, true)]
    public async Task ReadAsync_BytesThatAreNotOfTheEncoding_AreAnErrorAndNoReplacement(byte[] bytes, bool isTorn)
    {
        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => RowsAsync(new PieceStream(bytes, () => 1), s_bare));

        Assert.Equal(isTorn, error.IsTorn);
        Assert.Equal(3, error.Record);
        Assert.Contains("utf-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_CharsetThatIsNotKnown_IsAnError()
    {
        using var csv = new CsvReader(new PieceStream("a\n"), s_bare, "klingon");

        Assert.Contains("charset", (await Assert.ThrowsAsync<UnreadableAnswerException>(() => csv.ReadAsync().AsTask())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("a,b")]
    public async Task ReadAsync_ARowThatNeverEnds_StopsAtTheBound(string begin)
    {
        const int Bound = 100_000;
        var endless = new EndlessStream(begin, "x");
        using var csv = new CsvReader(endless, s_bare with { MaxRowLength = Bound });

        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => csv.ReadAsync().AsTask());

        Assert.Contains("MaxRowLength", error.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Position, Bound, 4 * Bound);
    }

    [Theory]
    [InlineData("12345,6\n", 4, 100, 100, "MaxFieldLength")]
    [InlineData("1234,5\n", 4, 5, 100, "MaxRowLength")]
    [InlineData("1,2,3\n", 100, 100, 2, "MaxColumns")]
    public async Task ReadAsync_BeyondABound_NamesIt(string document, int field, int row, int columns, string bound)
    {
        var error = await Assert.ThrowsAsync<UnreadableAnswerException>(() => RowsAsync(new PieceStream(document), s_bare with { MaxFieldLength = field, MaxRowLength = row, MaxColumns = columns }));

        Assert.Contains(bound, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\r')]
    public void Delimiter_ThatIsAQuoteOrALineBreak_IsRefused(char delimiter) =>
        Assert.Throws<ArgumentException>(() => new CsvOptions { Delimiter = delimiter });

    private static async Task<List<string>> RowsAsync(Stream document, CsvOptions options)
    {
        using var csv = new CsvReader(document, options);
        var rows = new List<string>();
        while (await csv.ReadAsync())
        {
            rows.Add(Joined(csv.Current));
        }

        return rows;
    }

    private static string Joined(CsvRow row)
    {
        var text = new StringBuilder();
        for (var column = 0; column < row.Count; column++)
        {
            text.Append(column == 0 ? "" : "|").Append(row[column]);
        }

        return text.ToString();
    }
}
