using System.Globalization;

namespace Connectors.Limits;

/// <summary>Reads the three forms of an HTTP date (RFC 9110, 5.6.7): IMF-fixdate, RFC 850 and asctime.</summary>
internal static class HttpDate
{
    private static readonly string[] _fixdate = ["dd MMM yyyy HH:mm:ss 'GMT'", "d MMM yyyy HH:mm:ss 'GMT'", "dd MMM yyyy HH:mm:ss 'UTC'"];
    private static readonly string[] _asctime = ["MMM d HH:mm:ss yyyy", "MMM dd HH:mm:ss yyyy"];

    /// <summary>Reads a date. The weekday is not checked: it adds nothing, and senders get it wrong.</summary>
    /// <param name="text">The header's value.</param>
    /// <param name="now">Decides the century of a year of two digits: never more than 50 years ahead.</param>
    /// <param name="date">The date.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        text = text.Trim();
        var comma = text.IndexOf(',');
        if (comma < 0)
        {
            date = default;
            return text.Length > 4 && text[3] == ' ' && Exact(text[4..], _asctime, out date);
        }

        var rest = text[(comma + 1)..].Trim();
        return Exact(rest, _fixdate, out date) || Rfc850(rest, now, out date);
    }

    private static bool Rfc850(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        if (text.Length < 10 || text[2] != '-' || text[6] != '-' || !int.TryParse(text.Slice(7, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            return false;
        }

        year += now.Year / 100 * 100;
        if (year > now.Year + 50)
        {
            year -= 100;
        }

        return Exact($"{text[..7]}{year}{text[9..]}", ["dd-MMM-yyyy HH:mm:ss 'GMT'"], out date);
    }

    private static bool Exact(ReadOnlySpan<char> text, string[] formats, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out date);
}
