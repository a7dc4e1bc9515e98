using System.Text.Json;

namespace Connectors.Paging;

/// <summary>
/// Cuts a JSON page down to what stands around its records: <c>{"results":[],"paging":{…}}</c>. Looks at the first and the last few
/// bytes only. What it gives is likely, not sure: the array's end is guessed from the brackets after it.
/// </summary>
internal static class JsonEnvelope
{
    /// <summary>How many bytes before and after the records are looked at, each.</summary>
    internal const int MaxLength = 4096;

    private const int MaxTries = 4;

    /// <summary>Gives where the records' array begins, or -1.</summary>
    internal static int HeadLength(ReadOnlySpan<byte> body, string[] at)
    {
        var reader = new Utf8JsonReader(body[..Math.Min(body.Length, MaxLength)], isFinalBlock: false, default);
        if (!reader.Read())
        {
            return -1;
        }

        foreach (var name in at)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !MoveTo(ref reader, name))
            {
                return -1;
            }
        }

        return at.Length > 0 && reader.TokenType == JsonTokenType.StartArray ? (int)reader.BytesConsumed : -1;
    }

    /// <summary>Gives the next candidate for the end of the records' array, from the body's end on; -1 when there is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="before">Where the last candidate stood; the body's length at first.</param>
    /// <param name="depth">How many objects the array stands in.</param>
    internal static int TailStart(ReadOnlySpan<byte> body, int before, int depth)
    {
        var first = Math.Max(0, body.Length - MaxLength);
        for (var tries = 0; tries < MaxTries && before > first; tries++)
        {
            var found = body[first..before].LastIndexOf((byte)']');
            if (found < 0)
            {
                return -1;
            }

            before = first + found;
            if (Closes(body[(before + 1)..], depth))
            {
                return before;
            }
        }

        return -1;
    }

    private static bool MoveTo(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            if (!reader.Read())
            {
                return false;
            }

            if (found)
            {
                return true;
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Says whether a text closes so many objects, the last one with its end.</summary>
    private static bool Closes(ReadOnlySpan<byte> tail, int depth)
    {
        if (tail.TrimStart(" \t\r\n"u8) is not [(byte)',' or (byte)'}', ..])
        {
            // A bracket within a text.
            return false;
        }

        var inString = false;
        for (var index = 0; index < tail.Length; index++)
        {
            var value = tail[index];
            if (inString)
            {
                index += value == (byte)'\\' ? 1 : 0;
                inString = value != (byte)'"';
            }
            else if (depth == 0)
            {
                if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                {
                    return false;
                }
            }
            else
            {
                inString = value == (byte)'"';
                depth += value is (byte)'{' or (byte)'[' ? 1 : value is (byte)'}' or (byte)']' ? -1 : 0;
            }
        }

        return depth == 0 && !inString;
    }
}
