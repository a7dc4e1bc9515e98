using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// Counts what the calls of a sliding or a fixed window took.
/// <para>
/// The provider counts a call when it arrives, which lies somewhere between our sending it and its answer. So a call counts from the
/// moment it is let through until one window after the latest moment at which it can have arrived: its answer, less what every call
/// takes (what is left is the jitter), and at most <see cref="MaxDoubt"/> after it was sent. Two calls that jitter pushes
/// together are thus still a window apart at the provider.
/// </para>
/// <para>
/// A fixed window begins at the provider at a moment that we do not know, so it is counted as a sliding one: what is legal in every
/// window of that length is legal in the provider's, wherever it begins. When an answer tells the end of its window, the call that it
/// answers counts only until then (a second longer where the end was rounded to whole seconds). The end is never carried over to the
/// next window, nor to other calls, so a late or odd answer can cost time but never a refusal. Under steady load this costs nothing.
/// </para>
/// </summary>
internal sealed class WindowCounter : Counter
{
    /// <summary>How much later than it was sent a call may be believed to have arrived; a quarter of shorter windows than four seconds.</summary>
    internal const long MaxDoubt = TimeSpan.TicksPerSecond;

    private const int MaxGroups = 1024;
    private readonly double _share;
    private readonly bool _isFixed;
    private readonly bool _tellsReset;
    private readonly CallLog _open = new();       // by the time sent: not answered yet
    private readonly CallLog _answered = new();   // by the time at which they count no more
    private long _window;
    private long _allowed;
    private long _permits;
    private long _others;                         // taken by others, as far as the provider told
    private long _othersUntil;
    private long _learnedFrom = -1;

    internal WindowCounter(Limit limit)
    {
        _share = limit.Share;
        _isFixed = limit.Kind == LimitKind.FixedWindow;
        _tellsReset = _isFixed && limit.Headers?.Reset is not null;
        _window = Math.Max(1, limit.Window.Ticks);
        Allow(limit.Permits);
    }

    /// <summary>Gets how many groups of calls are kept, for tests of the memory bound.</summary>
    internal int Groups => _open.Groups + _answered.Groups;

    private long Doubt => Math.Min(MaxDoubt, _window / 4);

    private long Grain => _permits > MaxGroups ? _window / MaxGroups : 0;

    private long Used => _open.Count + _answered.Count;

    internal override long Most => _allowed;

    internal override bool HasRoom(long now, long cost)
    {
        Forget(now);
        return cost == 0 || (Used + Math.Min(cost, _permits) <= _permits && Used + _others + Math.Min(cost, _allowed) <= _allowed);
    }

    internal override long NextChange(long now, long cost)
    {
        if (HasRoom(now, cost))
        {
            return now;
        }

        var open = _open.At(0) is { Cost: > 0 } first ? first.Last + Doubt + _window : long.MaxValue;
        var others = _others > 0 ? _othersUntil : long.MaxValue;
        return Math.Min(Math.Min(open, _answered.At(0).Last), others);
    }

    internal override long Earliest(long now, long before, long cost)
    {
        if (cost == 0)
        {
            return now;
        }

        Forget(now);
        var amount = before + Math.Min(cost, _permits);
        var windows = (amount - 1) / _permits;
        var last = ((amount - 1) % _permits) + 1;
        var own = Free(Used + last - _permits, now);
        var seen = _others == 0 ? own : Math.Min(_othersUntil, Free(Used + _others + last - _allowed, now));
        return Math.Max(own, seen) + (Math.Max(0, _tellsReset ? windows - 1 : windows) * _window);
    }

    internal override void Take(long now, long cost) => _open.Add(now, Grain, cost);

    internal override void Answered(in CountedCall call, long now, in LimitReading reading)
    {
        if (!reading.IsGuess && (reading.Limit is not null || reading.Window is not null))
        {
            _window = reading.Window?.Ticks ?? _window;
            Allow(reading.Limit ?? _allowed);
        }

        Forget(now);
        var isKnown = _open.Remove(call.SentAt, call.Cost);
        var until = Math.Min(call.ArrivedBy(now, Doubt) + _window, EndOf(reading, now));
        if (isKnown && until > now)
        {
            _answered.Add(until, Grain, Math.Min(reading.Cost ?? call.Cost, _allowed));
        }

        if (reading.Remaining is { } remaining)
        {
            Learn(remaining, reading, call.SentAt, now);
        }
    }

    internal override bool IsIdle(long now)
    {
        Forget(now);
        return Used == 0 && _others == 0;
    }

    // What the provider counts beyond our answered calls is taken by others; our calls under way may be in its figure or not, and are
    // counted again beside it. A newer call's answer replaces the older's; an older one's can only lower what is left.
    private void Learn(long remaining, in LimitReading reading, long sentAt, long now)
    {
        var reset = reading.Reset?.In.Ticks ?? 0;
        if (reset == 0 && reading.IsGuess)
        {
            return;
        }

        var others = Math.Max(0, _allowed - remaining - _answered.Count);
        if (sentAt >= _learnedFrom || others > _others)
        {
            _others = others;
            _othersUntil = now + (reset > 0 ? Math.Min(reset, Math.Max(_window, TimeSpan.TicksPerDay)) : _window);
            _learnedFrom = Math.Max(_learnedFrom, sentAt);
        }
    }

    private long EndOf(in LimitReading reading, long now) =>
        _isFixed && reading is { IsGuess: false, Reset: { } reset } && reset.In > TimeSpan.Zero
            ? now + reset.In.Ticks + (reset.IsRounded ? TimeSpan.TicksPerSecond : 0)
            : long.MaxValue;

    private void Forget(long now)
    {
        _open.Forget(now - Doubt - _window);
        _answered.Forget(now);
        if (_othersUntil <= now)
        {
            _others = 0;
        }
    }

    // The earliest moment at which so many counted calls count no more. An open call counts at least a window from when it was sent, or,
    // where answers tell the window's end, for who knows how long.
    private long Free(long calls, long now)
    {
        var (at, open, answered) = (now, 0, 0);
        while (calls > 0 && (open < _open.Groups || answered < _answered.Groups))
        {
            var (first, _, opened) = _open.At(open);
            var (_, last, done) = _answered.At(answered);
            var openEnd = open == _open.Groups ? long.MaxValue : _tellsReset ? now : first + _window;
            if (openEnd <= last)
            {
                (at, calls, open) = (Math.Max(at, openEnd), calls - opened, open + 1);
            }
            else
            {
                (at, calls, answered) = (Math.Max(at, last), calls - done, answered + 1);
            }
        }

        return at;
    }

    private void Allow(long permits)
    {
        _allowed = Math.Max(1, permits);
        _permits = Shared(permits, _share);
    }
}
