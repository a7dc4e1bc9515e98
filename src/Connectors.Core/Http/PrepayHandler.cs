using Connectors.Limits;

namespace Connectors.Http;

/// <summary>
/// Takes the quota of a call's first attempt before a resilience handler of the app, which would else take the wait for it as a slow
/// provider. There only where the app has one. Later attempts wait inside of it, and are told as <see cref="RateLimitedException"/> when it ends that wait.
/// </summary>
internal sealed class PrepayHandler(IQuota quota) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CallState.TryGet(request, out var call) || call.Breaker is { IsClosed: false })
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        call.Prepaid = await AttemptHandler.TakeQuotaAsync(quota, call, cancellationToken).ConfigureAwait(false);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            call.TakePrepaid()?.Dispose();
        }
    }
}
