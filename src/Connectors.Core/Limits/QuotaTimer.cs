namespace Connectors.Limits;

/// <summary>One timer that goes off once at the moment last set. Used under the provider's lock.</summary>
internal sealed class QuotaTimer : IDisposable
{
    private const long LongestMilliseconds = 24 * 60 * 60 * 1000;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private long _dueAt = long.MaxValue;

    internal QuotaTimer(TimeProvider time, Action elapsed)
    {
        _time = time;
        _start = time.GetTimestamp();

        // The timer outlives the call that makes it, and must not keep that call's context.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static elapsed => ((Action)elapsed!)(), elapsed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gets the time in ticks since the start; it never goes back.</summary>
    internal long Now => _time.GetElapsedTime(_start).Ticks;

    /// <summary>Sets the moment, or takes it back with <see cref="long.MaxValue"/>.</summary>
    internal void Set(long due, long now)
    {
        if (due != _dueAt)
        {
            _dueAt = due;
            _timer.Change(due == long.MaxValue ? Timeout.InfiniteTimeSpan : After(due - now), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes that the timer went off.</summary>
    internal void Clear() => _dueAt = long.MaxValue;

    public void Dispose() => _timer.Dispose();

    // Rounded up to what a timer can tell, so that it does not come too early and then again and again.
    private static TimeSpan After(long ticks) =>
        TimeSpan.FromMilliseconds(Math.Clamp((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 0, LongestMilliseconds));
}
