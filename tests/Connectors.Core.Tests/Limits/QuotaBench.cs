using Connectors.Limits;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Limits;

/// <summary>A quota on a clock that the test moves.</summary>
internal sealed class QuotaBench : IDisposable
{
    public ManualTimeProvider Clock { get; } = new();

    public MemoryQuota Quota => field ??= new(Clock);

    /// <summary>Asks, and gives the task: done already when there was room.</summary>
    public Task<IQuotaLease> Ask(QuotaRequest request, CancellationToken cancellationToken = default) =>
        Quota.AcquireAsync(request, cancellationToken).AsTask();

    /// <summary>Takes a lease that must be there at once.</summary>
    public IQuotaLease Take(QuotaRequest request)
    {
        var answer = Quota.AcquireAsync(request, CancellationToken.None);
        return answer.IsCompletedSuccessfully ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("There was no room.");
    }

    /// <summary>Makes a whole call that must go at once.</summary>
    public void Call(QuotaRequest request, QuotaObservation answer = default)
    {
        using var lease = Take(request);
        lease.Observe(answer);
    }

    /// <summary>Makes whole calls until there is no room, and tells how many went.</summary>
    public int Drain(QuotaRequest request, int most = 10_000)
    {
        var now = request with { MaxWait = TimeSpan.Zero };
        for (var calls = 0; calls < most; calls++)
        {
            var answer = Quota.AcquireAsync(now, CancellationToken.None);
            if (!answer.IsCompletedSuccessfully)
            {
                return calls;
            }

            answer.GetAwaiter().GetResult().Dispose();
        }

        return most;
    }

    /// <summary>Tells how long a call would have to wait now: the error says so, since it may not wait at all.</summary>
    public TimeSpan? Wait(IReadOnlyList<Limit> limits, string tenant = "acme", string? group = null)
    {
        var answer = Quota.AcquireAsync(Some.Request(limits, tenant, wait: TimeSpan.Zero, group: group), CancellationToken.None);
        if (!answer.IsCompletedSuccessfully)
        {
            return Assert.IsType<RateLimitedException>(answer.AsTask().Exception!.InnerException).RetryAfter;
        }

        answer.GetAwaiter().GetResult().Dispose();
        return TimeSpan.Zero;
    }

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => Quota.Dispose();
}
