using Connectors.Limits;

namespace Connectors.EndToEnd.Support;

/// <summary>The app's quota, which also tells how many calls are on their way: a call that has its permit must arrive before the clock moves.</summary>
internal sealed class WatchedQuota(MemoryQuota quota) : IQuota
{
    private int _underWay;

    public int UnderWay => Volatile.Read(ref _underWay);

    public async ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
    {
        var lease = await quota.AcquireAsync(request, cancellationToken);
        Interlocked.Increment(ref _underWay);
        return new Lease(this, lease);
    }

    private sealed class Lease(WatchedQuota owner, IQuotaLease lease) : IQuotaLease
    {
        private int _ended;

        public TimeSpan Waited => lease.Waited;

        public void Observe(in QuotaObservation seen) => lease.Observe(seen);

        public void Dispose()
        {
            lease.Dispose();
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref owner._underWay);
            }
        }
    }
}
