using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Connectors.Storage;

/// <summary>The number of each field's latest change, as a JSON object: <c>{"email":9}</c>.</summary>
internal static class FieldSequences
{
    /// <summary>Gives the fields that changed after a number.</summary>
    public static IReadOnlyList<string> Since(string? stored, long after) =>
        [.. Read(stored).Where(field => field.Value > after).Select(static field => field.Key)];

    /// <summary>Notes a change.</summary>
    public static string With(string? stored, IReadOnlyList<string> changed, long sequence)
    {
        var fields = Read(stored);
        foreach (var name in changed)
        {
            fields[name] = sequence;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var (name, number) in fields)
            {
                writer.WriteNumber(name, number);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static Dictionary<string, long> Read(string? stored)
    {
        var fields = new Dictionary<string, long>(StringComparer.Ordinal);
        if (stored is not null)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(stored));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                fields[name] = reader.GetInt64();
            }
        }

        return fields;
    }
}
