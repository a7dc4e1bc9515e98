namespace Connectors.Limits;

/// <summary>Counts in memory: for tests that play several processes in one. Everything is gone when the process ends.</summary>
/// <param name="time">The store's clock.</param>
public sealed class MemoryQuotaStore(TimeProvider time) : IQuotaStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<QuotaGate, QuotaLedger> _ledgers = [];

    /// <summary>Gets how many gates are kept.</summary>
    internal int Count => _ledgers.Count;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(takes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var grants = new QuotaGrant[takes.Count];
            for (var index = 0; index < grants.Length; index++)
            {
                grants[index] = Ledger(takes[index].Gate, now).Take(takes[index], now);
            }

            return new(grants);
        }
    }

    /// <inheritdoc/>
    public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var gate in _ledgers.Keys.Where(gate => gate.Provider == connection.Provider && gate.Owner == connection.ToString()).ToList())
            {
                _ledgers.Remove(gate);
            }
        }

        return ValueTask.CompletedTask;
    }

    private QuotaLedger Ledger(QuotaGate gate, DateTimeOffset now)
    {
        if (!_ledgers.TryGetValue(gate, out var ledger))
        {
            foreach (var (old, _) in _ledgers.Where(known => known.Value.EndsAt <= now).ToList())
            {
                _ledgers.Remove(old);
            }

            _ledgers.Add(gate, ledger = QuotaLedger.Read(null));
        }

        return ledger;
    }
}
