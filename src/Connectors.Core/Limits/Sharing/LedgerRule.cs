using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>How a gate is counted: as its taking says, or as an answer told any process.</summary>
internal sealed class LedgerRule
{
    private const int GroupsInWindow = 512;

    private LedgerRule(QuotaTake take, long permits, long window)
    {
        IsConcurrency = take.Kind == LimitKind.Concurrency;
        IsBucket = take.Kind is LimitKind.TokenBucket or LimitKind.LeakyBucket;
        Window = Math.Max(1, window);
        var shared = Counter.Shared(permits, take.Share);
        Interval = Math.Max(1, (Window + shared - 1) / shared);
        (Allowed, Ours) = take.Kind == LimitKind.LeakyBucket ? (take.Burst, take.Burst) : IsBucket ? (shared, shared) : (Math.Max(1, permits), shared);
    }

    internal bool IsConcurrency { get; }

    internal bool IsBucket { get; }

    /// <summary>Gets what may count at once, with what others take.</summary>
    internal long Allowed { get; }

    /// <summary>Gets what may count at once of the processes together.</summary>
    internal long Ours { get; }

    internal long Window { get; }

    /// <summary>Gets the time in which one permit flows back into a bucket, rounded up.</summary>
    internal long Interval { get; }

    /// <summary>Gets the span within which ends of permits are counted as one.</summary>
    internal long Grain => Window / GroupsInWindow;

    internal static LedgerRule Of(QuotaTake take, QuotaLedgerState state)
    {
        if (take.IsLearned)
        {
            (state.Permits, state.Window) = (take.Permits, take.Window.Ticks);
        }

        return new(take, state.Permits ?? take.Permits, state.Window ?? take.Window.Ticks);
    }

    /// <summary>Gives what is left.</summary>
    internal long Room(long held, long used, long others) => Math.Min(Ours - held - used, Allowed - held - used - others);

    /// <summary>Gives how much is missing from a bucket that will be full at a time; a part of a permit counts as a whole one.</summary>
    internal long Missing(long fullAt, long at) => fullAt <= at ? 0 : (fullAt - at + Interval - 1) / Interval;
}
