using System.Runtime.CompilerServices;

namespace Connectors.Storage;

/// <summary>Keeps everything in memory: for tests and first steps. Lost when the process ends.</summary>
/// <param name="time">The store's clock.</param>
public sealed class MemorySyncStore(TimeProvider time) : ISyncStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, MemoryStreamState> _streams = [];
    private readonly Dictionary<string, SortedSet<MemoryChange>> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Consumer, string List), ChangeOffset> _offsets = [];
    private long _sequence;
    private long _fence;

    /// <inheritdoc/>
    public ValueTask<SyncLease?> TryBeginAsync(StreamKey stream, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var state = _streams.TryGetValue(stream, out var known) ? known : _streams[stream] = new();
            if (state.LeaseUntil > now)
            {
                return new((SyncLease?)null);
            }

            state.Fence = ++_fence;
            state.LeaseUntil = now + duration;
            return new(new SyncLease(stream, state.Fence, duration, state.Checkpoint, state.Generation));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(SyncLease lease, SyncBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Held(lease) is not { } state)
            {
                return new(CommitResult.Stale);
            }

            var now = time.GetUtcNow();
            var result = default(CommitResult);
            var sequence = _sequence;
            var written = new Dictionary<string, StoredRecord>(StringComparer.Ordinal);
            foreach (var row in batch.Rows)
            {
                var stored = written.GetValueOrDefault(row.RemoteId) ?? state.Records.GetValueOrDefault(row.RemoteId);
                var merge = RecordMerge.Apply(stored, row, batch.MayLag, sequence + 1, now);
                sequence += merge.IsChange ? 1 : 0;
                result = result.With(merge.Outcome);
                if (merge.Record is { } record)
                {
                    written[row.RemoteId] = record;
                }
            }

            foreach (var record in written.Values)
            {
                Write(lease.Stream, state, record);
            }

            _sequence = sequence;
            state.Checkpoint = batch.Checkpoint;
            state.Generation += batch.BeginsGeneration ? 1 : 0;
            state.LeaseUntil = now + lease.Duration;
            return new(result);
        }
    }

    /// <inheritdoc/>
    public ValueTask EndAsync(SyncLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_gate)
        {
            if (Held(lease) is { } state)
            {
                state.LeaseUntil = null;
                if (state.Checkpoint is null)
                {
                    _streams.Remove(lease.Stream);
                }
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(StreamKey stream, string remoteId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_streams.GetValueOrDefault(stream)?.Records.GetValueOrDefault(remoteId));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredRecord> ListAsync(StreamKey stream, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<StoredRecord> records;
        lock (_gate)
        {
            records = _streams.TryGetValue(stream, out var state) ? [.. state.Records.Values] : [];
        }

        foreach (var record in records.Where(record => query.IncludeRemoved || !record.IsRemoved))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return query.IncludeRaw ? record : record with { Raw = null };
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(StreamKey stream, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_streams.GetValueOrDefault(stream)?.Records.Values.LongCount(static record => !record.IsRemoved) ?? 0);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(ChangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            var changes = new List<StoredChange>();
            if (_changes.TryGetValue(query.List, out var all))
            {
                foreach (var entry in all.GetViewBetween(MemoryChange.At(query.After.Sequence + 1), MemoryChange.At(long.MaxValue)).Take(query.Limit + 1))
                {
                    changes.Add(RecordMerge.ToChange(entry.Stream, _streams[entry.Stream].Records[entry.RemoteId], query.After));
                }
            }

            return new(ChangePage.From(changes, query, _sequence));
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangeOffset> ReadOffsetAsync(string consumer, string list, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_offsets.GetValueOrDefault((consumer, list)));
        }
    }

    /// <inheritdoc/>
    public ValueTask SaveOffsetAsync(string consumer, string list, ChangeOffset offset, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _offsets[(consumer, list)] = offset;
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var (stream, state) in _streams.Where(stream => stream.Key.Connection == connection).ToList())
            {
                foreach (var record in state.Records.Values)
                {
                    _changes[stream.List].Remove(MemoryChange.At(record.Sequence));
                }

                _streams.Remove(stream);
            }
        }

        return default;
    }

    private MemoryStreamState? Held(SyncLease lease) =>
        _streams.TryGetValue(lease.Stream, out var state) && state.LeaseUntil is not null && state.Fence == lease.Fence ? state : null;

    private void Write(StreamKey stream, MemoryStreamState state, StoredRecord record)
    {
        var changes = _changes.TryGetValue(stream.List, out var known) ? known : _changes[stream.List] = new(MemoryChange.BySequence);
        if (state.Records.TryGetValue(record.RemoteId, out var before))
        {
            changes.Remove(MemoryChange.At(before.Sequence));
        }

        changes.Add(new(record.Sequence, stream, record.RemoteId));
        state.Records[record.RemoteId] = record;
    }
}
