namespace Connectors.Http;

/// <summary>The time that a call may take. Stands still while the call waits for quota, which has a bound of its own.</summary>
internal sealed class TimeBudget : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private TimeSpan _left;
    private long _since;

    public TimeBudget(TimeSpan total, TimeProvider time, CancellationToken caller)
    {
        _time = time;
        _left = total;
        _since = time.GetTimestamp();
        _source = new CancellationTokenSource(total, time);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What is left while the clock runs.</summary>
    public TimeSpan Left => _left == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _left - _time.GetElapsedTime(_since);

    public void Pause()
    {
        if (_left != Timeout.InfiniteTimeSpan)
        {
            _left -= _time.GetElapsedTime(_since);
            _left = _left > TimeSpan.Zero ? _left : TimeSpan.Zero;
        }

        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _since = _time.GetTimestamp();
        _source.CancelAfter(_left);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
