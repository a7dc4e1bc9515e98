namespace Connectors;

/// <summary>
/// The requests of all connections, as they were sent and answered; registered with <c>AddRequestLog</c>. Kept in memory, or in the store
/// (<c>UseSqlite</c>, <c>UsePostgreSql</c>), bounded by age and number. Thread-safe.
/// </summary>
public interface IRequestLog
{
    /// <summary>Reads entries, the newest first, page after page as they are taken.</summary>
    /// <param name="query">Which ones; all when nothing is said.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The entries. What is logged meanwhile does not come.</returns>
    IAsyncEnumerable<RequestLogEntry> ReadAsync(RequestLogQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of entries, the newest first.</summary>
    /// <param name="query">Which ones; <see cref="RequestLogQuery.Before"/> is the end of the last page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<RequestLogPage> ReadPageAsync(RequestLogQuery query, CancellationToken cancellationToken = default);

    /// <summary>Waits until what this process has seen so far is in the log; reading does so by itself, for five seconds at most.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}

/// <summary>One request in the log.</summary>
/// <param name="Id">Its number; a later entry has a higher one.</param>
/// <param name="Request">What was seen of it.</param>
public sealed record RequestLogEntry(long Id, CallObservation Request);

/// <summary>One page of the log.</summary>
/// <param name="Entries">The entries, the newest first.</param>
/// <param name="Next">What to set <see cref="RequestLogQuery.Before"/> to for the next page; <see langword="null"/> when this was the last one.</param>
public sealed record RequestLogPage(IReadOnlyList<RequestLogEntry> Entries, long? Next);
