namespace Connectors.Storage;

/// <summary>
/// Keeps synced records, where each stream stands, and the order of changes. Safe over threads and, where the medium is shared,
/// over processes. Leases are by the store's clock. Knows bytes and names, no model.
/// </summary>
/// <remarks>
/// A store decides nothing itself: <see cref="RecordMerge"/> says what a row does to a record, so that all stores agree. Each change
/// that takes effect gets the next number of one sequence for the whole store; a reader never sees a number before all lower ones
/// are committed. Of each record only the latest change is kept.
/// </remarks>
public interface ISyncStore
{
    /// <summary>Takes the right to run one stream.</summary>
    /// <param name="stream">The stream; it needs not to be known yet.</param>
    /// <param name="duration">How long the lease holds, by the store's clock. Each commit holds it for as long again.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The lease with the stream's checkpoint, or <see langword="null"/> while somebody else holds one.</returns>
    ValueTask<SyncLease?> TryBeginAsync(StreamKey stream, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Commits one page in one transaction: rows, their raw bytes, removals, changes, checkpoint and the longer lease; or nothing.</summary>
    /// <param name="lease">The lease. One that ran out can still commit as long as nobody else began.</param>
    /// <param name="batch">The page.</param>
    /// <param name="cancellationToken">Cancels it: either all or nothing was committed.</param>
    /// <returns>What took effect; <see cref="CommitResult.IsStale"/> when somebody else has begun since, and nothing was written.</returns>
    ValueTask<CommitResult> CommitAsync(SyncLease lease, SyncBatch batch, CancellationToken cancellationToken);

    /// <summary>Gives a lease back; a stream that has no checkpoint yet is forgotten with it. A stale one does nothing.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask EndAsync(SyncLease lease, CancellationToken cancellationToken);

    /// <summary>Reads one record, a removed one too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The record with its raw bytes, or <see langword="null"/>.</returns>
    ValueTask<StoredRecord?> ReadAsync(StreamKey stream, string remoteId, CancellationToken cancellationToken);

    /// <summary>Lists a stream's records in the order of their ids. Not one moment's picture: it is read a piece at a time.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="query">Which records, and how much of them.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    IAsyncEnumerable<StoredRecord> ListAsync(StreamKey stream, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Counts a stream's records that are not removed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<long> CountAsync(StreamKey stream, CancellationToken cancellationToken);

    /// <summary>Reads changes of one list over all connections, in the store's order.</summary>
    /// <param name="query">Which changes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<ChangePage> ReadChangesAsync(ChangeQuery query, CancellationToken cancellationToken);

    /// <summary>Reads how far a consumer has come in a list's changes; the beginning when it is not known.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="list">The list.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<ChangeOffset> ReadOffsetAsync(string consumer, string list, CancellationToken cancellationToken);

    /// <summary>Saves how far a consumer has come; back to an earlier place too.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="list">The list.</param>
    /// <param name="offset">The place.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask SaveOffsetAsync(string consumer, string list, ChangeOffset offset, CancellationToken cancellationToken);

    /// <summary>
    /// Erases everything of a connection: records, raw bytes, checkpoints and changes, without telling consumers. A run in progress
    /// becomes stale.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken);
}
