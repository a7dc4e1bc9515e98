namespace Connectors.Storage;

/// <summary>Keeps the entries of the request log. Thread-safe.</summary>
public interface IRequestLogStore
{
    /// <summary>Writes entries, all or none, and gives each a number above all that it gave before.</summary>
    /// <param name="rows">The entries, in the order in which they ended.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    ValueTask WriteAsync(IReadOnlyList<RequestLogRow> rows, CancellationToken cancellationToken);

    /// <summary>Reads the newest entries that a query asks for, the newest first: those below <see cref="RequestLogQuery.Before"/>, <see cref="RequestLogQuery.PageSize"/> at most.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<RequestLogRow>> ReadAsync(RequestLogQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes entries that began before a moment, and the oldest ones above a number. A bounded part of them at a time; the rest with the next calls.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="maxEntries">How many stay at most.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    ValueTask TrimAsync(DateTimeOffset before, long maxEntries, CancellationToken cancellationToken);

    /// <summary>Erases all entries of a connection, without a trace; none is no error.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken);
}
