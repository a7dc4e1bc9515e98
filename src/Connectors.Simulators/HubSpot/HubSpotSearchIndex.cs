namespace Connectors.Simulators.HubSpot;

/// <summary>What the search sees: records as they were a moment ago.</summary>
internal sealed class HubSpotSearchIndex
{
    private readonly HubSpotSimulator _simulator;
    private readonly RecordStore _store;
    private readonly Queue<(DateTimeOffset At, string Id, SimulatedRecord? Record)> _pending = new();
    private readonly Dictionary<string, SimulatedRecord?> _stale = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    public HubSpotSearchIndex(HubSpotSimulator simulator, RecordStore store)
    {
        _simulator = simulator;
        _store = store;
        store.Observe(OnChanged);
    }

    /// <summary>Returns the records that the search sees now, in the order of creation; archived ones never.</summary>
    public IReadOnlyList<SimulatedRecord> Visible() => _simulator.State.Commit<IReadOnlyList<SimulatedRecord>>(() =>
    {
        Settle();
        var live = _store.Snapshot().Where(record => !record.IsDeleted);
        if (_stale.Count == 0)
        {
            return [.. live];
        }

        return
        [
            .. live.Where(record => !_stale.ContainsKey(record.Id))
                .Concat(_stale.Values.OfType<SimulatedRecord>().Where(record => !record.IsDeleted))
                .OrderBy(record => record.Sequence),
        ];
    });

    private void OnChanged(SimulatedRecord? old, SimulatedRecord? record)
    {
        var lag = _simulator.SearchLag;
        if (lag <= TimeSpan.Zero || _simulator.State.IsRestoring)
        {
            return;
        }

        // Until a change settles the search sees what it saw before the first change that is still open.
        var id = (record ?? old)!.Id;
        Settle();
        _stale.TryAdd(id, old);
        _open[id] = _open.GetValueOrDefault(id) + 1;
        _pending.Enqueue((_simulator.State.Clock.GetUtcNow() + lag, id, record));
    }

    private void Settle()
    {
        var now = _simulator.State.Clock.GetUtcNow();
        while (_pending.TryPeek(out var change) && change.At <= now)
        {
            _pending.Dequeue();
            if (--_open[change.Id] == 0)
            {
                _open.Remove(change.Id);
                _stale.Remove(change.Id);
            }
            else
            {
                _stale[change.Id] = change.Record;
            }
        }
    }
}
