using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// The calls of one shared gate from when they are let through until the store knows what became of them. One under way is held; answered,
/// or as old as a call can be believed to be on its way, it is spent. What is told the store is kept until the store says that it knows.
/// Used under the provider's lock.
/// </summary>
internal sealed class SpentCalls(LimitKind kind)
{
    private const int GroupsInWindow = 512;
    private readonly CallLog _open = new();     // by the time sent
    private CallLog _pending = new();           // windows: by the time at which they count no more; buckets: by the time of arrival
    private CallLog? _told;
    private long _underWay;

    private bool IsConcurrency => kind == LimitKind.Concurrency;

    private bool IsBucket => kind is LimitKind.TokenBucket or LimitKind.LeakyBucket;

    /// <summary>Gets what is held for calls under way.</summary>
    internal long Open => IsConcurrency ? _underWay : _open.Count;

    /// <summary>Gets whether there is something that the store does not know.</summary>
    internal bool IsPending => _pending.Groups > 0 || _told is not null;

    /// <summary>Gets the number of what was last told.</summary>
    internal long Batch { get; private set; }

    internal void Take(long now, long window, long cost)
    {
        if (IsConcurrency)
        {
            _underWay += cost;
        }
        else
        {
            _open.Add(now, window / GroupsInWindow, cost);
        }
    }

    /// <summary>Notes that a call was answered or given up.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cost">What it took in the end.</param>
    /// <param name="arrived">When it arrived at the latest.</param>
    /// <param name="ends">When it counts no more in a window.</param>
    /// <param name="window">The window.</param>
    internal void Answered(in CountedCall call, long cost, long arrived, long ends, long window)
    {
        if (!IsConcurrency && _open.Remove(call.SentAt, call.Cost))
        {
            Spend(IsBucket ? arrived : ends, window, cost);
        }
    }

    /// <summary>Notes that a call's body has ended.</summary>
    internal void Ended() => _underWay = Math.Max(0, _underWay - 1);

    /// <summary>Gives what the store is to be told: the same again, under the same number, until it knows.</summary>
    internal List<QuotaSpent> Tell(long now, long window, long doubt)
    {
        while (_open.At(0) is { First: var first, Last: var last, Cost: var cost } && first != long.MaxValue && last + doubt <= now)
        {
            if (cost > 0)
            {
                Spend(IsBucket ? last + doubt : last + doubt + window, window, cost);
            }

            _open.Forget(last);
        }

        if (_told is null && _pending.Groups > 0)
        {
            (_told, _pending) = (_pending, new());
            Batch++;
        }

        var spent = new List<QuotaSpent>();
        for (var index = 0; index < (_told?.Groups ?? 0); index++)
        {
            var (_, last, cost) = _told!.At(index);
            spent.Add(new(cost, TimeSpan.FromTicks(Math.Max(0, IsBucket ? now - last : 0)), TimeSpan.FromTicks(Math.Max(0, last - now))));
        }

        return spent;
    }

    /// <summary>Notes that the store knows what it was told.</summary>
    internal void Known() => _told = null;

    /// <summary>Forgets everything but the calls under way of a concurrency.</summary>
    internal void Forget()
    {
        _open.Forget(long.MaxValue);
        (_pending, _told) = (new(), null);
    }

    private void Spend(long at, long window, long cost)
    {
        if (cost > 0)
        {
            _pending.Add(at, window / GroupsInWindow, cost);
        }
    }
}
