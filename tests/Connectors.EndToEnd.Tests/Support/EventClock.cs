namespace Connectors.EndToEnd.Support;

/// <summary>A clock that stands until it is moved, and counts who looks at it, so that one can see whether anything goes on.</summary>
internal sealed class EventClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<EventTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private long _activity;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets a number that grows whenever somebody reads the clock or sets a timer.</summary>
    public long Activity => Interlocked.Read(ref _activity);

    public override DateTimeOffset GetUtcNow()
    {
        Interlocked.Increment(ref _activity);
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new EventTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on; timers fire in the order in which they are due.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (true)
        {
            EventTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                _now = next is null ? until : next.Due > _now ? next.Due : _now;
                next?.Reschedule();
            }

            if (next is null)
            {
                return;
            }

            next.Fire();
        }
    }

    /// <summary>Moves to the next timer, or a part of the way to one that is far.</summary>
    public void MoveOn(TimeSpan atMost)
    {
        TimeSpan by;
        lock (_gate)
        {
            if (_timers.Count == 0)
            {
                return;
            }

            by = _timers.Min(timer => timer.Due) - _now;
        }

        Advance(by < TimeSpan.Zero ? TimeSpan.Zero : by > atMost ? atMost : by);
    }

    /// <summary>Moves in small steps until the work is done, giving it real time to run between them.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        for (var round = 0; !work.IsCompleted && round < 20_000; round++)
        {
            await Task.Delay(1);
            Advance(TimeSpan.FromMilliseconds(100));
        }

        return await work.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class EventTimer(EventClock owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref owner._activity);
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._now + dueTime;
                    owner._timers.Add(this);
                }
            }

            return true;
        }

        public void Reschedule()
        {
            if (_period <= TimeSpan.Zero)
            {
                owner._timers.Remove(this);
            }
            else
            {
                Due += _period;
            }
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
