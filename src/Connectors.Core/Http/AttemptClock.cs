using System.Diagnostics.CodeAnalysis;

namespace Connectors.Http;

/// <summary>
/// The bounds of one attempt: what is left of the call's time, its own time, and the time in which no byte comes. One timer serves them:
/// a bound that moves to later leaves it alone, and a timer that fires too early is set again. Thread-safe.
/// </summary>
[SuppressMessage("Reliability", "CA2213", Justification = "A source without a timer holds nothing, and a timer that fires late must still find it.")]
internal sealed class AttemptClock : IDisposable
{
    /// <summary>No timer can be set for longer; one that fires too early is set again.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40);

    private readonly TimeProvider _time;
    private readonly TimeBudget? _budget;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer _timer;
    private readonly long _callEnd;
    private long _attemptEnd = long.MaxValue;
    private long _deadline;
    private long _armed;
    private Bound _bound;

    /// <summary>Starts with the call's own bound alone.</summary>
    /// <param name="call">The call.</param>
    /// <param name="caller">Whoever may cancel the attempt.</param>
    public AttemptClock(CallState call, CancellationToken caller)
    {
        (_time, _budget) = (call.Runtime.Time, call.Budget);
        var now = Began = _time.GetTimestamp();
        var left = _budget?.LeftAt(now) ?? TimeSpan.MaxValue;

        // What stands between attempts, such as the renewal of a credential, may have taken all the time that there was.
        left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        _callEnd = _deadline = After(now, left);
        var first = Least(left, Least(call.Runtime.Options.BodyIdleTimeout, call.AttemptTimeout));
        first = TimeSpan.FromTicks(Math.Clamp(first.Ticks, 0, s_longest.Ticks));
        _armed = After(now, first);
        lock (_source)
        {
            // A timer that fires before it is kept waits for that.
            _timer = _time.CreateTimer(static clock => ((AttemptClock)clock!).Look(), this, first, Timeout.InfiniteTimeSpan);
        }

        if (left == TimeSpan.Zero)
        {
            Look();
        }

        _caller = caller.UnsafeRegister(static clock => ((AttemptClock)clock!).Cancel(), this);
    }

    private enum Bound : byte
    {
        Call,
        Attempt,
        Idle,
        Nothing,
    }

    /// <summary>The clock's timestamp at the attempt's begin.</summary>
    public long Began { get; }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether a stall ended the attempt, not its whole time.</summary>
    public bool Stalled => _bound == Bound.Idle;

    /// <summary>Whether the whole call's time ended with the attempt.</summary>
    public bool EndedCall => _bound == Bound.Call;

    /// <summary>Starts the attempt's own time.</summary>
    /// <param name="total">What it may take, headers and body.</param>
    public void Begin(TimeSpan total)
    {
        _attemptEnd = After(_time.GetTimestamp(), total);
        Set(Math.Min(_attemptEnd, _callEnd), _attemptEnd < _callEnd ? Bound.Attempt : Bound.Call);
    }

    /// <summary>Starts the wait for the next bytes.</summary>
    /// <param name="idle">How long they may take; the other bounds hold too.</param>
    public void Expect(TimeSpan idle)
    {
        var (stall, end) = (After(_time.GetTimestamp(), idle), Math.Min(_attemptEnd, _callEnd));
        Set(Math.Min(stall, end), stall < end ? Bound.Idle : _attemptEnd < _callEnd ? Bound.Attempt : Bound.Call);
    }

    /// <summary>Only stalls are bounded from now on: the body is handed out as a stream.</summary>
    /// <param name="idle">How long the next bytes may take.</param>
    public void ExpectOnly(TimeSpan idle) => Set(After(_time.GetTimestamp(), idle), Bound.Idle);

    /// <summary>Nothing is bounded until the next read.</summary>
    public void Rest() => Set(long.MaxValue, Bound.Nothing);

    public void Cancel() => _source.Cancel();

    public void Dispose()
    {
        _caller.Dispose();
        _timer.Dispose();
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => other == Timeout.InfiniteTimeSpan || one < other ? one : other;

    private long After(long now, TimeSpan time)
    {
        var ticks = time == Timeout.InfiniteTimeSpan ? double.PositiveInfinity : time.Ticks * ((double)_time.TimestampFrequency / TimeSpan.TicksPerSecond);
        return ticks >= long.MaxValue - now ? long.MaxValue : now + (long)ticks;
    }

    private void Set(long deadline, Bound bound)
    {
        lock (_source)
        {
            (_deadline, _bound) = (deadline, bound);
            if (deadline < _armed)
            {
                Arm(deadline);
            }
        }
    }

    private void Arm(long deadline)
    {
        _armed = deadline;
        if (deadline != long.MaxValue)
        {
            // A timer counts whole milliseconds: one that is set for less than that would fire at once, and again.
            var left = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
            _timer.Change(TimeSpan.FromTicks(Math.Clamp(left.Ticks, TimeSpan.TicksPerMillisecond, s_longest.Ticks)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        lock (_source)
        {
            if (_time.GetTimestamp() < _deadline)
            {
                Arm(_deadline);
                return;
            }

            if (_bound == Bound.Call && _budget is not null)
            {
                _budget.IsOver = true;
            }
        }

        _source.Cancel();
    }
}
