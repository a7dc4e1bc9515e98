using Connectors.Diagnostics;
using Polly;

namespace Connectors.Http;

/// <summary>
/// One call: time budget, retry. Outermost of the two handlers; an app's own handlers stand between it and the
/// attempt. Where the app brings a resilience handler of its own, the retry here steps aside.
/// </summary>
/// <param name="retries">Whether failed attempts are made again here.</param>
/// <param name="shares">Whether handlers of the app follow, which may send a copy of the request.</param>
internal sealed class CallHandler(bool retries, bool shares) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CallState.TryGet(request, out var call))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (shares)
        {
            call.Share(request);
        }

        var total = call.Options.Timeout ?? (call.AttemptTimeout > call.Runtime.Options.TotalTimeout ? call.AttemptTimeout : call.Runtime.Options.TotalTimeout);
        var now = call.Runtime.Time.GetTimestamp();
        using var budget = new TimeBudget(total, call.Runtime.Time, now, cancellationToken);
        call.Budget = budget;
        call.Runtime.Budget.Count(now);
        try
        {
            Outcome<HttpResponseMessage> first;
            try
            {
                first = Outcome.FromResult(await base.SendAsync(request, shares ? budget.Token : cancellationToken).ConfigureAwait(false));
            }
            catch (AttemptException error)
            {
                first = Outcome.FromException<HttpResponseMessage>(error);
            }

            if (retries && RetryPolicy.ShouldRetry(call, first))
            {
                return await RetryAsync(request, call, first, budget.Token).ConfigureAwait(false);
            }

            first.ThrowIfException();
            return first.Result!;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested && budget.IsOver)
        {
            throw new AttemptException(
                call.Facts(ErrorKind.Timeout, $"The call was not done within {total.TotalSeconds:0.#} s and {call.Attempts} attempts") with { IsTransient = true }, error);
        }
        finally
        {
            call.Budget = null;
        }
    }

    /// <summary>Goes on after an attempt that failed; most calls never come here.</summary>
    private async ValueTask<HttpResponseMessage> RetryAsync(HttpRequestMessage request, CallState call, Outcome<HttpResponseMessage> first, CancellationToken cancellationToken)
    {
        var context = RetryPolicy.Context(call, cancellationToken);
        try
        {
            Outcome<HttpResponseMessage>? known = first;
            return await call.Runtime.Retries.ExecuteAsync(
                async _ =>
                {
                    if (known is { } outcome)
                    {
                        known = null;
                        outcome.ThrowIfException();
                        return outcome.Result!;
                    }

                    call.Refresh(request);
                    return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
