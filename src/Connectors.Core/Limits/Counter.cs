using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// Counts the calls of one limit for one key. Used under the provider's lock. Times are ticks of the quota's own clock, which never
/// goes back. A call is taken, answered (or given up), and ended, once each.
/// </summary>
internal abstract class Counter
{
    /// <summary>Makes the counter of a limit; without one, a counter that counts nothing.</summary>
    internal static Counter For(Limit? limit) => limit?.Kind switch
    {
        LimitKind.FixedWindow or LimitKind.SlidingWindow => new WindowCounter(limit),
        LimitKind.TokenBucket => new BucketCounter(limit),
        LimitKind.Concurrency => new ConcurrencyCounter(limit),
        _ => new NoCounter(),
    };

    /// <summary>Gives the part of a limit's permits that is ours; at least one.</summary>
    internal static long Shared(long permits, double share) => Math.Max(1, (long)Math.Floor((permits * share) + 1e-9));

    /// <summary>Tells whether one more call may go now.</summary>
    internal abstract bool HasRoom(long now);

    /// <summary>Gives the next moment at which time alone may make room; <see cref="long.MaxValue"/> when only the end of a call can.</summary>
    internal abstract long NextChange(long now);

    /// <summary>Gives a moment before which so many calls cannot all have gone, whatever happens.</summary>
    internal abstract long Earliest(long now, int calls);

    /// <summary>Counts a call that goes now.</summary>
    internal abstract void Take(long now);

    /// <summary>Notes that a call was answered or given up.</summary>
    /// <param name="sentAt">When it was taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="trip">What every call takes at least: the provider counted this one no later than so long ago.</param>
    /// <param name="reading">What the answer says of the limit.</param>
    internal abstract void Answered(long sentAt, long now, long trip, in LimitReading reading);

    /// <summary>Notes that a call's body has ended.</summary>
    internal virtual void Ended()
    {
    }

    /// <summary>Tells whether nothing is known that a new counter would not know.</summary>
    internal abstract bool IsIdle(long now);

    private sealed class NoCounter : Counter
    {
        internal override bool HasRoom(long now) => true;

        internal override long NextChange(long now) => now;

        internal override long Earliest(long now, int calls) => now;

        internal override void Take(long now)
        {
        }

        internal override void Answered(long sentAt, long now, long trip, in LimitReading reading)
        {
        }

        internal override bool IsIdle(long now) => true;
    }
}
