using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Counts the calls that are under way: from the gate until the body has ended.</summary>
internal sealed class ConcurrencyCounter(Limit limit) : Counter
{
    private long _permits = Shared(limit.Permits, limit.Share);
    private long _held;

    internal override bool HasRoom(long now) => _held < _permits;

    internal override long NextChange(long now) => HasRoom(now) ? now : long.MaxValue;

    internal override long Earliest(long now, int calls) => now;

    internal override void Take(long now) => _held++;

    internal override void Answered(long sentAt, long now, long trip, in LimitReading reading)
    {
        if (reading is { IsGuess: false, Limit: { } permits })
        {
            _permits = Shared(permits, limit.Share);
        }
    }

    internal override void Ended() => _held--;

    internal override bool IsIdle(long now) => _held == 0;
}
