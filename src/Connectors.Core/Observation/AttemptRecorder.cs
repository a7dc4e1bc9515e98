using System.Diagnostics;
using Connectors.Http;

namespace Connectors.Observation;

/// <summary>Watches one attempt, and tells of it once when it ends.</summary>
internal sealed class AttemptRecorder(CallObservers observers, CallState call, TimeSpan quotaWait)
{
    private readonly TimeProvider _time = call.Runtime.Time;
    private readonly DateTimeOffset _at = call.Runtime.Time.GetUtcNow();
    private readonly long _started = call.Runtime.Time.GetTimestamp();
    private TimeSpan? _toHeaders;
    private Sighting? _streaming;
    private int _isTold;

    /// <summary>The answer's headers are there.</summary>
    public void Headers() => _toHeaders ??= _time.GetElapsedTime(_started);

    /// <summary>The answer was read to its end and judged.</summary>
    public void Answered(HttpRequestMessage request, HttpResponseMessage response, Credential? credential)
    {
        var body = response.Content is PooledContent pooled ? pooled.Memory : default;
        var seen = See(request, response, call.Error, credential);
        Tell(seen with
        {
            Draft = seen.Draft with { ResponseBytes = body.Length },
            ResponseBody = observers.Redaction.Capture(body, PooledContent.HeadersOf(response), seen.Secrets),
        });
    }

    /// <summary>A good answer is handed out as a stream; the attempt ends with it.</summary>
    public void HandedOut(HttpRequestMessage request, HttpResponseMessage response, Credential? credential) => _streaming = See(request, response, null, credential);

    /// <summary>The stream ended, or the caller was done with it.</summary>
    /// <param name="bytes">How much was read.</param>
    /// <param name="error">What broke it.</param>
    public void Ended(long bytes, ErrorFacts? error)
    {
        if (_streaming is { } seen)
        {
            Tell(seen with { Draft = Failing(seen.Draft, error) with { ResponseBytes = bytes, Duration = _time.GetElapsedTime(_started) } });
        }
    }

    /// <summary>There was no answer, or one that could not be read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer, as far as there was one.</param>
    /// <param name="error">Why; <see langword="null"/> when the caller cancelled it.</param>
    /// <param name="credential">The credential that was sent.</param>
    public void Failed(HttpRequestMessage request, HttpResponseMessage? response, ErrorFacts? error, Credential? credential)
    {
        var seen = See(request, response, error, credential);
        Tell(error is null ? seen with { Draft = seen.Draft with { IsCanceled = true } } : seen);
    }

    private Sighting See(HttpRequestMessage request, HttpResponseMessage? response, ErrorFacts? error, Credential? credential)
    {
        var draft = Failing(CallSight.Draft(call, ObservationKind.Attempt, _at), error) with
        {
            StatusCode = response is null ? null : (int)response.StatusCode,
            QuotaWait = quotaWait,
            TimeToHeaders = _toHeaders,
            Duration = _time.GetElapsedTime(_started),
            RequestBytes = request.Content?.Headers.ContentLength,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
        var redaction = observers.Redaction;
        var scheme = call.Runtime.Definition.Scheme(call.Connection.AuthScheme);
        var secrets = redaction.Secrets(credential, ErrorReading.Sent(request, call));

        // Of an address that the provider gave only the host is told: whoever knows the rest may use it.
        var place = call.Spec.Place ?? (CallSight.IsElsewhere(call, request) ? request.RequestUri! : call.Place);
        return new(draft, place)
        {
            IsElsewhere = CallSight.IsElsewhere(call, request),
            Secrets = secrets,
            RequestHeaders = redaction.Pick(request.Headers, request.Content?.Headers, scheme, isRequest: true, null),
            ResponseHeaders = response is null ? [] : redaction.Pick(response.Headers, PooledContent.HeadersOf(response), scheme, isRequest: false, call.Runtime.Definition.Rules.RequestIdHeader),
            RequestBody = redaction.Capture(call.Spec.Content, secrets),
        };
    }

    private static CallObservation Failing(CallObservation draft, ErrorFacts? error) => error is null ? draft : CallSight.Failing(draft, error);

    private void Tell(Sighting seen)
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            observers.Tell(seen);
        }
    }
}
