using System.Text;
using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Finds lists inside an answer that say that there is more, other than the one that is paged and those whose rest is read elsewhere.</summary>
internal static class RelayCut
{
    /// <summary>Throws where such a list is cut.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="paged">Where the list stands that is paged, property by property from <c>data</c> on; <see langword="null"/> when none is.</param>
    /// <param name="open">The lists whose rest is read elsewhere, by the name they have in the answer.</param>
    /// <exception cref="IncompleteAnswerException">A list is cut.</exception>
    public static void Check(ReadOnlySpan<byte> body, IReadOnlyList<string>? paged, IReadOnlyList<string> open)
    {
        var reader = new Utf8JsonReader(body, GraphQLErrors.Deep);
        var frames = new List<Frame>(16);
        var name = default(Range);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = Name(in reader);
                    if ((reader.ValueTextEquals("hasNextPage"u8) || reader.ValueTextEquals("hasPreviousPage"u8)) && IsPageInfo(frames, body))
                    {
                        reader.Read();
                        MarkCut(frames, reader.TokenType == JsonTokenType.True);
                    }

                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Count(frames);
                    frames.Add(new(name, reader.TokenType == JsonTokenType.StartArray));
                    name = default;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Leave(frames, body, paged, open);
                    break;
                default:
                    Count(frames);
                    break;
            }
        }
    }

    private static Range Name(in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return start..(start + reader.ValueSpan.Length);
    }

    private static bool IsPageInfo(List<Frame> frames, ReadOnlySpan<byte> body) => frames.Count > 1 && body[frames[^1].Name].SequenceEqual("pageInfo"u8);

    private static void MarkCut(List<Frame> frames, bool isCut)
    {
        if (isCut)
        {
            frames[^2] = frames[^2] with { IsCut = true };
        }
    }

    private static void Count(List<Frame> frames)
    {
        if (frames.Count > 0 && frames[^1].IsArray)
        {
            frames[^1] = frames[^1] with { Items = frames[^1].Items + 1 };
        }
    }

    private static void Leave(List<Frame> frames, ReadOnlySpan<byte> body, IReadOnlyList<string>? paged, IReadOnlyList<string> open)
    {
        var done = frames[^1];
        if (done.IsCut)
        {
            List<string> path = [.. Names(frames, body)];
            if (!IsPaged(path, paged) && !open.Contains(path[^1], StringComparer.Ordinal))
            {
                throw new IncompleteAnswerException($"The list '{string.Join('.', path.Skip(1))}' inside the answer holds {done.Items} records and says that there are more", done.Items);
            }
        }

        frames.RemoveAt(frames.Count - 1);
        if (done.IsArray && frames.Count > 0 && (body[done.Name].SequenceEqual("nodes"u8) || body[done.Name].SequenceEqual("edges"u8)))
        {
            frames[^1] = frames[^1] with { Items = done.Items };
        }
    }

    private static bool IsPaged(List<string> path, IReadOnlyList<string>? paged) =>
        paged is not null && path.Count == 1 + Math.Max(paged.Count, 1) && path[0] == "data" && path.Skip(1).Take(paged.Count).SequenceEqual(paged, StringComparer.Ordinal);

    private static List<string> Names(List<Frame> frames, ReadOnlySpan<byte> body)
    {
        List<string> names = [];
        foreach (var frame in frames)
        {
            if (!frame.Name.Equals(default))
            {
                names.Add(Encoding.UTF8.GetString(body[frame.Name]));
            }
        }

        return names;
    }

    /// <summary>An object or array that is open: where its name stands in the body, how many records it holds, and whether there are more.</summary>
    private readonly record struct Frame(Range Name, bool IsArray, int Items = 0, bool IsCut = false);
}

/// <summary>An answer is good and holds a list that is not whole.</summary>
internal sealed class IncompleteAnswerException(string message, int seen) : Exception(message)
{
    /// <summary>How many records of that list came.</summary>
    public int Seen { get; } = seen;
}
