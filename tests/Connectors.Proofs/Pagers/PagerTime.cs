using Connectors.Http;

namespace Connectors.Proofs.Pagers;

/// <summary>
/// A clock that stands until it is moved. Waits are what a list goes on after: the clock is moved to the first of them when nothing
/// else happens. Bounds (the timers of tokens and attempts) only go off when it is moved past them.
/// </summary>
internal sealed class PagerTime : TimeProvider
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets how often somebody looked at the clock or set a timer: whether something happens.</summary>
    public long Stirred { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            Stirred++;
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

    /// <summary>Lets time go by.</summary>
    public void Pass(TimeSpan time) => MoveTo(GetUtcNow() + time);

    /// <summary>Moves from wait to wait until the work is done.</summary>
    /// <exception cref="TimeoutException">It is not done by itself.</exception>
    public async Task RunAsync(Task work, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = System.GetTimestamp();
        while (!work.IsCompleted)
        {
            var stirred = Stirred;
            await Task.WhenAny(work, Task.Delay(s_quiet, System, cancellationToken));
            if (System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException();
            }

            if (!work.IsCompleted && stirred == Stirred)
            {
                PassNextWait();
            }
        }

        await work;
    }

    /// <summary>Moves to the end of the first wait.</summary>
    /// <returns>Whether there is one.</returns>
    public bool PassNextWait()
    {
        DateTimeOffset due;
        lock (_gate)
        {
            var waits = _timers.FindAll(timer => !timer.IsBound && timer.Due - _now < s_longestWait);
            if (waits.Count == 0)
            {
                return false;
            }

            due = waits.Min(static timer => timer.Due);
        }

        MoveTo(due);
        return true;
    }

    private void MoveTo(DateTimeOffset until)
    {
        while (true)
        {
            Timer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= until).MinBy(static timer => timer.Due);
                if (next is null)
                {
                    _now = until > _now ? until : _now;
                    return;
                }

                _now = next.Due > _now ? next.Due : _now;
                _timers.Remove(next);
            }

            next.Fire();
        }
    }

    private sealed class Timer(PagerTime owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        /// <summary>Gets whether it only ends something that takes too long.</summary>
        public bool IsBound => state is CancellationTokenSource or AttemptClock;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner.Stirred++;
                owner._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._now + dueTime;
                    owner._timers.Add(this);
                }
            }

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
