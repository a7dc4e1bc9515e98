using Connectors.Http;

namespace Connectors.Proofs.Taint;

/// <summary>A clock on which no wait takes time: it jumps to the end of each delay. Time limits go off only when it jumps beyond them.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _limits = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps ahead.</summary>
    public void Pass(TimeSpan time)
    {
        List<Timer> over;
        lock (_gate)
        {
            _now += time;
            over = _limits.FindAll(timer => timer.Due <= _now);
            _limits.RemoveAll(timer => timer.Due <= _now);
        }

        over.ForEach(timer => timer.Fire());
    }

    private sealed class Timer(HurriedTime owner, TimerCallback callback, object? state) : ITimer
    {
        private int _change;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var change = Interlocked.Increment(ref _change);
            lock (owner._gate)
            {
                owner._limits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                if (state is CancellationTokenSource or AttemptClock)
                {
                    Due = owner._now + dueTime;
                    owner._limits.Add(this);
                    return true;
                }
            }

            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    owner.Pass(dueTime);
                    if (Volatile.Read(ref _change) == change)
                    {
                        Fire();
                    }
                },
                null);
            return true;
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
