namespace Connectors.Simulators;

/// <summary>So much in each window; windows follow one another from an anchor (a clock minute, midnight) or from a key's first request.</summary>
public sealed class FixedWindowLimit : RateLimit
{
    private readonly Dictionary<string, (DateTimeOffset Start, int Used)> _windows = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? _anchor;

    /// <summary>Creates the limit.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="name">Its name in the ledger.</param>
    /// <param name="permits">How much is allowed in a window.</param>
    /// <param name="window">How long a window is.</param>
    /// <param name="anchor">A moment at which a window starts for everybody; null: a window starts with a key's first request.</param>
    public FixedWindowLimit(Simulator simulator, string name, int permits, TimeSpan window, DateTimeOffset? anchor = null)
        : base(simulator, name, permits)
    {
        Window = window;
        _anchor = anchor;
    }

    /// <summary>Gets how long a window is.</summary>
    public TimeSpan Window { get; }

    /// <inheritdoc/>
    public override long LegalOver(TimeSpan duration) => (long)Permits * (1 + (long)(duration / Window) + (_anchor is null ? 0 : 1));

    private protected override RateDecision Take(string key, int cost, int permits, DateTimeOffset now)
    {
        var (start, used) = _windows.TryGetValue(key, out var known) && now < known.Start + Window ? known : (StartOf(now), 0);
        var reset = start + Window;
        var allowed = !Enforced || used + cost <= permits;
        if (allowed)
        {
            used += cost;
        }

        _windows[key] = (start, used);
        return new RateDecision(allowed, permits, Math.Max(0, permits - used), allowed ? TimeSpan.Zero : reset - now, reset);
    }

    private protected override void Clear() => _windows.Clear();

    private DateTimeOffset StartOf(DateTimeOffset now) =>
        _anchor is { } anchor ? anchor + (Window * Math.Floor((now - anchor) / Window)) : now;
}
