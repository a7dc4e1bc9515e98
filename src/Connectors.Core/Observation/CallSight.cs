using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Observation;

/// <summary>What attempts and calls have in common when they are told of.</summary>
internal static class CallSight
{
    /// <summary>Tells of a whole call.</summary>
    /// <param name="observers">Who is told.</param>
    /// <param name="call">The call.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="error">What it came to, or <see langword="null"/> when all is well.</param>
    /// <param name="isCanceled">Whether the caller cancelled it.</param>
    public static void Tell(CallObservers observers, CallState call, TimeSpan duration, ErrorFacts? error, bool isCanceled)
    {
        var draft = Draft(call, ObservationKind.Call, call.Runtime.Time.GetUtcNow() - duration) with
        {
            StatusCode = error is null ? call.Status : error.StatusCode ?? call.Status,
            IsCanceled = isCanceled,
            QuotaWait = call.QuotaWaited,
            Duration = duration,
            TraceId = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
        };
        observers.Tell(new(error is null ? draft : Failing(draft, error), call.Spec.Place ?? call.Address));
    }

    public static CallObservation Draft(CallState call, ObservationKind kind, DateTimeOffset at) => new()
    {
        Kind = kind,
        At = at,
        Connection = call.Connection.Key,
        Endpoint = call.Endpoint.Name,
        Effect = call.Endpoint.Effect,
        Method = call.Spec.Method.Method,
        Uri = "",
        Attempt = call.Attempts,
        Duration = default,
        Correlation = call.Options.Correlation,
        SyncRun = call.Options.SyncRun,
    };

    /// <summary>The facts of an error hold no secret: they are made to be shown.</summary>
    public static CallObservation Failing(CallObservation draft, ErrorFacts error) => draft with
    {
        Error = error.Kind,
        ErrorCode = error.ErrorCode,
        ErrorMessage = error.VendorMessage ?? error.What,
        RequestId = error.RequestId,
    };

    /// <summary>Whether a request goes to a host that the provider sent the call to.</summary>
    public static bool IsElsewhere(CallState call, HttpRequestMessage request) => request.RequestUri is { } place && !Origin.Same(place, call.Address);
}
