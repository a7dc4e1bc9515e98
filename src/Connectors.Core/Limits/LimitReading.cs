using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>What one answer says of one limit.</summary>
internal readonly record struct LimitReading
{
    /// <summary>Gets the permits of the window.</summary>
    internal long? Limit { get; init; }

    /// <summary>Gets the permits left.</summary>
    internal long? Remaining { get; init; }

    /// <summary>Gets when the window ends.</summary>
    internal ResetTime? Reset { get; init; }

    /// <summary>Gets the length of the window.</summary>
    internal TimeSpan? Window { get; init; }

    /// <summary>Gets whether the headers are general ones, matched to the limit by likeness: they may lower what is left, no more.</summary>
    internal bool IsGuess { get; init; }

    /// <summary>Reads the headers that the definition names.</summary>
    internal static LimitReading Read(LimitHeaders names, HttpResponseHeaders headers, DateTimeOffset now) => new()
    {
        Limit = Count(names.Limit, headers) is { } limit and > 0 ? limit : null,
        Remaining = Count(names.Remaining, headers),
        Reset = names.Reset is { } reset ? ResetTime.Parse(HeaderText.Single(headers, reset), headers.Date ?? now) : null,
        Window = Count(names.WindowMilliseconds, headers) is { } window and > 0 ? HeaderText.Seconds(window / 1000.0) : null,
    };

    private static long? Count(string? name, HttpResponseHeaders headers) =>
        name is null ? null : HeaderText.Count(HeaderText.Joined(headers, name));
}
