using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// Counts a limit that several processes share: calls go on permits that the store granted this process ahead. A permit is good for a
/// short time after the last answer of the store, by the process's own clock that never goes back, so one that slept does not go on with
/// permits of an earlier window. While the store cannot be used, calls go on a part of the limit (<see cref="LoneShare"/>).
/// </summary>
internal sealed partial class SharedCounter(Limit limit, QuotaExchange exchange) : Counter
{
    private const long Ways = 100 * TimeSpan.TicksPerMillisecond;
    private const long MaxDoubt = 10 * TimeSpan.TicksPerSecond;

    private readonly SpentCalls _calls = new(limit.Kind);
    private long _allowed = Math.Max(1, limit.Permits);
    private long _window = Math.Max(1, limit.Window.Ticks);
    private long _spare;
    private long _goodUntil;
    private long _wanted;           // what somebody looked for and did not find
    private long _pauseUntil;       // asked in vain: not asked again before
    private long _noRoomUntil;
    private long _used;             // since the store was last asked
    private long _target;           // what is kept ahead
    private LoneShare? _alone;

    /// <summary>Gets or sets the gate that counts by this.</summary>
    internal Gate Gate { get; set; } = null!;

    /// <summary>Gets or sets when the store is to be asked.</summary>
    internal long DueAt { get; set; } = long.MaxValue;

    /// <summary>Gets or sets whether it is among those that the exchange looks at.</summary>
    internal bool IsListed { get; set; }

    /// <summary>Gets before when the store is not asked for more, since it had none.</summary>
    internal long PauseUntil => _pauseUntil;

    /// <summary>Gets before when no call can go, as far as is known.</summary>
    internal long NoRoomUntil => _alone is null ? Math.Max(_noRoomUntil, Gate.ClosedUntil) : Gate.ClosedUntil;

    internal override long Most => limit.Kind switch { LimitKind.LeakyBucket => Math.Max(1, limit.Burst), LimitKind.Concurrency => long.MaxValue, _ => _allowed };

    private bool IsConcurrency => limit.Kind == LimitKind.Concurrency;

    private long Ours => limit.Kind == LimitKind.LeakyBucket ? Math.Max(1, limit.Burst) : Shared(_allowed, limit.Share);

    // How much later than it was let through a call may be believed to arrive. Longer than in one process alone: what several processes do to a
    // machine, and a process that has just started does to its first calls, is no rare thing.
    private long Doubt => IsConcurrency ? 0 : Math.Min(MaxDoubt, _window / 4);

    /// <summary>Tells whether the store may have room and does not have said otherwise a moment ago.</summary>
    internal bool IsAsking(long now) => _alone is null && _pauseUntil <= now;

    internal override bool HasRoom(long now, long cost)
    {
        if (cost == 0)
        {
            return true;
        }

        if (_alone is null && exchange.IsAlone)
        {
            exchange.GoAlone(this, now);
        }

        if (_alone is { } alone)
        {
            return alone.HasRoom(now, cost);
        }

        var need = Math.Min(cost, Ours);
        if (need <= _spare && now < _goodUntil)
        {
            return true;
        }

        _wanted = Math.Max(_wanted, need);
        exchange.Note(this, Math.Max(now, _pauseUntil));
        return false;
    }

    internal override long NextChange(long now, long cost) =>
        HasRoom(now, cost) ? now : _alone?.NextChange(now, cost) ?? long.MaxValue;

    internal override long Earliest(long now, long before, long cost) =>
        cost == 0 ? now : _alone?.Earliest(now, before, cost) ?? (HasRoom(now, cost) ? now : Math.Max(now, _noRoomUntil));

    internal override void Take(long now, long cost)
    {
        _calls.Take(now, _window, cost);
        _alone?.Take(now, cost);
        _spare = Math.Max(0, _spare - cost);
        _used += cost;
        if (DueAt == long.MaxValue || _spare * 2 < _target)
        {
            exchange.Note(this, _spare * 2 < _target ? Math.Max(now, Math.Max(_pauseUntil, _askedAt + MinPause)) : now + Beat);
        }
    }

    internal override void Answered(in CountedCall call, long now, in LimitReading reading)
    {
        _alone?.Answered(call, now, reading);
        if (!reading.IsGuess && (reading.Limit is not null || reading.Window is not null))
        {
            var (permits, window) = (Math.Max(1, reading.Limit ?? _allowed), reading.Window?.Ticks ?? _window);
            _isLearned |= permits != _allowed || window != _window;
            (_allowed, _window) = (permits, window);
        }

        // Less what every call takes at the provider, and not on its ways: those there and back of two calls can both be shorter than in any whole trip that was seen.
        var arrived = (call with { Trip = Math.Max(0, call.Trip - Ways) }).ArrivedBy(now, Doubt);
        _calls.Answered(call, Math.Min(reading.Cost ?? call.Cost, Most), arrived, Math.Min(arrived + _window, EndOf(reading, now)), _window);
        if (reading.Remaining is { } remaining && !IsConcurrency && (!reading.IsGuess || reading.Reset is not null))
        {
            Learn(remaining, call.SentAt, now, reading.Reset?.In.Ticks ?? 0);
        }
    }

    internal override void Ended()
    {
        if (IsConcurrency)
        {
            _calls.Ended();
            _alone?.Ended();
            if (_calls.Open + _spare < _part)
            {
                _spare++;
            }
            else
            {
                // Another process waits for it.
                exchange.Note(this, exchange.Now);
            }
        }
    }

    internal override bool IsIdle(long now) => DueAt == long.MaxValue && _calls.Open == 0 && !_calls.IsPending;

    private long EndOf(in LimitReading reading, long now) =>
        limit.Kind == LimitKind.FixedWindow && reading is { IsGuess: false, Reset: { } reset } && reset.In > TimeSpan.Zero
            ? now + reset.In.Ticks + (reset.IsRounded ? TimeSpan.TicksPerSecond : 0)
            : long.MaxValue;
}
