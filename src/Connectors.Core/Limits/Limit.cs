namespace Connectors.Definitions;

/// <summary>One limit that a provider sets. Several hold at once; a call waits until all of them let it through.</summary>
/// <param name="Name">The name in logs: <c>ten-seconds</c>.</param>
/// <param name="Scope">Who shares it.</param>
/// <param name="Kind">How it is counted.</param>
/// <param name="Permits">How much is allowed in one window (at once, for <see cref="LimitKind.Concurrency"/>), in the limit's unit.</param>
/// <param name="Window">The window; ignored for <see cref="LimitKind.Concurrency"/>.</param>
public sealed record Limit(string Name, LimitScope Scope, LimitKind Kind, int Permits, TimeSpan Window)
{
    /// <summary>The unit of limits that count calls.</summary>
    public const string Requests = "requests";

    /// <summary>Gets the endpoints that count: those whose limit group is this one.</summary>
    /// <value>The default, <c>*</c>, counts every endpoint that is not <see cref="Except"/>ed.</value>
    public string Group { get; init; } = "*";

    /// <summary>Gets the groups that do not count although <see cref="Group"/> is <c>*</c>.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Gets what is counted: <c>requests</c>, <c>points</c>, <c>complexity</c>, <c>units</c>.</summary>
    /// <value>The default is <see cref="Requests"/>. A <see cref="LimitKind.Concurrency"/> counts calls under way, whatever its unit.</value>
    public string Unit { get; init; } = Requests;

    /// <summary>
    /// Gets what a call takes of the unit when neither its request (<see cref="RequestSpec.Cost"/>) nor its endpoint
    /// (<see cref="Endpoint.Costs"/>) says so. It is an estimate, taken before the call and settled by what the answer tells.
    /// </summary>
    /// <value>The default is 1. Range: 0 and above.</value>
    public long Cost { get; init; } = 1;

    /// <summary>Gets how much a <see cref="LimitKind.LeakyBucket"/> takes at once before it paces.</summary>
    /// <value>The default is 1: calls are spaced evenly. Range: 1 to <see cref="Permits"/>; other kinds have none.</value>
    public int Burst { get; init; } = 1;

    /// <summary>Gets the part that this SDK takes; the rest is left to the customer's other apps.</summary>
    /// <value>The default is 0.9 for windows of a day or longer and for those of a whole account, else 1. Range: above 0, to 1.</value>
    public double Share { get; init; } = Kind != LimitKind.Concurrency && (Window >= TimeSpan.FromDays(1) || Scope == LimitScope.Account) ? 0.9 : 1.0;

    /// <summary>Gets the headers that tell of this limit, where the provider sends some.</summary>
    public LimitHeaders? Headers { get; init; }

    /// <summary>Tells whether the limit counts the calls of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public bool Counts(Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Group == "*"
            ? endpoint.LimitGroup is null || !Except.Contains(endpoint.LimitGroup, StringComparer.Ordinal)
            : endpoint.LimitGroup == Group;
    }
}

/// <summary>Who shares a limit; the widest first.</summary>
public enum LimitScope
{
    /// <summary>All connections of the app.</summary>
    App,

    /// <summary>
    /// All connections to one account at the provider (<see cref="Connection.AccountId"/>), whoever made them and with whatever credential.
    /// While the account is not known yet, the connection alone.
    /// </summary>
    Account,

    /// <summary>All connections with one credential.</summary>
    Credential,

    /// <summary>One connection.</summary>
    Connection,
}

/// <summary>How a limit is counted at the provider. What is legal differs, so take the kind from the provider's words and not from the name that it gives it.</summary>
public enum LimitKind
{
    /// <summary>A window that begins at some moment (its first call, or the provider's clock), counts to its end, and is then empty at once.</summary>
    FixedWindow,

    /// <summary>No more than the permits in the last so many seconds, at any moment.</summary>
    SlidingWindow,

    /// <summary>
    /// Full at first; permits flow back evenly, as many as the limit has in one window, and no more than that are ever there. So after a
    /// pause twice the permits may go within one window. What providers call a leaky bucket is mostly this, seen from the other side (each
    /// call fills it, it drains evenly, a full one refuses): Shopify, Linear. A burst and a rate that differ are one number: 10 a second
    /// with bursts to 20 is 20 permits in 2 seconds.
    /// </summary>
    TokenBucket,

    /// <summary>So many calls at once: from when a call is let through until its body has ended.</summary>
    Concurrency,

    /// <summary>
    /// Calls are to come evenly: one permit each window divided by the permits, and no more than <see cref="Limit.Burst"/> ahead of that. The
    /// provider's queue that lets calls out at its own pace and refuses what overflows it. Unlike <see cref="TokenBucket"/> a pause saves
    /// no more than the burst.
    /// </summary>
    LeakyBucket,
}
