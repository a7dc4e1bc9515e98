using Connectors.Definitions;
using Connectors.Diagnostics;
using Polly;
using Polly.Retry;

namespace Connectors.Http;

/// <summary>
/// One call: time budget, retry. Outermost of the two handlers; an app's own handlers stand between it and the
/// attempt. Where the app brings a resilience handler of its own, the retry here steps aside.
/// </summary>
/// <param name="retries">Whether failed attempts are made again here.</param>
/// <param name="shares">Whether handlers of the app follow, which may send a copy of the request.</param>
internal sealed class CallHandler(bool retries, bool shares) : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<CallState> s_call = new("Connectors.Call");
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<ConnectorRuntime, ResiliencePipeline<HttpResponseMessage>> s_pipelines = [];

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
        using var budget = new TimeBudget(total, call.Runtime.Time, cancellationToken);
        call.Budget = budget;
        try
        {
            Outcome<HttpResponseMessage> first;
            try
            {
                first = Outcome.FromResult(await base.SendAsync(request, budget.Token).ConfigureAwait(false));
            }
            catch (AttemptException error)
            {
                first = Outcome.FromException<HttpResponseMessage>(error);
            }

            if (retries && call.Runtime.Options.MaxRetries > 0 && ShouldRetry(call, first))
            {
                return await RetryAsync(request, call, first, budget.Token).ConfigureAwait(false);
            }

            first.ThrowIfException();
            return first.Result!;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested && budget.Token.IsCancellationRequested)
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
        var pipeline = s_pipelines.GetValue(call.Runtime, static runtime => Pipeline(runtime));
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_call, call);
        try
        {
            Outcome<HttpResponseMessage>? known = first;
            return await pipeline.ExecuteAsync(
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

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(ConnectorRuntime runtime) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = runtime.Time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = runtime.Options.MaxRetries,
                Delay = runtime.Options.RetryDelay,
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => new(ShouldRetry(arguments.Context.Properties.GetValue(s_call, null!), arguments.Outcome)),
                DelayGenerator = static arguments => new(Delay(arguments.Context.Properties.GetValue(s_call, null!))),
                OnRetry = static arguments =>
                {
                    var call = arguments.Context.Properties.GetValue(s_call, null!);
                    Telemetry.Retrying(call, arguments.RetryDelay);
                    arguments.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();

    private static bool ShouldRetry(CallState call, Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is { } error)
        {
            return error is AttemptException { Facts.IsTransient: true } && (call.IsRepeatable || !call.MayHaveBeenDone);
        }

        return call.Action.Verdict switch
        {
            ResponseVerdict.Limited => true,
            ResponseVerdict.Retry => (call.IsRepeatable || !call.MayHaveBeenDone) && !(call.Wait > call.Budget?.Left),
            _ => false,
        };
    }

    /// <summary>A closed gate is waited for by everybody at the gate itself; nobody sleeps on his own.</summary>
    private static TimeSpan? Delay(CallState call) => call.Action.Verdict == ResponseVerdict.Limited ? TimeSpan.Zero : call.Wait;
}
