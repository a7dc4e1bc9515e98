using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Counts the calls that are under way: from the gate until the body has ended.</summary>
internal sealed class ConcurrencyCounter(Limit limit) : Counter
{
    private long _permits = Shared(limit.Permits, limit.Share);
    private long _held;

    internal override long Most => long.MaxValue;

    internal override bool HasRoom(long now, long cost) => _held < _permits;

    internal override long NextChange(long now, long cost) => HasRoom(now, cost) ? now : long.MaxValue;

    internal override long Earliest(long now, long before, long cost) => now;

    internal override void Take(long now, long cost) => _held++;

    internal override void Answered(in CountedCall call, long now, in LimitReading reading)
    {
        if (reading is { IsGuess: false, Limit: { } permits })
        {
            _permits = Shared(permits, limit.Share);
        }
    }

    internal override void Ended() => _held--;

    internal override bool IsIdle(long now) => _held == 0;
}
