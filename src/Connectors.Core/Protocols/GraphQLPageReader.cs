using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Reads one page of a Relay connection.</summary>
internal sealed class GraphQLPageReader<TData, TRecord>(
    GraphQLAnswer<TData> answer, GraphQLDocument document, Func<TData, RelayConnection<TRecord>?> connection, IReadOnlyList<string> at, IReadOnlyList<string> open)
    : PageReader<RelayConnection<TRecord>, TRecord>
    where TData : class
{
    public override BodyFormat Format => BodyFormat.Json;

    public override PageContent<RelayConnection<TRecord>, TRecord> Read(in ResponseFacts facts)
    {
        var page = connection(answer.ReadData(facts.Body.Span)) ?? throw new UnreadableAnswerException("it has no such list");
        if (!page.HasItems || page.PageInfo is null)
        {
            throw new UnreadableAnswerException("its list lacks nodes (or edges) or pageInfo");
        }

        if (document.HasNestedLists)
        {
            RelayCut.Check(facts.Body.Span, at, open);
        }

        return new(page, page.Items);
    }

    public override IReadOnlyList<RawRecord> Slice(in ResponseFacts facts)
    {
        var reader = new Utf8JsonReader(facts.Body.Span);
        reader.Read();
        var found = JsonPageReader.MoveInto(ref reader, "data");
        for (var index = 0; found && index < Math.Max(at.Count, 1); index++)
        {
            found = at.Count == 0 ? MoveIntoFirst(ref reader) : JsonPageReader.MoveInto(ref reader, at[index]);
        }

        var list = reader;
        if (found && JsonPageReader.MoveInto(ref reader, "nodes"))
        {
            return Records(ref reader, facts.Body, inEdges: false);
        }

        return found && JsonPageReader.MoveInto(ref list, "edges") ? Records(ref list, facts.Body, inEdges: true) : [];
    }

    private static bool MoveIntoFirst(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static List<RawRecord> Records(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, bool inEdges)
    {
        var records = new List<RawRecord>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var node = reader;
            reader.Skip();
            if (!inEdges || JsonPageReader.MoveInto(ref node, "node"))
            {
                var start = (int)node.TokenStartIndex;
                node.Skip();
                records.Add(new(body[start..(int)node.BytesConsumed].ToArray()));
            }
        }

        return records;
    }
}
