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

    /// <summary>Gets what the call cost.</summary>
    internal long? Cost { get; init; }

    /// <summary>Gets whether the answer names this limit as the one that refused.</summary>
    internal bool IsReason { get; init; }

    /// <summary>Gets whether the headers are general ones, matched to the limit by likeness: they may lower what is left, no more.</summary>
    internal bool IsGuess { get; init; }

    /// <summary>Reads the headers that the definition names.</summary>
    internal static LimitReading Read(LimitHeaders names, HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (names.Subject is { } subject && HeaderText.Single(headers, subject) is { } told && !told.Trim().Equals(names.SubjectIs, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var named = new NamedHeaders(names, headers);
        var used = named.Usage(names.Used);
        var reading = new LimitReading
        {
            Limit = named.Count(names.Limit) ?? used?.Limit,
            Remaining = named.Count(names.Remaining),
            Reset = ResetTime.Parse(named.Single(names.Reset), headers.Date ?? now),
            Window = Time(named.Count(names.WindowMilliseconds), 1000) ?? Time(named.Count(names.WindowSeconds), 1),
            Cost = named.Cost(names.Cost),
            IsReason = names is { Reason: { } header, ReasonIs: { } reason } && HeaderText.Single(headers, header)?.Trim().Equals(reason, StringComparison.OrdinalIgnoreCase) is true,
        };
        reading = used is { } usage && reading is { Remaining: null, Limit: { } limit } ? reading with { Remaining = Math.Max(0, limit - usage.Used) } : reading;
        reading = names.Policy is { } policy ? reading.With(RateLimitHeaders.Policy(headers, policy, names.PolicyPrefix)) : reading;
        return reading.Limit > 0 ? reading : reading with { Limit = null };
    }

    /// <summary>Adds what was read in another place than the headers.</summary>
    /// <param name="usage">What was read.</param>
    /// <param name="isMeant">Whether its permits and reset are of this limit.</param>
    internal LimitReading With(LimitUsage usage, bool isMeant) => this with
    {
        Cost = usage.Cost is { } cost ? Math.Max(0, cost) : Cost,
        Limit = isMeant && usage.Permits > 0 ? usage.Permits : Limit,
        Remaining = isMeant && usage.Remaining is { } remaining ? Math.Max(0, remaining) : Remaining,
        Reset = isMeant && usage.ResetIn is { } reset ? new ResetTime(HeaderText.Bound(reset), IsRounded: true) : Reset,
        IsGuess = IsGuess && !isMeant,
    };

    private LimitReading With(RateLimitItem? item) => item is not { } policy ? this : this with
    {
        Limit = Limit ?? policy.Limit,
        Remaining = Remaining ?? policy.Remaining,
        Reset = Reset ?? (policy.ResetIn is { } reset ? new ResetTime(reset, IsRounded: true) : null),
        Window = Window ?? (policy.Window > TimeSpan.Zero ? policy.Window : null),
    };

    private static TimeSpan? Time(long? number, double aSecond) => number is { } some and > 0 ? HeaderText.Seconds(some / aSecond) : null;
}
