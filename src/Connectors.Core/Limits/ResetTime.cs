using System.Globalization;

namespace Connectors.Limits;

/// <summary>When a window ends, counted from the answer that says so.</summary>
/// <param name="In">The time until then.</param>
/// <param name="IsRounded">Whether it was told in whole seconds, so that the true end may lie up to a second later.</param>
internal readonly record struct ResetTime(TimeSpan In, bool IsRounded)
{
    private const double EpochSeconds = 1e9;
    private const double EpochMilliseconds = 1e12;

    /// <summary>
    /// Reads a reset in any of the dialects in use: above 10^12 milliseconds since 1970, above 10^9 seconds since 1970, else seconds
    /// from now; fractions; an HTTP date; an ISO 8601 time.
    /// </summary>
    /// <param name="text">The header's value.</param>
    /// <param name="anchor">The provider's own time at which it answered, or ours where it does not tell.</param>
    /// <returns>The time, or <see langword="null"/> when the text is not readable.</returns>
    internal static ResetTime? Parse(string? text, DateTimeOffset anchor)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (HeaderText.TryNumber(text, out var number))
        {
            return number switch
            {
                > EpochMilliseconds => new(HeaderText.Bound(Since1970(number) - anchor), IsRounded: false),
                > EpochSeconds => new(HeaderText.Bound(Since1970(number * 1000) - anchor), IsWhole(number)),
                _ => new(HeaderText.Seconds(number), IsWhole(number)),
            };
        }

        if (HttpDate.TryParse(text, anchor, out var date))
        {
            return new(HeaderText.Bound(date - anchor), IsRounded: true);
        }

        return text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)
                ? new(HeaderText.Bound(date - anchor), date.Ticks % TimeSpan.TicksPerSecond == 0)
                : null;
    }

    private static DateTimeOffset Since1970(double milliseconds) =>
        DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Min(milliseconds, 2.5e14));

    private static bool IsWhole(double number) => Math.Floor(number) == number;
}
