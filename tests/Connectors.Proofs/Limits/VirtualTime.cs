namespace Connectors.Proofs.Limits;

/// <summary>A clock of one thread: time goes on when nothing is left to be done at this moment, straight to the next thing that is due.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<Action, (long Due, long Order)> _events = new();
    private long _order;

    /// <summary>Gets the ticks since the start.</summary>
    public long Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => s_start.AddTicks(Now);

    public override long GetTimestamp() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something at a later moment.</summary>
    public void At(long due, Action action) => _events.Enqueue(action, (Math.Max(due, Now), _order++));

    /// <summary>Does all that is due until a moment, or until nothing is left.</summary>
    /// <param name="until">The moment, in ticks since the start.</param>
    /// <param name="afterEach">What is looked at after each thing that was done.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public void Run(long until, Action afterEach, CancellationToken cancellationToken)
    {
        while (_events.TryPeek(out var action, out var at) && at.Due <= until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _events.Dequeue();
            Now = at.Due;
            action();
            afterEach();
        }
    }

    private sealed class Timer(VirtualTime owner, TimerCallback callback, object? state) : ITimer
    {
        private int _change;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var change = ++_change;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                owner.At(owner.Now + dueTime.Ticks, () =>
                {
                    if (_change == change)
                    {
                        callback(state);
                    }
                });
            }

            return true;
        }

        public void Dispose() => _change++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
