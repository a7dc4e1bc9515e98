using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// What one process lets through of a limit while the store cannot be used: its part of it among the processes that were last known, and
/// for as long as what was taken before may still count no more than its part of what was left then. Used under the provider's lock.
/// </summary>
internal sealed class LoneShare
{
    private readonly Counter _counter;
    private readonly long _until;
    private long _left = long.MaxValue;

    /// <summary>Makes the part.</summary>
    /// <param name="limit">The limit, as it was last known.</param>
    /// <param name="processes">How many processes share it.</param>
    /// <param name="left">What was left for all, or <see langword="null"/> when that was never known.</param>
    /// <param name="own">What this process still holds.</param>
    /// <param name="underWay">How many calls are under way.</param>
    /// <param name="now">The time.</param>
    internal LoneShare(Limit limit, int processes, long? left, long own, long underWay, long now)
    {
        var part = limit with { Permits = Math.Max(1, limit.Permits / processes), Burst = Math.Max(1, limit.Burst / processes) };
        _counter = Counter.For(part);
        if (limit.Kind == LimitKind.Concurrency)
        {
            for (var call = 0; call < underWay; call++)
            {
                _counter.Take(now, 1);
            }
        }
        else if (left is { } known)
        {
            var mine = (known / processes) + own;
            if (limit.Kind is LimitKind.FixedWindow or LimitKind.SlidingWindow)
            {
                (_left, _until) = (mine, now + limit.Window.Ticks);
            }
            else if (Math.Max(0, (limit.Kind == LimitKind.LeakyBucket ? part.Burst : part.Permits) - mine) is > 0 and var missing)
            {
                _counter.Take(now, missing);
                _counter.Answered(new(now, missing, 0), now, default);
            }
        }
    }

    internal bool HasRoom(long now, long cost) => (now >= _until || cost <= _left) && _counter.HasRoom(now, cost);

    internal long NextChange(long now, long cost) => now < _until && cost > _left ? _until : _counter.NextChange(now, cost);

    internal long Earliest(long now, long before, long cost) =>
        Math.Max(now < _until && before + cost > _left ? _until : now, _counter.Earliest(now, before, cost));

    internal void Take(long now, long cost)
    {
        _left -= now < _until ? cost : 0;
        _counter.Take(now, cost);
    }

    internal void Answered(in CountedCall call, long now, in LimitReading reading) => _counter.Answered(call, now, reading);

    internal void Ended() => _counter.Ended();
}
