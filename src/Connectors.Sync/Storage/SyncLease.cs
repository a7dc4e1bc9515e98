namespace Connectors.Storage;

/// <summary>The right to run one stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Fence">Grows with each lease in the store; an older one can commit no more.</param>
/// <param name="Duration">How long it holds from each commit on.</param>
/// <param name="Checkpoint">Where the stream stood when the lease was taken; <see langword="null"/> when it was never run.</param>
/// <param name="Generation">How many full enumerations were begun before.</param>
public sealed record SyncLease(StreamKey Stream, long Fence, TimeSpan Duration, string? Checkpoint, long Generation);

/// <summary>What is committed with one page.</summary>
public sealed record SyncBatch
{
    /// <summary>Gets the records and removals, in the provider's order; one record may stand in it twice.</summary>
    public IReadOnlyList<RecordRow> Rows { get; init; } = [];

    /// <summary>Gets where the stream stands after this page. Text of the engine's own; a store keeps it as it is.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>
    /// Gets whether the source of the rows may lag behind what the store holds (a search index, a feed): a row that is older than
    /// its record is then left out. Rows of a full list always count.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool MayLag { get; init; }

    /// <summary>Gets whether a full enumeration begins with this commit.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool BeginsGeneration { get; init; }
}

/// <summary>One record of a page, or the removal of one.</summary>
/// <param name="RemoteId">The provider's id.</param>
public sealed record RecordRow(string RemoteId)
{
    /// <summary>Gets the fields that the page told, as a JSON object in UTF-8; a field that is not in it keeps its stored value.</summary>
    /// <value>The default is empty: only a removal has none.</value>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Gets the provider's own bytes; <see langword="null"/> keeps the stored ones.</summary>
    public RawRecord? Raw { get; init; }

    /// <summary>Gets when the record was changed (or removed) at the provider, where it tells.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Gets whether the record was removed.</summary>
    public bool IsRemoved { get; init; }

    /// <inheritdoc/>
    public override string ToString() => IsRemoved ? $"{RemoteId} removed" : $"{RemoteId} with {Json.Length} bytes";
}

/// <summary>What a commit did.</summary>
/// <param name="IsStale">Whether the lease is no longer the stream's; nothing was written then.</param>
/// <param name="Added">How many records are new.</param>
/// <param name="Changed">How many records have other contents now.</param>
/// <param name="Removed">How many records were removed.</param>
/// <param name="Unchanged">How many rows made no change.</param>
public readonly record struct CommitResult(bool IsStale, int Added, int Changed, int Removed, int Unchanged)
{
    /// <summary>Gets the result of a stale lease.</summary>
    public static CommitResult Stale { get; } = new(true, 0, 0, 0, 0);

    /// <summary>Counts one row more.</summary>
    /// <param name="outcome">What the row did.</param>
    /// <returns>The larger result.</returns>
    public CommitResult With(MergeOutcome outcome) => outcome switch
    {
        MergeOutcome.Added => this with { Added = Added + 1 },
        MergeOutcome.Changed => this with { Changed = Changed + 1 },
        MergeOutcome.Removed => this with { Removed = Removed + 1 },
        _ => this with { Unchanged = Unchanged + 1 },
    };
}
