using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// The right to make one attempt. It is not pooled: a lease that is disposed of twice would else give back another call's permit.
/// </summary>
internal sealed class QuotaLease(ProviderQuota quota, Route route, IReadOnlyList<UnitCost>? stated, long sentAt, TimeSpan waited) : IQuotaLease
{
    public TimeSpan Waited => waited;

    internal Route Route => route;

    internal long SentAt => sentAt;

    /// <summary>Gets what the call said that it takes.</summary>
    internal IReadOnlyList<UnitCost>? Stated => stated;

    /// <summary>Gets or sets whether the answer was noted; under the provider's lock.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>Gets or sets whether the body has ended; under the provider's lock.</summary>
    internal bool IsEnded { get; set; }

    public void Observe(in QuotaObservation seen) => quota.Observe(this, seen);

    public void Dispose() => quota.Release(this);
}
