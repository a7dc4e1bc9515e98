using Connectors.Definitions;

namespace Connectors.Limits;

/// <content>What the store is told and asked, and what its answer means.</content>
internal sealed partial class SharedCounter
{
    /// <summary>The longest that the store is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a process goes on without having asked: within it, what one process saw reaches all that make calls.</summary>
    internal static readonly TimeSpan LongestGood = TimeSpan.FromSeconds(1);

    private const long MinPause = 10 * TimeSpan.TicksPerMillisecond;
    private const long MaxPause = 250 * TimeSpan.TicksPerMillisecond;
    private static readonly long s_concurrencyHeld = TimeSpan.FromSeconds(30).Ticks;

    private long _askedAt;
    private double _rate;           // units per tick, as of late
    private long _asked;
    private long _askedLeast;
    private long? _room;
    private long _part = long.MaxValue;
    private int _processes = 1;
    private long _closedTold;
    private bool _isLearned;
    private long? _remaining;
    private long _remainingAt = -1;
    private long _remainingSentAt = -1;
    private long _remainingFor;

    private long Good => IsConcurrency ? LongestGood.Ticks : Math.Clamp(_window / 10, LongestGood.Ticks / 5, LongestGood.Ticks);

    private long Beat => Good / 2;

    // Asking that much less often costs a window at most one part in 64 of its time, half of it on average.
    private long Pause => IsConcurrency ? 2 * MinPause : Math.Clamp(_window / 64, MinPause, MaxPause);

    // A permit is used within its time after an answer, which itself may take its time, and arrives within its doubt; and what was said to
    // be held may be said once more just before that, and come as late.
    private TimeSpan HeldFor => TimeSpan.FromTicks(Good + (2 * Patience.Ticks) + (IsConcurrency ? s_concurrencyHeld : Doubt + _window));

    /// <summary>Says what the store is to be told and asked now.</summary>
    internal QuotaTake Ask(QuotaGate gate, Guid process, long turn, long now, bool isLast)
    {
        var waiting = Waiting();
        var spent = _calls.Tell(now, _window, Doubt);
        Retarget(now);
        _spare = isLast || now >= _goodUntil ? 0 : waiting > 0 ? _spare : Math.Min(_spare, _target);
        _askedLeast = Math.Max(1, Math.Min(_wanted, Ours));
        _asked = isLast ? 0 : Math.Max(0, Math.Max(waiting, _wanted) + _target - _spare);
        var take = new QuotaTake
        {
            Gate = gate,
            Process = process,
            Turn = turn,
            Kind = limit.Kind,
            Permits = _allowed,
            Window = IsConcurrency ? TimeSpan.Zero : TimeSpan.FromTicks(_window),
            Share = limit.Share,
            Burst = limit.Burst,
            IsLearned = _isLearned,
            Held = _calls.Open + _spare,
            HeldFor = HeldFor,
            Spent = spent,
            Batch = _calls.Batch,
            Want = _asked,
            Least = Math.Max(1, _askedLeast - _spare),
            Remaining = _remaining,
            RemainingAge = TimeSpan.FromTicks(_remaining is null ? 0 : now - _remainingAt),
            RemainingFor = TimeSpan.FromTicks(_remaining is null || _remainingFor == 0 ? 0 : Math.Max(1, _remainingAt + _remainingFor - now)),
            ClosedFor = TimeSpan.FromTicks(Gate.ClosedUntil > Math.Max(now, _closedTold) ? Gate.ClosedUntil - now : 0),
        };
        (_wanted, _closedTold) = (0, Gate.ClosedUntil);
        return take;
    }

    /// <summary>Takes what the store gave.</summary>
    internal void Granted(QuotaTake take, QuotaGrant grant, long now)
    {
        (_alone, _wanted) = (null, 0);
        _calls.Known();
        _isLearned &= take.Permits != _allowed || (take.Window.Ticks != _window && !IsConcurrency);
        _remaining = _remaining == take.Remaining && _remainingAt <= _askedAt ? null : _remaining;
        if (!_isLearned)
        {
            (_allowed, _window) = (grant.Permits ?? _allowed, grant.Window is { } window && window > TimeSpan.Zero ? window.Ticks : _window);
        }

        _spare += grant.Granted;
        _goodUntil = now + Good;
        (_room, _part, _processes) = (grant.Room, grant.Part, Math.Max(1, grant.Processes));
        _pauseUntil = grant.Granted < take.Want ? now + Math.Max(grant.RoomIn.Ticks, Pause) : 0;
        _noRoomUntil = grant.Room + _spare < 1 ? now + grant.RoomIn.Ticks : 0;
        if (now + grant.ClosedFor.Ticks > Gate.ClosedUntil + MinPause)
        {
            Gate.Close(now, grant.ClosedFor);
            _closedTold = Gate.ClosedUntil;
        }

        var isShort = _spare * 2 < _target;
        DueAt = Gate.ClosedUntil > Math.Max(now, _closedTold) ? now
            : isShort ? Math.Max(now + MinPause, _pauseUntil)
            : _spare > 0 || _calls.Open > 0 || _calls.IsPending ? now + Beat : long.MaxValue;
    }

    /// <summary>Goes on alone, since the store cannot be used.</summary>
    internal void GoAlone(int processes, long now)
    {
        (_closedTold, DueAt) = (0, long.MaxValue);
        _alone ??= new(limit with { Permits = (int)Math.Min(int.MaxValue, _allowed), Window = TimeSpan.FromTicks(_window) }, Math.Max(_processes, processes), _room, now < _goodUntil ? _spare : 0, _calls.Open, now);
    }

    /// <summary>Asks no sooner than that, since the store cannot be used and nothing is known of the other processes.</summary>
    internal void Wait(long again) => (_closedTold, DueAt) = (0, again);

    /// <summary>Tells the store nothing more, until the next call.</summary>
    internal void Silence()
    {
        _calls.Forget();
        (_spare, _wanted, DueAt) = (0, 0, long.MaxValue);
    }

    // A newer call's answer replaces the older's; an older one's can only lower what is left.
    private void Learn(long remaining, long sentAt, long now, long reset)
    {
        if (sentAt >= _remainingSentAt || _remaining is null || remaining < _remaining)
        {
            (_remaining, _remainingAt, _remainingFor, _remainingSentAt) = (remaining, now, reset, Math.Max(_remainingSentAt, sentAt));
        }
    }

    // As much ahead as is used in the time for which it is good; less of what is short, so that nobody starves.
    private void Retarget(long now)
    {
        _rate = Math.Max(_used / (double)Math.Max(Beat, now - _askedAt), _rate / 2);
        (_used, _askedAt) = (0, now);
        var most = _processes > 1 ? ((_room ?? 0) + _spare) / (2 * _processes) : Ours / 2;
        _target = Math.Min((long)(_rate * Good), most);
    }

    private long Waiting()
    {
        var waiting = 0L;
        foreach (var lane in Gate.Lanes?.All ?? [])
        {
            waiting += lane.Plain * Gate.CostOf(null);
            waiting += lane.Plain == lane.Waiters.Count ? 0 : lane.Waiters.Where(static waiter => waiter.Stated is not null).Sum(waiter => Gate.CostOf(waiter.Stated));
        }

        return Math.Min(waiting, Ours);
    }
}
