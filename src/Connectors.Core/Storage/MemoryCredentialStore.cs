using System.Runtime.CompilerServices;

namespace Connectors.Storage;

/// <summary>Keeps credentials in memory: for tests, tools and first steps. Everything is gone when the process ends.</summary>
/// <param name="time">The clock that ends leases.</param>
public sealed class MemoryCredentialStore(TimeProvider time) : ICredentialStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private long _fence;

    /// <inheritdoc/>
    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_rows.TryGetValue(id, out var row) ? new StoredCredential(id, row.Payload, row.Version, row.IsDead, row.IntentAt is not null) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_rows.TryGetValue(id, out var row) || row.Version != seenVersion || row.IsDead || (row.Fence != 0 && row.LeaseEnds > now))
            {
                return new((CredentialLease?)null);
            }

            // One counter for all rows: a fence is never given twice, not even to a row that was deleted and made anew.
            row.Fence = ++_fence;
            row.LeaseEnds = now + duration;
            return new(new CredentialLease(id, row.Version, row.Fence, now - row.IntentAt));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_rows.TryGetValue(lease.Id, out var row) || row.Version != lease.Version || row.Fence == 0 || row.Fence != lease.Fence)
            {
                return new(false);
            }

            if (write.Kind == CredentialWriteKind.Intent)
            {
                row.IntentAt ??= time.GetUtcNow();
                return new(true);
            }

            row.Fence = 0;
            row.IntentAt = write.Kind == CredentialWriteKind.Unknown ? row.IntentAt : null;
            if (write.Kind == CredentialWriteKind.Renewed)
            {
                row.Payload = write.Payload.ToArray();
                row.Version++;
            }

            row.IsDead = write.Kind == CredentialWriteKind.Dead;
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var current = _rows.TryGetValue(id, out var row) ? row.Version : 0;
            if (current != expectedVersion)
            {
                return new(false);
            }

            _rows[id] = new() { Payload = payload.ToArray(), Version = current + 1 };
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_rows.TryGetValue(seen.Id, out var row) || row.Version != seen.Version || !row.Payload.Span.SequenceEqual(seen.Payload.Span))
            {
                return new(false);
            }

            row.Payload = payload.ToArray();
            return new(true);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        List<string> ids;
        lock (_gate)
        {
            ids = [.. _rows.Keys.Order(StringComparer.Ordinal)];
        }

        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return id;
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _rows.Remove(id);
        }

        return ValueTask.CompletedTask;
    }

    private sealed class Row
    {
        public required ReadOnlyMemory<byte> Payload { get; set; }

        public required long Version { get; set; }

        public bool IsDead { get; set; }

        public DateTimeOffset? IntentAt { get; set; }

        public long Fence { get; set; }

        public DateTimeOffset LeaseEnds { get; set; }
    }
}
