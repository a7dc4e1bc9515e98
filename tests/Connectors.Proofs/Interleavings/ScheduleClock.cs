namespace Connectors.Proofs.Interleavings;

/// <summary>The one clock of a schedule: it stands until the explorer moves it.</summary>
internal sealed class ScheduleClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public void MoveTo(DateTimeOffset moment) => _now = moment > _now ? moment : _now;
}

/// <summary>
/// The clock as one process sees it. A delay becomes a place where the process sleeps until the explorer wakes it; a time limit
/// (the timer of a <see cref="CancellationTokenSource"/>) goes off when the explorer moves the clock beyond it.
/// </summary>
internal sealed class ActorTime(Actor actor, ScheduleClock clock) : TimeProvider
{
    private readonly List<ActorTimer> _limits = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ActorTimer(this, callback, state);
        if (state is CancellationTokenSource)
        {
            timer.Change(dueTime, period);
        }
        else
        {
            actor.Sleep(timer, GetUtcNow() + dueTime);
        }

        return timer;
    }

    /// <summary>Gives the next time limit that is over, and forgets it.</summary>
    public ActorTimer? TakeOver()
    {
        lock (_limits)
        {
            var next = _limits.Where(timer => timer.Due <= GetUtcNow()).MinBy(timer => timer.Due);
            _limits.Remove(next!);
            return next;
        }
    }

    internal sealed class ActorTimer(ActorTime owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._limits)
            {
                owner._limits.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner.GetUtcNow() + dueTime;
                    owner._limits.Add(this);
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner._limits)
            {
                owner._limits.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
