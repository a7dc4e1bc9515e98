namespace Connectors.Definitions;

/// <summary>One limit that a provider sets. Several hold at once; a call waits until all of them let it through.</summary>
/// <param name="Name">The name in logs: <c>ten-seconds</c>.</param>
/// <param name="Scope">Who shares it.</param>
/// <param name="Kind">How it is counted.</param>
/// <param name="Permits">How much is allowed in one window (at once, for <see cref="LimitKind.Concurrency"/>).</param>
/// <param name="Window">The window; ignored for <see cref="LimitKind.Concurrency"/>.</param>
public sealed record Limit(string Name, LimitScope Scope, LimitKind Kind, int Permits, TimeSpan Window)
{
    /// <summary>Gets the endpoints that count: those whose limit group is this one.</summary>
    /// <value>The default, <c>*</c>, counts every endpoint that is not <see cref="Except"/>ed.</value>
    public string Group { get; init; } = "*";

    /// <summary>Gets the groups that do not count although <see cref="Group"/> is <c>*</c>.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Gets the part that this SDK takes; the rest is left to the customer's other apps.</summary>
    /// <value>The default is 0.9 for windows of a day or longer, else 1. Range: above 0, to 1.</value>
    public double Share { get; init; } = Window >= TimeSpan.FromDays(1) ? 0.9 : 1.0;

    /// <summary>Gets the headers that tell of this limit, where the provider sends some.</summary>
    public LimitHeaders? Headers { get; init; }

    internal bool Counts(Endpoint endpoint) => Group == "*"
        ? endpoint.LimitGroup is null || !Except.Contains(endpoint.LimitGroup, StringComparer.Ordinal)
        : endpoint.LimitGroup == Group;
}

/// <summary>Who shares a limit.</summary>
public enum LimitScope
{
    /// <summary>All connections of the app.</summary>
    App,

    /// <summary>All connections with one credential.</summary>
    Credential,

    /// <summary>One connection.</summary>
    Connection,
}

/// <summary>How a limit is counted.</summary>
public enum LimitKind
{
    /// <summary>A window that begins with its first call and is then empty at once.</summary>
    FixedWindow,

    /// <summary>The last so many seconds, at any moment.</summary>
    SlidingWindow,

    /// <summary>Permits flow back evenly.</summary>
    TokenBucket,

    /// <summary>So many calls at once.</summary>
    Concurrency,
}

/// <summary>The headers that tell of one limit.</summary>
public sealed record LimitHeaders
{
    /// <summary>Gets the header with the permits of the window.</summary>
    public string? Limit { get; init; }

    /// <summary>Gets the header with the permits left.</summary>
    public string? Remaining { get; init; }

    /// <summary>Gets the header that says when the window ends.</summary>
    public string? Reset { get; init; }

    /// <summary>Gets the header with the length of the window in milliseconds.</summary>
    public string? WindowMilliseconds { get; init; }
}
