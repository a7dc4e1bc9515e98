namespace Connectors;

/// <summary>
/// Keeps answers in memory, up to a number of bytes; the one that was used longest ago goes first. Register it as an
/// <see cref="IConnectionEraser"/> too, so that it forgets with the connection. Thread-safe.
/// </summary>
public sealed class MemoryResponseCache : IResponseCache, IConnectionEraser
{
    /// <summary>What an entry takes beside its body and its headers' texts.</summary>
    private const int Overhead = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<ResponseCacheKey, LinkedListNode<(ResponseCacheKey Key, CachedResponse Response, long Size)>> _entries = [];
    private readonly LinkedList<(ResponseCacheKey Key, CachedResponse Response, long Size)> _used = new();
    private readonly long _max;
    private long _size;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="maxBytes">How much it keeps, in bytes. The default is 64 MiB.</param>
    /// <param name="maxBodyBytes">The largest answer that it keeps, in bytes. The default is 4 MiB.</param>
    public MemoryResponseCache(long maxBytes = 64 << 20, int maxBodyBytes = 4 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBodyBytes, 1);
        (_max, MaxBodyBytes) = (maxBytes, (int)Math.Min(maxBodyBytes, maxBytes));
    }

    /// <inheritdoc/>
    public int MaxBodyBytes { get; }

    /// <summary>Gets how many bytes are kept now.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _size;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CachedResponse?> GetAsync(ResponseCacheKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return new(result: null);
            }

            _used.Remove(entry);
            _used.AddFirst(entry);
            return new(entry.Value.Response);
        }
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(ResponseCacheKey key, CachedResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var size = Overhead + response.Body.Length + (2L * response.Headers.Sum(static header => header.Key.Length + header.Value.Length));
        lock (_gate)
        {
            Remove(key);
            if (size <= _max)
            {
                _entries[key] = _used.AddFirst((key, response, size));
                _size += size;
            }

            while (_size > _max)
            {
                Remove(_used.Last!.Value.Key);
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(ResponseCacheKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Remove(key);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var key in _entries.Keys.Where(key => key.Connection == connection).ToList())
            {
                Remove(key);
            }
        }

        return default;
    }

    private void Remove(ResponseCacheKey key)
    {
        if (_entries.Remove(key, out var entry))
        {
            _used.Remove(entry);
            _size -= entry.Value.Size;
        }
    }
}
