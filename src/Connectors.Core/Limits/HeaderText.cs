using System.Globalization;
using System.Net.Http.Headers;

namespace Connectors.Limits;

/// <summary>Reads headers as they were sent: the typed ones lose what does not fit their grammar.</summary>
internal static class HeaderText
{
    /// <summary>No wait that a provider names is believed beyond this.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Gives the value of a header that stands there once.</summary>
    internal static string? Single(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString() : null;

    /// <summary>Gives a list header, which may be split over several lines, as one text.</summary>
    internal static string? Joined(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    /// <summary>Reads a plain number: digits, perhaps a fraction; no sign, no exponent.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        text = text.Trim();
        return text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '.')
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads the number that a value begins with: <c>100</c> of <c>100, 100;w=10</c>. A negative count is none.</summary>
    internal static long? Count(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var end = text.AsSpan().IndexOfAny(',', ';');
        var first = (end < 0 ? text : text.AsSpan(0, end)).Trim();
        var negative = first.Length > 1 && first[0] == '-';
        return TryNumber(negative ? first[1..] : first, out var number) ? (negative ? 0 : (long)Math.Min(number, int.MaxValue)) : null;
    }

    /// <summary>Gives the value of a member of a header such as <c>total=100; remaining=99</c> or <c>api-usage=18/5000, other=1</c>; what stands behind in brackets is left out.</summary>
    internal static string? Member(string? text, string name)
    {
        foreach (var range in text.AsSpan().SplitAny(",;"))
        {
            var member = text.AsSpan(range);
            var equals = member.IndexOf('=');
            if (equals > 0 && member[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                var value = member[(equals + 1)..];
                var bracket = value.IndexOf('(');
                return (bracket < 0 ? value : value[..bracket]).Trim().Trim('"').ToString();
            }
        }

        return null;
    }

    /// <summary>Makes a time of seconds, however many.</summary>
    internal static TimeSpan Seconds(double seconds) =>
        seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromTicks((long)Math.Ceiling(Math.Round(seconds * 1000, 3)) * TimeSpan.TicksPerMillisecond);

    /// <summary>Bounds a time to what is believed: a moment that has passed is now.</summary>
    internal static TimeSpan Bound(TimeSpan time) =>
        time < TimeSpan.Zero ? TimeSpan.Zero : time > Longest ? Longest : time;
}
