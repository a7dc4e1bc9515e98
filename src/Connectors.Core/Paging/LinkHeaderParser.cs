using System.Net.Http.Headers;

namespace Connectors.Definitions;

/// <summary>Finds <c>rel="next"</c> in <c>Link</c> headers (RFC 8288, section 3).</summary>
internal static class LinkHeaderParser
{
    internal static string? Next(HttpResponseHeaders headers, Uri page)
    {
        if (!headers.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            if (Next(value, page) is { } next)
            {
                return next;
            }
        }

        // To take such a header for the list's end would make it silently short.
        return values.Any(static value => !value.Contains('>', StringComparison.Ordinal) && value.Contains("next", StringComparison.OrdinalIgnoreCase))
            ? throw new UnreadableAnswerException("its Link header names a next page, and its address cannot be read")
            : null;
    }

    internal static string? Next(string header, Uri page)
    {
        var place = 0;
        while (place < header.Length)
        {
            var open = header.IndexOf('<', place);
            var close = open < 0 ? -1 : header.IndexOf('>', open);
            if (close < 0)
            {
                return null;
            }

            var target = header[(open + 1)..close].Trim();
            place = close + 1;
            if (IsNext(header, page, ref place) && target.Length > 0)
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>Reads the parameters up to the next comma; the first <c>rel</c> counts, an <c>anchor</c> other than the page itself disqualifies.</summary>
    private static bool IsNext(string header, Uri page, ref int place)
    {
        bool? isNext = null;
        var anchored = false;
        while (place < header.Length && header[place] != ',')
        {
            if (header[place] is ';' or ' ' or '\t')
            {
                place++;
                continue;
            }

            var name = Token(header, ref place);
            var value = Value(header, ref place);
            if (name.Equals("rel", StringComparison.OrdinalIgnoreCase))
            {
                // Single quotes are no quotes here, and some servers write them.
                isNext ??= value.Trim('\'').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains("next", StringComparer.OrdinalIgnoreCase);
            }
            else if (name.Equals("anchor", StringComparison.OrdinalIgnoreCase))
            {
                anchored |= Origin.Resolve(page, value)?.AbsoluteUri != page.AbsoluteUri;
            }
        }

        place++;
        return isNext == true && !anchored;
    }

    private static string Token(string header, ref int place)
    {
        var start = place;
        while (place < header.Length && header[place] is not (',' or ';' or '=' or ' ' or '\t'))
        {
            place++;
        }

        if (place == start)
        {
            place++;
        }

        return header[start..Math.Min(place, header.Length)];
    }

    private static string Value(string header, ref int place)
    {
        var ahead = place;
        while (ahead < header.Length && header[ahead] is ' ' or '\t')
        {
            ahead++;
        }

        if (ahead >= header.Length || header[ahead] != '=')
        {
            return "";
        }

        place = ahead + 1;
        while (place < header.Length && header[place] is ' ' or '\t')
        {
            place++;
        }

        return place < header.Length && header[place] == '"' ? Quoted(header, ref place) : Token(header, ref place);
    }

    private static string Quoted(string header, ref int place)
    {
        var text = new System.Text.StringBuilder();
        place++;
        while (place < header.Length && header[place] != '"')
        {
            if (header[place] == '\\' && place + 1 < header.Length)
            {
                place++;
            }

            text.Append(header[place++]);
        }

        place++;
        return text.ToString();
    }
}
