namespace Connectors.Limits;

/// <summary>
/// Watches how long calls take. What all of them take at least, they take before or after the provider counts them, not in between: it
/// says nothing of when. Until some are known nothing is said; then a tenth is kept back, and as much again as a quicker one may still
/// come: the spread between the quickest and the average, less and less of it the more calls were seen.
/// </summary>
internal sealed class RoundTrips
{
    private const int Enough = 32;
    private long _quickest = long.MaxValue;
    private double _average;
    private int _seen;

    /// <summary>Gets what every call takes at least.</summary>
    internal long Sure { get; private set; }

    /// <summary>Notes a call that was answered.</summary>
    internal void Add(long took)
    {
        _quickest = Math.Min(_quickest, took);
        _seen = Math.Min(_seen + 1, 1_000_000);
        _average += (Math.Min(took, WindowCounter.MaxDoubt) - _average) / _seen;
        if (_seen >= Enough)
        {
            var spread = Math.Max(0, _average - _quickest);
            Sure = (long)Math.Max(0, (_quickest * 0.9) - (spread * 3 / Math.Cbrt(_seen)));
        }
    }
}
