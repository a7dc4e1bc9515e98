using System.Runtime.InteropServices;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// Counts what the calls of one limit take, for one key, in the limit's unit. Used under the provider's lock. Times are ticks of the
/// quota's own clock, which never goes back. A call is taken, answered (or given up), and ended, once each.
/// </summary>
internal abstract class Counter
{
    /// <summary>Gets the most that one call may take and still go some time.</summary>
    internal abstract long Most { get; }

    /// <summary>Makes the counter of a limit; without one, a counter that counts nothing.</summary>
    internal static Counter For(Limit? limit) => limit?.Kind switch
    {
        LimitKind.FixedWindow or LimitKind.SlidingWindow => new WindowCounter(limit),
        LimitKind.TokenBucket or LimitKind.LeakyBucket => new BucketCounter(limit),
        LimitKind.Concurrency => new ConcurrencyCounter(limit),
        _ => new NoCounter(),
    };

    /// <summary>Gives the part of a limit's permits that is ours; at least one.</summary>
    internal static long Shared(long permits, double share) => Math.Max(1, (long)Math.Floor((permits * share) + 1e-9));

    /// <summary>Tells whether a call of that cost may go now. One that costs more than our share, but not more than the limit, goes when nothing is taken.</summary>
    internal abstract bool HasRoom(long now, long cost);

    /// <summary>Gives the next moment at which time alone may make room; <see cref="long.MaxValue"/> when only the end of a call can.</summary>
    internal abstract long NextChange(long now, long cost);

    /// <summary>Gives a moment before which a call cannot go, whatever happens, when so much goes before it.</summary>
    internal abstract long Earliest(long now, long before, long cost);

    /// <summary>Counts a call that goes now.</summary>
    internal abstract void Take(long now, long cost);

    /// <summary>Notes that a call was answered or given up.</summary>
    /// <param name="call">The call.</param>
    /// <param name="now">The time.</param>
    /// <param name="reading">What the answer says of the limit.</param>
    internal abstract void Answered(in CountedCall call, long now, in LimitReading reading);

    /// <summary>Notes that a call's body has ended.</summary>
    internal virtual void Ended()
    {
    }

    /// <summary>Tells whether nothing is known that a new counter would not know.</summary>
    internal abstract bool IsIdle(long now);

    private sealed class NoCounter : Counter
    {
        internal override long Most => long.MaxValue;

        internal override bool HasRoom(long now, long cost) => true;

        internal override long NextChange(long now, long cost) => now;

        internal override long Earliest(long now, long before, long cost) => now;

        internal override void Take(long now, long cost)
        {
        }

        internal override void Answered(in CountedCall call, long now, in LimitReading reading)
        {
        }

        internal override bool IsIdle(long now) => true;
    }
}

/// <summary>A call that was counted.</summary>
/// <param name="SentAt">When it was taken.</param>
/// <param name="Cost">What was taken for it.</param>
/// <param name="Trip">What every call takes at least: the provider counted this one no later than so long before its answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedCall(long SentAt, long Cost, long Trip)
{
    /// <summary>Gives the latest moment at which the call can have arrived, as far as that is believed.</summary>
    internal long ArrivedBy(long now, long doubt) => Math.Min(Math.Max(SentAt, now - Trip), SentAt + doubt);
}
