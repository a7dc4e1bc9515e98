namespace Connectors.Proofs.Limits;

/// <summary>
/// One limit as a vendor keeps it, exact, at the moment at which a call arrives. Written from what vendors say of their limits; it shares
/// nothing with the counters of the SDK. Times are ticks.
/// </summary>
internal abstract class VendorLimit
{
    /// <summary>Gets what is allowed in one span.</summary>
    public required long Permits { get; init; }

    /// <summary>Gets the span.</summary>
    public required long Span { get; init; }

    /// <summary>Gets the header that tells the permits left, where the vendor tells.</summary>
    public string? Header { get; init; }

    /// <summary>Tells whether a call may pass now; does not count it.</summary>
    public abstract bool Admits(long now, long cost);

    /// <summary>Counts a call that passes now.</summary>
    public abstract void Count(long now, long cost);

    /// <summary>Notes that the vendor has sent the last byte of an answer.</summary>
    public virtual void Ended(long now)
    {
    }

    /// <summary>Gives when the next call of that cost could pass.</summary>
    public abstract long NextAt(long now, long cost);

    /// <summary>Gives the part of a run that counts: without the first and the last span.</summary>
    public virtual (long From, long To) Measured(long end) => (Span, end - Span);

    /// <summary>Gives what was legal between two moments.</summary>
    public virtual double Legal(long from, long to) => (double)Permits * (to - from) / Span;

    /// <summary>Gives what was used between two moments, where that is another thing than what passed.</summary>
    public virtual double? Used(long from, long to) => null;

    /// <summary>Gives what the vendor tells of this limit with an answer.</summary>
    public virtual (long Left, long ResetAt)? Told(long now) => null;
}

/// <summary>Counts in windows of the vendor's own clock.</summary>
internal sealed class FixedWindow : VendorLimit
{
    private long _window = long.MinValue;
    private long _used;

    /// <summary>Gets where the windows begin.</summary>
    public required long Phase { get; init; }

    public override bool Admits(long now, long cost) => Used(now) + cost <= Permits;

    public override void Count(long now, long cost) => _used = Used(now) + cost;

    public override long NextAt(long now, long cost) => Admits(now, cost) ? now : Begin(now) + Span;

    public override (long From, long To) Measured(long end) => (Begin(0) + Span, Begin(end));

    public override (long Left, long ResetAt)? Told(long now) => (Permits - Used(now), Begin(now) + Span);

    private long Begin(long now) => Phase + ((now - Phase) / Span * Span);

    private long Used(long now)
    {
        if (Begin(now) != _window)
        {
            (_window, _used) = (Begin(now), 0);
        }

        return _used;
    }
}

/// <summary>Counts the last so many seconds.</summary>
internal sealed class SlidingWindow : VendorLimit
{
    private readonly Queue<(long At, long Cost)> _calls = new();
    private long _used;

    public override bool Admits(long now, long cost)
    {
        while (_calls.TryPeek(out var first) && first.At + Span <= now)
        {
            _used -= _calls.Dequeue().Cost;
        }

        return _used + cost <= Permits;
    }

    public override void Count(long now, long cost)
    {
        _calls.Enqueue((now, cost));
        _used += cost;
    }

    public override long NextAt(long now, long cost) => Admits(now, cost) ? now : _calls.Peek().At + Span;
}

/// <summary>A bucket out of which calls take, and into which permits flow: full at first. Kept in permits times ticks, so that nothing is rounded.</summary>
internal sealed class TokenBucket : VendorLimit
{
    private readonly List<(long At, long Level)> _levels = [];
    private long _level = long.MaxValue;
    private long _at;

    public override bool Admits(long now, long cost)
    {
        var full = Permits * Span;
        _level = Math.Min(full, Math.Min(_level, full) + ((now - _at) * Permits));
        _at = now;
        return _level >= cost * Span;
    }

    public override void Count(long now, long cost)
    {
        _level -= cost * Span;
        _levels.Add((now, _level));
    }

    // What was in the bucket at the beginning may be taken too.
    public override double Legal(long from, long to)
    {
        var (at, level) = _levels.FindLast(known => known.At <= from);
        return base.Legal(from, to) + Math.Min(Permits, ((double)level / Span) + ((double)(from - at) * Permits / Span));
    }

    public override long NextAt(long now, long cost) =>
        Admits(now, cost) ? now : now + (((cost * Span) - _level + Permits - 1) / Permits);
}

/// <summary>A queue that lets calls out evenly and holds a few: what comes while it is full is refused.</summary>
internal sealed class LeakyQueue : VendorLimit
{
    private long _content;
    private long _at;

    /// <summary>Gets how many it holds.</summary>
    public required long Holds { get; init; }

    public override bool Admits(long now, long cost)
    {
        _content = Math.Max(0, _content - ((now - _at) * Permits));
        _at = now;
        return _content + (cost * Span) <= Holds * Span;
    }

    public override void Count(long now, long cost) => _content += cost * Span;

    public override long NextAt(long now, long cost) =>
        Admits(now, cost) ? now : now + ((_content + (cost * Span) - (Holds * Span) + Permits - 1) / Permits);
}

/// <summary>Counts the calls that it works on: from their arrival until the last byte has left. What is used is time.</summary>
internal sealed class AtOnce : VendorLimit
{
    private readonly List<(long At, long Busy)> _changes = [(0, 0)];

    public override bool Admits(long now, long cost) => _changes[^1].Busy < Permits;

    public override void Count(long now, long cost) => _changes.Add((now, _changes[^1].Busy + 1));

    public override void Ended(long now) => _changes.Add((now, _changes[^1].Busy - 1));

    public override long NextAt(long now, long cost) => now + TimeSpan.TicksPerSecond;

    public override double Legal(long from, long to) => (double)Permits * (to - from);

    public override double? Used(long from, long to)
    {
        var used = 0.0;
        for (var i = 0; i < _changes.Count; i++)
        {
            var until = i + 1 < _changes.Count ? _changes[i + 1].At : to;
            used += (double)_changes[i].Busy * Math.Max(0, Math.Min(until, to) - Math.Max(_changes[i].At, from));
        }

        return used;
    }
}
