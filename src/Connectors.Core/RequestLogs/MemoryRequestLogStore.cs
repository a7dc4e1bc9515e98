using Connectors.Storage;

namespace Connectors.RequestLogs;

/// <summary>The newest entries in memory, bounded by bytes as well as by number. Gone with the process.</summary>
internal sealed class MemoryRequestLogStore(long maxBytes = long.MaxValue) : IRequestLogStore
{
    private readonly Lock _gate = new();
    private readonly LinkedList<RequestLogRow> _rows = new();
    private long _bytes;
    private long _last;

    /// <summary>Gets how many bytes the entries take.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public ValueTask WriteAsync(IReadOnlyList<RequestLogRow> rows, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                _rows.AddLast(row with { Id = ++_last });
                _bytes += row.Size;
            }

            while (_bytes > maxBytes)
            {
                Remove(_rows.First!);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<RequestLogRow>> ReadAsync(RequestLogQuery query, CancellationToken cancellationToken)
    {
        var found = new List<RequestLogRow>();
        lock (_gate)
        {
            for (var node = _rows.Last; node is not null && found.Count < query.PageSize; node = node.Previous)
            {
                if (node.Value.Id < (query.Before ?? long.MaxValue) && node.Value.Fits(query))
                {
                    found.Add(node.Value);
                }
            }
        }

        return new(found);
    }

    public ValueTask TrimAsync(DateTimeOffset before, long maxEntries, CancellationToken cancellationToken)
    {
        RemoveAll(row => row.At < before);
        lock (_gate)
        {
            while (_rows.Count > maxEntries)
            {
                Remove(_rows.First!);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        RemoveAll(row => row.Connection == connection);
        return ValueTask.CompletedTask;
    }

    private void RemoveAll(Func<RequestLogRow, bool> which)
    {
        lock (_gate)
        {
            for (var node = _rows.First; node is not null;)
            {
                (var current, node) = (node, node.Next);
                if (which(current.Value))
                {
                    Remove(current);
                }
            }
        }
    }

    private void Remove(LinkedListNode<RequestLogRow> node)
    {
        _bytes -= node.Value.Size;
        _rows.Remove(node);
    }
}
