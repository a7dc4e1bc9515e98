using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Http;

namespace Connectors;

/// <content>Sends through the chain, and tells what came of it.</content>
internal sealed partial class Connector
{
    /// <summary>Sends through the chain; gives a good answer or throws from the one error family.</summary>
    private ValueTask<HttpResponseMessage> SendAsync(CallState call, CancellationToken cancellationToken) =>
        call.Options.Cache is { } cache ? SendCachedAsync(call, cache, cancellationToken) : SendAnywayAsync(call, cancellationToken);

    private async ValueTask<HttpResponseMessage> SendAnywayAsync(CallState call, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartCall(call);
        using var request = call.ToRequest();
        var started = runtime.Time.GetTimestamp();
        try
        {
            try
            {
                var response = await runtime.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (response.Content is not (PooledContent or StreamedContent))
                {
                    await JudgeForeignAsync(call, request, response, cancellationToken).ConfigureAwait(false);
                }

                await NoteHealthAsync(call).ConfigureAwait(false);
                call.Options.ServerClock?.Note(response.Headers.Date, runtime.Time.GetUtcNow());
                if (call.Action.Verdict == ResponseVerdict.Success || call.AllowFailure)
                {
                    Telemetry.EndCall(activity, call, started, null);
                    return response;
                }

                response.Dispose();
                throw Failed(call, null);
            }
            catch (AttemptException error)
            {
                call.Error = error.Facts;
                throw Failed(call, error.InnerException);
            }
            catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
            {
                throw call.MayHaveBeenDone
                    ? new WriteCanceledException(call.Unknown(), error, cancellationToken)
                    : new OperationCanceledException(error.Message, error, cancellationToken);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or TimeoutException
                || (call.MayHaveBeenDone && error is not ConnectorException) || error.GetType().Namespace is "Polly.Timeout" or "Polly.CircuitBreaker" or "Polly.RateLimiting")
            {
                call.Error ??= call.Facts(ErrorKind.Transport, "A handler of the app gave the call up") with { IsTransient = true };
                throw Failed(call, error);
            }
        }
        catch (Exception error)
        {
            Telemetry.EndCall(activity, call, started, error);
            throw;
        }
    }

    private ValueTask NoteHealthAsync(CallState call) => (health, call.Action) switch
    {
        (null, _) => ValueTask.CompletedTask,
        _ when call.Endpoint.Anonymous => ValueTask.CompletedTask,
        (_, { Verdict: ResponseVerdict.Success }) => health.AcceptedAsync(call.Connection),
        (_, { Verdict: ResponseVerdict.Fail, Kind: ErrorKind.Authorization }) => health.RefusedAsync(call.Connection, Failed(call, null).Facts.ToReason()),
        _ => ValueTask.CompletedTask,
    };

    private static ConnectorException Failed(CallState call, Exception? inner)
    {
        if (call.MayHaveBeenDone && call.Endpoint.Effect == Effect.Write)
        {
            return new OutcomeUnknownException(call.Unknown(), inner) { IdempotencyKey = call.IsRepeatable ? call.Options.IdempotencyKey : null };
        }

        var facts = (call.Error ?? call.Facts(ErrorKind.Remote, $"{call.Runtime.Definition.DisplayName} did not answer")) with { MayHaveBeenDone = call.MayHaveBeenDone };
        if (call.IsWithheld)
        {
            facts = facts with { What = $"{facts.What}; it was not sent again, because too many calls to {call.Runtime.Definition.DisplayName} are repeats already" };
        }

        // A limit that the provider reported to the very end is the caller's to wait for; the kind of a write's failure is its own.
        return ConnectorException.From(call.Action.Verdict == ResponseVerdict.Fail && facts.Kind != call.Action.Kind ? facts with { Kind = call.Action.Kind } : facts, inner);
    }

    /// <summary>A handler of the app answered in the provider's place, or put another body in: it is read and judged like any other.</summary>
    private static async Task JudgeForeignAsync(CallState call, HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var clock = new AttemptClock(call, cancellationToken);
        clock.Begin(call.AttemptTimeout);
        var body = await BodyCollector.ReadAsync(response, request.Method, call, clock).ConfigureAwait(false);
        Judging.Judge(response, body, call, null, null, call.MayHaveBeenDone);
    }
}
