using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>Makes a record of its own bytes.</summary>
internal static class JsonRecord
{
    /// <summary>How deep what stands around the records may go.</summary>
    internal static JsonReaderOptions Options => new() { MaxDepth = 128 };

    internal static RecordRead<TRecord> Read<TRecord>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<TRecord> type, long number, bool raw, bool mayBeTorn = false)
    {
        TRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(bytes.Span, type);
        }
        catch (JsonException error)
        {
            throw new UnreadableAnswerException($"record {number} at {error.Path ?? "$"}") { Record = number, IsTorn = mayBeTorn && IsTorn(bytes.Span) };
        }

        return record is null
            ? throw new UnreadableAnswerException($"record {number} is the JSON value null") { Record = number }
            : new(record, raw ? new(bytes.ToArray()) : null);
    }

    /// <summary>Whether bytes are good JSON as far as they go.</summary>
    private static bool IsTorn(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new(Options));
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.BytesConsumed < bytes.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
