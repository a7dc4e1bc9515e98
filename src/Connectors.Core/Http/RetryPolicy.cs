using Connectors.Definitions;
using Connectors.Diagnostics;
using Polly;
using Polly.Retry;

namespace Connectors.Http;

/// <summary>
/// When a call is sent again, and after which pause. Polly's exponential backoff with jitter is the decorrelated one (version 2): the
/// median of the pauses doubles, and each is drawn anew, so that callers who failed together do not come back together.
/// </summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly ResiliencePropertyKey<CallState> s_call = new("Connectors.Call");

    /// <summary>Makes the pipeline of one provider.</summary>
    /// <param name="runtime">The provider.</param>
    /// <param name="jitter">Draws the pauses; chance by default.</param>
    public static ResiliencePipeline<HttpResponseMessage> Pipeline(ConnectorRuntime runtime, RetryJitter? jitter)
    {
        if (runtime.Options.MaxRetries == 0)
        {
            return ResiliencePipeline<HttpResponseMessage>.Empty;
        }

        var options = new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = runtime.Options.MaxRetries,
            Delay = runtime.Options.RetryDelay,
            MaxDelay = s_longestPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = static arguments =>
            {
                var call = Call(arguments.Context);
                return new(ShouldRetry(call, arguments.Outcome) && (arguments.AttemptNumber >= call.Runtime.Options.MaxRetries || MayRetry(call)));
            },
            DelayGenerator = static arguments => new(Delay(Call(arguments.Context))),
            OnRetry = static arguments =>
            {
                Telemetry.Retrying(Call(arguments.Context), arguments.RetryDelay);
                arguments.Outcome.Result?.Dispose();
                return default;
            },
        };
        if (jitter is not null)
        {
            options.Randomizer = jitter.Next;
        }

        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = runtime.Time }.AddRetry(options).Build();
    }

    /// <summary>Gives a context that knows the call.</summary>
    public static ResilienceContext Context(CallState call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_call, call);
        return context;
    }

    /// <summary>Says whether an attempt that ended so is one to make again.</summary>
    public static bool ShouldRetry(CallState call, Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is { } error)
        {
            return error is AttemptException { Facts.IsTransient: true, IsRefusal: false } && call.MayBeSentAgain;
        }

        return call.Action.Verdict switch
        {
            ResponseVerdict.Limited => true,
            ResponseVerdict.Retry => call.MayBeSentAgain && !(call.Wait > call.Budget?.Left),
            _ => false,
        };
    }

    private static CallState Call(ResilienceContext context) => context.Properties.GetValue(s_call, null!);

    /// <summary>Takes from the provider's retry budget. A limit is no outage: its gate lets the calls through one by one.</summary>
    private static bool MayRetry(CallState call)
    {
        if (call.Action.Verdict == ResponseVerdict.Limited || call.Runtime.Budget.TryTake(call.Runtime.Time.GetTimestamp()))
        {
            return true;
        }

        call.IsWithheld = true;
        Telemetry.Withheld(call, "retry-budget");
        return false;
    }

    /// <summary>A closed gate is waited for by everybody at the gate itself; nobody sleeps on his own.</summary>
    private static TimeSpan? Delay(CallState call) => call.Action.Verdict == ResponseVerdict.Limited ? TimeSpan.Zero : call.Wait;
}

/// <summary>Draws the pauses between attempts.</summary>
/// <param name="Next">Gives a number from 0 up to 1.</param>
internal sealed record RetryJitter(Func<double> Next);
