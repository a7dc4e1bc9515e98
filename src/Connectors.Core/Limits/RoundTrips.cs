namespace Connectors.Limits;

/// <summary>
/// Watches how long calls take. What all of them take at least, they take before or after the provider counts them, not in between: it
/// says nothing of when. Until some are known nothing is said, and then a tenth is kept back, since a quicker one may come.
/// </summary>
internal sealed class RoundTrips
{
    private const int Enough = 32;
    private long _quickest = long.MaxValue;
    private int _seen;

    /// <summary>Gets what every call takes at least.</summary>
    internal long Sure => _seen < Enough ? 0 : _quickest / 10 * 9;

    /// <summary>Notes a call that was answered.</summary>
    internal void Add(long took)
    {
        _quickest = Math.Min(_quickest, took);
        _seen = Math.Min(_seen + 1, Enough);
    }
}
