namespace Connectors;

/// <summary>
/// A bounded queue in front of code that is not ours. Works in the background while something waits, one batch after the other, and
/// holds no thread while nothing does. Thread-safe.
/// </summary>
/// <param name="capacity">How much waits at most.</param>
/// <param name="batch">How many are handled at once at most.</param>
/// <param name="handle">Handles one batch.</param>
/// <param name="failed">Is told of a batch that could not be handled.</param>
/// <param name="patience">How long a batch may take.</param>
/// <param name="time">The clock.</param>
/// <param name="end">Ends the work: what waits is not handled any more.</param>
internal sealed class BackgroundQueue<T>(
    long capacity, int batch, Func<IReadOnlyList<T>, CancellationToken, ValueTask> handle, Action<IReadOnlyList<T>, Exception> failed, TimeSpan patience, TimeProvider time, CancellationToken end)
    : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Item, long Weight)> _waiting = new();
    private readonly List<(long Until, TaskCompletionSource Done)> _flushes = [];
    private long _weight;
    private long _added;
    private long _handled;
    private bool _isRunning;

    /// <summary>Adds an item unless the queue is full.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">How much of the capacity it takes.</param>
    /// <param name="always">Whether it is taken even when the queue is full.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryAdd(T item, long weight = 1, bool always = false)
    {
        lock (_gate)
        {
            if (end.IsCancellationRequested || (!always && _waiting.Count > 0 && _weight + weight > capacity))
            {
                return false;
            }

            _waiting.Enqueue((item, weight));
            _weight += weight;
            _added++;
            if (_isRunning)
            {
                return true;
            }

            _isRunning = true;
        }

        // Takes nothing of the caller along: no activity, no scope of a logger.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Waits until all that was added before is handled, or the work has ended.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_handled == _added)
            {
                return;
            }

            done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_added, done));
        }

        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } items)
        {
            try
            {
                using var bound = new CancellationTokenSource(patience, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(end, bound.Token);
                await handle(items, both.Token).AsTask().WaitAsync(both.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (!end.IsCancellationRequested)
                {
                    failed(items, error);
                }
            }

            Handled(items.Count);
        }
    }

    private List<T>? Next()
    {
        lock (_gate)
        {
            if (end.IsCancellationRequested)
            {
                _added -= _waiting.Count;
                _waiting.Clear();
            }

            if (_waiting.Count == 0)
            {
                _isRunning = false;
                Complete(long.MaxValue);
                return null;
            }

            var items = new List<T>(Math.Min(batch, _waiting.Count));
            while (items.Count < batch && _waiting.TryDequeue(out var next))
            {
                items.Add(next.Item);
                _weight -= next.Weight;
            }

            return items;
        }
    }

    private void Handled(int count)
    {
        lock (_gate)
        {
            _handled += count;
            Complete(_handled);
        }
    }

    private void Complete(long handled)
    {
        foreach (var (_, done) in _flushes.Where(flush => flush.Until <= handled))
        {
            done.TrySetResult();
        }

        _flushes.RemoveAll(flush => flush.Until <= handled);
    }
}
