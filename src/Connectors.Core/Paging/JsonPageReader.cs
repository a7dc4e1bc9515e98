using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connectors.Paging;

namespace Connectors.Definitions;

/// <summary>One serializer call a page; raw records are cut out by a second, cheap scan only when asked for.</summary>
internal sealed class JsonPageReader<TPage, TRecord>(JsonTypeInfo<TPage> page, Func<TPage, IReadOnlyList<TRecord>?> items, string[] at)
    : PageReader<TPage, TRecord>
{
    private readonly JsonTypeInfo<TPage> _page = TextPool.Over(page);

    public override BodyFormat Format => BodyFormat.Json;

    public override PageContent<TPage, TRecord> Read(in ResponseFacts facts)
    {
        var envelope = JsonSerializer.Deserialize(facts.Body.Span, _page) ?? throw new JsonException("The page is the JSON value null.");
        return new(envelope, items(envelope) ?? throw new UnreadableAnswerException($"it has no '{string.Join('.', at)}'"));
    }

    public override IReadOnlyList<RawRecord> Slice(in ResponseFacts facts)
    {
        var reader = new Utf8JsonReader(facts.Body.Span);
        reader.Read();
        foreach (var name in at)
        {
            if (!JsonPageReader.MoveInto(ref reader, name))
            {
                return [];
            }
        }

        var records = new List<RawRecord>();
        var isMap = reader.TokenType == JsonTokenType.StartObject;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (isMap)
            {
                reader.Read();
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            records.Add(new(facts.Body[start..(int)reader.BytesConsumed].ToArray()));
        }

        return records;
    }

    internal override IEnumerable<TPage> Envelopes(ReadOnlyMemory<byte> body)
    {
        var head = JsonEnvelope.HeadLength(body.Span, at);
        for (var tail = head < 0 ? -1 : JsonEnvelope.TailStart(body.Span, body.Length, at.Length); tail >= head && tail >= 0; tail = JsonEnvelope.TailStart(body.Span, tail, at.Length))
        {
            yield return Envelope(body.Span, head, tail);
        }
    }

    private TPage Envelope(ReadOnlySpan<byte> body, int head, int tail)
    {
        var (rented, length) = (ArrayPool<byte>.Shared.Rent(head + body.Length - tail), head + body.Length - tail);
        try
        {
            body[..head].CopyTo(rented);
            body[tail..].CopyTo(rented.AsSpan(head));
            return JsonSerializer.Deserialize(rented.AsSpan(0, length), _page) ?? throw new JsonException("The page is the JSON value null.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

/// <summary>Moves through JSON by the names of properties.</summary>
internal static class JsonPageReader
{
    /// <summary>Moves from an object to the array or object that is its property of a name.</summary>
    /// <returns>Whether there is one.</returns>
    internal static bool MoveInto(ref Utf8JsonReader reader, string name)
    {
        while (reader.TokenType == JsonTokenType.StartObject && reader.Read())
        {
            while (reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(name);
                reader.Read();
                if (found)
                {
                    return reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
                }

                reader.Skip();
                reader.Read();
            }

            return false;
        }

        return false;
    }
}
