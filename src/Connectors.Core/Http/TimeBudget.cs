namespace Connectors.Http;

/// <summary>
/// The time that a call may take. Stands still while the call waits for quota, which has a bound of its own. An attempt watches over it
/// by its own <see cref="AttemptClock"/>; a token is made only for what stands between attempts: pauses, and handlers of the app.
/// </summary>
internal sealed class TimeBudget(TimeSpan total, TimeProvider time, CancellationToken caller) : IDisposable
{
    private TimeSpan _left = total;
    private long _since = time.GetTimestamp();
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _caller;

    /// <summary>Gets or sets whether the time was over before the call was done.</summary>
    public bool IsOver { get => field || _source is { IsCancellationRequested: true }; set; }

    /// <summary>What is left while the clock runs.</summary>
    public TimeSpan Left => _left == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _left - time.GetElapsedTime(_since);

    /// <summary>Gets a token that ends with the time, or with the caller's token.</summary>
    public CancellationToken Token
    {
        get
        {
            if (_source is null)
            {
                var left = Left;
                _source = left == TimeSpan.MaxValue ? new() : new(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
                _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
            }

            return _source.Token;
        }
    }

    public void Pause()
    {
        if (_left != Timeout.InfiniteTimeSpan)
        {
            _left -= time.GetElapsedTime(_since);
            _left = _left > TimeSpan.Zero ? _left : TimeSpan.Zero;
        }

        _source?.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _since = time.GetTimestamp();
        _source?.CancelAfter(_left);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source?.Dispose();
    }
}
