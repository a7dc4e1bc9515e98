namespace Connectors;

/// <summary>How a run reads.</summary>
public enum RunKind
{
    /// <summary>All records.</summary>
    Full,

    /// <summary>What changed since the last complete run.</summary>
    Incremental,
}

/// <summary>What a run reads at one time.</summary>
public enum SyncStage
{
    /// <summary>The list of all records.</summary>
    List,

    /// <summary>What changed since a moment.</summary>
    Changes,

    /// <summary>The list of removed records.</summary>
    Removals,
}

/// <summary>Where a run stands after a committed page.</summary>
public sealed record SyncProgress
{
    /// <summary>Gets what is synced.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>Gets how the run reads.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>Gets what the page came from.</summary>
    public required SyncStage Stage { get; init; }

    /// <summary>Gets how many pages were committed.</summary>
    public required int Pages { get; init; }

    /// <summary>Gets how many records (and removals) the pages held.</summary>
    public required long Records { get; init; }

    /// <summary>Gets how many records are new.</summary>
    public required long Added { get; init; }

    /// <summary>Gets how many records have other contents now.</summary>
    public required long Changed { get; init; }

    /// <summary>Gets how many records were removed.</summary>
    public required long Removed { get; init; }

    /// <summary>Gets how long the run has taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Stream}: {Stage}, page {Pages}, {Records} records ({Added} added, {Changed} changed, {Removed} removed)";
}

/// <summary>What one call of <see cref="ISyncEngine.RunAsync"/> did. A run that went on counts from where it went on.</summary>
public sealed record SyncReport
{
    /// <summary>Gets the id of this call's run: its requests carry it in the request log and in traces.</summary>
    public required string Run { get; init; }

    /// <summary>Gets what was synced.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>Gets how it was read.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>Gets whether an interrupted run was gone on with.</summary>
    public required bool Resumed { get; init; }

    /// <summary>Gets how many pages were committed.</summary>
    public required int Pages { get; init; }

    /// <summary>Gets how many records (and removals) the pages held: added, changed, removed and unchanged together.</summary>
    public required long Records { get; init; }

    /// <summary>Gets how many records are new, or came back.</summary>
    public required long Added { get; init; }

    /// <summary>Gets how many records have other contents now.</summary>
    public required long Changed { get; init; }

    /// <summary>Gets how many records were removed.</summary>
    public required long Removed { get; init; }

    /// <summary>Gets how many records (and removals) were known already.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Gets how many requests were sent to the provider.</summary>
    public required long Requests { get; init; }

    /// <summary>Gets how many of them were sent again.</summary>
    public required long Retries { get; init; }

    /// <summary>Gets how many the provider refused for a limit.</summary>
    public required long RateLimited { get; init; }

    /// <summary>Gets how many bytes of bodies came back.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets how long calls waited for quota, added up.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>Gets how long the call took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets when the run began; of a run that went on, when it first began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Stream}: {Kind}{(Resumed ? " (gone on with)" : "")}, {Records} records in {Pages} pages, {Added} added, {Changed} changed, {Removed} removed, {Unchanged} unchanged, {Requests} requests, {Elapsed.TotalSeconds:0.0} s";
}
