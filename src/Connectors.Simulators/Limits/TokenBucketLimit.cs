namespace Connectors.Simulators;

/// <summary>A bucket of so much that refills at a steady rate: a leaky bucket, seen from the other side.</summary>
public sealed class TokenBucketLimit : RateLimit
{
    private readonly Dictionary<string, (double Level, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

    /// <summary>Creates the limit.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="name">Its name in the ledger.</param>
    /// <param name="permits">How much a full bucket holds: the burst.</param>
    /// <param name="perSecond">How much flows back in a second.</param>
    public TokenBucketLimit(Simulator simulator, string name, int permits, double perSecond)
        : base(simulator, name, permits) => PerSecond = perSecond;

    /// <summary>Gets or sets how much flows back in a second.</summary>
    public double PerSecond { get; set; }

    /// <inheritdoc/>
    public override long LegalOver(TimeSpan duration) => Permits + (long)(PerSecond * duration.TotalSeconds);

    private protected override RateDecision Take(string key, int cost, int permits, DateTimeOffset now)
    {
        // A rate of 1/3 must give a whole permit after 3 s although 3 x (1/3) may fall just short of 1.
        const double Tolerance = 1e-9;
        var level = _buckets.TryGetValue(key, out var bucket)
            ? Math.Min(permits, bucket.Level + ((now - bucket.At).TotalSeconds * PerSecond))
            : permits;
        var allowed = !Enforced || level + Tolerance >= cost;
        var retryAfter = allowed ? TimeSpan.Zero : TimeSpan.FromSeconds((cost - level) / PerSecond);
        if (allowed)
        {
            level = Math.Max(0, level - cost);
        }

        _buckets[key] = (level, now);
        return new RateDecision(allowed, permits, (int)(level + Tolerance), retryAfter, now + TimeSpan.FromSeconds((permits - level) / PerSecond));
    }

    private protected override void Clear() => _buckets.Clear();
}
