namespace Connectors.Simulators;

/// <summary>So much in any stretch of time of the window's length: an exact rolling window.</summary>
public sealed class SlidingWindowLimit : RateLimit
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> _taken = new(StringComparer.Ordinal);

    /// <summary>Creates the limit.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="name">Its name in the ledger.</param>
    /// <param name="permits">How much is allowed in a window.</param>
    /// <param name="window">How long a window is.</param>
    public SlidingWindowLimit(Simulator simulator, string name, int permits, TimeSpan window)
        : base(simulator, name, permits) => Window = window;

    /// <summary>Gets how long a window is.</summary>
    public TimeSpan Window { get; }

    /// <inheritdoc/>
    public override long LegalOver(TimeSpan duration) => (long)Permits * (1 + (long)(duration / Window));

    private protected override RateDecision Take(string key, int cost, int permits, DateTimeOffset now)
    {
        if (!_taken.TryGetValue(key, out var taken))
        {
            _taken[key] = taken = new Queue<DateTimeOffset>();
        }

        while (taken.TryPeek(out var oldest) && oldest + Window <= now)
        {
            taken.Dequeue();
        }

        var allowed = !Enforced || taken.Count + cost <= permits;
        var retryAfter = TimeSpan.Zero;
        if (allowed)
        {
            for (var i = 0; i < cost; i++)
            {
                taken.Enqueue(now);
            }
        }
        else
        {
            var leaving = Math.Clamp(taken.Count + cost - permits, 1, Math.Max(1, taken.Count));
            retryAfter = taken.Count == 0 ? Window : taken.ElementAt(leaving - 1) + Window - now;
        }

        var reset = taken.Count == 0 ? now : taken.Last() + Window;
        return new RateDecision(allowed, permits, Math.Max(0, permits - taken.Count), retryAfter, reset);
    }

    private protected override void Clear() => _taken.Clear();
}
