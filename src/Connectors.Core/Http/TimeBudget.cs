namespace Connectors.Http;

/// <summary>
/// The time that a call may take. Stands still while the call waits for quota, which has a bound of its own. An attempt watches over it
/// by its own <see cref="AttemptClock"/>; a token is made only for what stands between attempts: pauses, and handlers of the app.
/// </summary>
internal sealed class TimeBudget(TimeSpan total, TimeProvider time, long now, CancellationToken caller) : IDisposable
{
    private TimeSpan _left = total;
    private long _since = now;
    private Link? _link;

    /// <summary>Gets or sets whether the time was over before the call was done.</summary>
    public bool IsOver { get => field || _link is { Source.IsCancellationRequested: true }; set; }

    /// <summary>What is left while the clock runs.</summary>
    public TimeSpan Left => LeftAt(time.GetTimestamp());

    /// <summary>Gets a token that ends with the time, or with the caller's token.</summary>
    public CancellationToken Token
    {
        get
        {
            if (_link is null)
            {
                var left = Left;
                var source = left == TimeSpan.MaxValue ? new() : new CancellationTokenSource(Timer(left), time);
                _link = new(source, caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source));
            }

            return _link.Source.Token;
        }
    }

    /// <summary>Gives what is left at a moment.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public TimeSpan LeftAt(long now) => _left == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _left - time.GetElapsedTime(_since, now);

    public void Pause()
    {
        if (_left != Timeout.InfiniteTimeSpan)
        {
            _left -= time.GetElapsedTime(_since);
            _left = _left > TimeSpan.Zero ? _left : TimeSpan.Zero;
        }

        _link?.Source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _since = time.GetTimestamp();
        _link?.Source.CancelAfter(_left == Timeout.InfiniteTimeSpan ? _left : Timer(_left));
    }

    public void Dispose()
    {
        _link?.Caller.Dispose();
        _link?.Source.Dispose();
    }

    /// <summary>No timer can be set for longer than 49 days; nobody waits for that.</summary>
    private static TimeSpan Timer(TimeSpan left) => TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, TimeSpan.TicksPerDay * 40));

    private sealed record Link(CancellationTokenSource Source, CancellationTokenRegistration Caller);
}
