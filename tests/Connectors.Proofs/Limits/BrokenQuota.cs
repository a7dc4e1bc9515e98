using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Proofs.Limits;

/// <summary>The quota with one of its guards taken away.</summary>
internal sealed class BrokenQuota(IQuota quota, string guard) : IQuota
{
    public const string Gate = "gate";
    public const string Jitter = "jitter";
    public const string Body = "body";
    public const string Cost = "cost";
    public const string Settle = "settle";

    private static readonly IReadOnlyList<UnitCost> s_one = [new("points", 1)];

    public static IReadOnlyList<(string Name, string Without)> Guards { get; } =
    [
        (Gate, "every call is let through"),
        (Jitter, "a call is taken to arrive at the moment at which it is sent"),
        (Body, "a call is over with the headers of its answer"),
        (Cost, "every call is taken to cost one"),
        (Settle, "what a call did cost is not looked at"),
    ];

    public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken) =>
        guard == Gate ? new(new Lease(null, guard)) : quota.AcquireAsync(guard == Cost ? request with { Costs = s_one } : request, cancellationToken);

    /// <summary>Takes the guard from a lease. Not done as it is given out: what waits for it must go on in the same moment of virtual time.</summary>
    public IQuotaLease Break(IQuotaLease lease) => lease is Lease ? lease : new Lease(lease, guard);

    private sealed class Lease : IQuotaLease
    {
        private readonly IQuotaLease? _lease;
        private readonly string _guard;

        public Lease(IQuotaLease? lease, string guard)
        {
            (_lease, _guard) = (lease, guard);
            if (guard == Jitter)
            {
                lease!.Observe(default);
            }
        }

        public TimeSpan Waited => _lease?.Waited ?? TimeSpan.Zero;

        public void Observe(in QuotaObservation seen)
        {
            if (_guard is Cost or Settle)
            {
                seen.Headers?.Remove("X-Cost");
            }

            _lease?.Observe(seen);
            if (_guard == Body)
            {
                _lease?.Dispose();
            }
        }

        public void Dispose() => _lease?.Dispose();
    }
}
