namespace Connectors;

/// <summary>How one call is made. Everything has a default; most calls pass nothing.</summary>
public sealed record CallOptions
{
    /// <summary>The options of a call that says nothing.</summary>
    public static CallOptions Default { get; } = new();

    /// <summary>Gets who goes first when a limit is short. Lists made by a sync use <see cref="CallPriority.Background"/>.</summary>
    /// <value>The default is <see cref="CallPriority.Interactive"/>.</value>
    public CallPriority Priority { get; init; } = CallPriority.Interactive;

    /// <summary>Gets the time that one call may take with all its attempts; waiting for quota is not counted.</summary>
    /// <value>The default is the provider's <c>TotalTimeout</c> option. For a list it bounds each page; for a streamed one, the time until its first records are there.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets the time that one attempt may take, headers and body.</summary>
    /// <value>The default is the endpoint's own, else the provider's <c>AttemptTimeout</c> option.</value>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>Gets how long a call may wait for quota before <see cref="RateLimitedException"/>.</summary>
    /// <value>The default is the provider's <c>MaxQuotaWait</c> option.</value>
    public TimeSpan? MaxQuotaWait { get; init; }

    /// <summary>Gets the key that makes a write safe to repeat, for endpoints that send one. Give one where the app itself may repeat the call, after a crash for instance.</summary>
    /// <value>The default is a new key for each call of such an endpoint, the same for all its attempts.</value>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets whether each record keeps the provider's own bytes in <see cref="CommonModel.Raw"/>.</summary>
    public bool IncludeRaw { get; init; }

    /// <summary>
    /// Gets how many pages of one list may be asked for at the same time, where the places of its pages can be told ahead: offsets and
    /// page numbers with an exact total, and windows. The order stays, and so many pages are held at most beside the caller's own.
    /// </summary>
    /// <value>The default is 1: one page ahead of the caller. At most 32. Without effect on lists that go on by a cursor.</value>
    public int Parallel { get; init; } = 1;

    /// <summary>Takes the bytes of a single call's answer, where a binding wants them beside the record.</summary>
    internal RawAnswer? Answer { get; init; }

    /// <summary>Takes the provider's clock from the answers, where a read-back compares it.</summary>
    internal Definitions.ServerClock? ServerClock { get; init; }

    /// <summary>Gets the provider's names of extra fields to read, for providers that give only what is asked for.</summary>
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    /// <summary>Gets a text of the app's own that goes into traces of the call and to its observers, such as the id of an order. Not a secret.</summary>
    public string? Correlation { get; init; }

    /// <summary>Gets where answers are kept, so that what did not change is not sent again; single reads and pages of lists by GET. See <see cref="IResponseCache"/>.</summary>
    /// <value>The default is <see langword="null"/>: nothing is kept, and no condition sent.</value>
    public IResponseCache? Cache { get; init; }

    /// <summary>Gets the id of the sync run that the call belongs to. Sync sets it.</summary>
    public string? SyncRun { get; init; }

    /// <summary>Gets the object that adds up what the calls cost.</summary>
    public CallCost? Cost { get; init; }
}

/// <summary>Who goes first when a limit is short.</summary>
public enum CallPriority
{
    /// <summary>Somebody waits for the answer.</summary>
    Interactive,

    /// <summary>Syncs and bulk work: waits behind interactive calls, and keeps one call in sixteen where those never end.</summary>
    Background,
}

/// <summary>The bytes of one answer.</summary>
internal sealed class RawAnswer
{
    public RawRecord? Raw { get; set; }
}
