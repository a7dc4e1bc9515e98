namespace Connectors.Http;

/// <summary>The two bounds of one attempt: all of it, and the time in which no byte comes.</summary>
internal sealed class AttemptClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly TimeSpan _total;
    private readonly long _start;
    private bool _stalling;

    public AttemptClock(TimeSpan total, TimeProvider time, CancellationToken caller)
    {
        _time = time;
        _total = total;
        _start = time.GetTimestamp();
        _source = new CancellationTokenSource(total, time);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Says whether it was a stall that ended the attempt, not its whole time.</summary>
    public bool Stalled => _stalling && _time.GetElapsedTime(_start) < _total;

    /// <summary>Starts the wait for the next bytes.</summary>
    public void Expect(TimeSpan idle)
    {
        var left = _total - _time.GetElapsedTime(_start);
        _stalling = idle < left;
        _source.CancelAfter(_stalling ? idle : left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Only stalls are bounded from now on: the body is handed out as a stream.</summary>
    public void ExpectOnly(TimeSpan idle)
    {
        _stalling = true;
        _source.CancelAfter(idle);
    }

    public void Cancel() => _source.Cancel();

    /// <summary>Nothing is bounded until the next read.</summary>
    public void Rest() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
