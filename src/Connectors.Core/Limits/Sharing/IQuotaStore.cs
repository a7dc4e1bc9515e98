namespace Connectors.Limits;

/// <summary>
/// Counts what several processes take of the same limits, by its own clock. Each process takes blocks of permits ahead, spends them by
/// itself, and tells with its next taking what became of them, so that a call is rarely a round trip. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// All times that go in and out are spans that count from when the store does its work: clocks of processes are never compared, and a
/// taking that comes late counts for longer, never for shorter.
/// </para>
/// <para>
/// An implementation does for each gate what <see cref="QuotaLedger"/> does, one process at a time, with the store's own time, and keeps
/// no lock while it waits for a process.
/// </para>
/// </remarks>
public interface IQuotaStore
{
    /// <summary>Notes what became of earlier permits, and gives new ones; in one round trip.</summary>
    /// <param name="takes">What one process tells and wants, gate by gate; no gate twice. Each stands for itself.</param>
    /// <param name="cancellationToken">Cancels it. What was asked for may have been given then: the next taking says what the process really holds.</param>
    /// <returns>What it gets, in the same order.</returns>
    /// <exception cref="ConnectorException">The store cannot be used.</exception>
    ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken);

    /// <summary>Erases what is kept of a connection: the gates whose <see cref="QuotaGate.Owner"/> is its key.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken);
}

/// <summary>Names what is counted: one limit of one provider, for those who share it.</summary>
/// <param name="Provider">The provider id.</param>
/// <param name="Owner">Who shares it: a connection's key, an account, a credential; empty for the whole app.</param>
/// <param name="Limit">The scope, the limit's name and its group, in one text.</param>
public readonly record struct QuotaGate(string Provider, string Owner, string Limit);
