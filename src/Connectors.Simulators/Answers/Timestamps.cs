using System.Globalization;

namespace Connectors.Simulators;

/// <summary>Writes times the way vendors write them.</summary>
public static class Timestamps
{
    /// <summary>Writes a time as ISO 8601 with milliseconds in UTC: <c>2023-12-14T23:31:55.758Z</c>.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text.</returns>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a time as ISO 8601 with whole seconds in UTC: <c>2023-12-14T23:31:55Z</c>.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text.</returns>
    public static string IsoSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Cuts a time to whole milliseconds.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The time without what is below a millisecond.</returns>
    public static DateTimeOffset Milliseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
