using System.Diagnostics;
using System.Diagnostics.Metrics;
using Connectors.Http;
using Polly.CircuitBreaker;

namespace Connectors.Diagnostics;

/// <summary>Traces and metrics of calls. Listen to the source and the meter named <c>Connectors</c>.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource s_source = new(ConnectorsDiagnostics.Name);
    private static readonly Meter s_meter = new(ConnectorsDiagnostics.Name);
    private static readonly Counter<long> s_requests = s_meter.CreateCounter<long>("connectors.requests", "{request}", "Requests that were answered.");
    private static readonly Counter<long> s_failures = s_meter.CreateCounter<long>("connectors.attempt.failures", "{request}", "Requests that got no answer.");
    private static readonly Counter<long> s_retries = s_meter.CreateCounter<long>("connectors.retries", "{request}", "Requests that were sent again.");
    private static readonly Counter<long> s_withheld = s_meter.CreateCounter<long>("connectors.requests.withheld", "{request}", "Requests that were not sent to spare the provider: its circuit is open, or too many are repeats.");
    private static readonly Counter<long> s_circuits = s_meter.CreateCounter<long>("connectors.circuit.changes", "{change}", "Circuit breakers of hosts that opened, half-opened or closed.");
    private static readonly Histogram<double> s_waits = s_meter.CreateHistogram<double>("connectors.quota.wait", "s", "Waits for quota.");
    private static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>("connectors.call.duration", "s", "Calls with all their attempts and waits.");

    public static Activity? StartCall(CallState call)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity($"{call.Connection.Key.Provider} {call.Endpoint.Name}", ActivityKind.Internal);
        activity?.SetTag("connectors.provider", call.Connection.Key.Provider);
        activity?.SetTag("connectors.connection", call.Connection.Key.ToString());
        activity?.SetTag("connectors.endpoint", call.Endpoint.Name);
        activity?.SetTag("connectors.correlation", call.Options.Correlation);
        return activity;
    }

    public static void EndCall(Activity? activity, CallState call, long started)
    {
        if (s_calls.Enabled)
        {
            s_calls.Record(call.Runtime.Time.GetElapsedTime(started).TotalSeconds, Tags(call));
        }

        if (activity is not null)
        {
            activity.SetTag("connectors.attempts", call.Attempts);
            activity.SetTag("http.response.status_code", call.Error?.StatusCode);
            activity.SetStatus(call.Error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, call.Error?.Kind.ToString());
        }
    }

    public static void Attempted(CallState call, int status)
    {
        if (s_requests.Enabled)
        {
            var tags = Tags(call);
            tags.Add("http.response.status_code", status);
            s_requests.Add(1, tags);
        }
    }

    public static void AttemptFailed(CallState call, ErrorKind kind)
    {
        if (s_failures.Enabled)
        {
            var tags = Tags(call);
            tags.Add("error.type", kind.ToString());
            s_failures.Add(1, tags);
        }
    }

    public static void Waited(CallState call, TimeSpan wait)
    {
        if (s_waits.Enabled)
        {
            s_waits.Record(wait.TotalSeconds, Tags(call));
        }
    }

    public static void Retrying(CallState call, TimeSpan delay)
    {
        if (s_retries.Enabled)
        {
            s_retries.Add(1, Tags(call));
        }

        if (call.Runtime.Logger is { } logger)
        {
            Log.Retrying(logger, call.Connection.Key, call.Endpoint.Name, call.Error?.Kind ?? ErrorKind.Transport, call.Error?.StatusCode, delay);
        }
    }

    /// <summary>A request that was not sent to spare the provider.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason"><c>circuit</c> or <c>retry-budget</c>.</param>
    public static void Withheld(CallState call, string reason)
    {
        if (s_withheld.Enabled)
        {
            var tags = Tags(call);
            tags.Add("connectors.reason", reason);
            s_withheld.Add(1, tags);
        }

        if (call.Runtime.Logger is { } logger)
        {
            Log.Withheld(logger, call.Connection.Key, call.Endpoint.Name, reason);
        }
    }

    /// <summary>The circuit breaker of a host opened, lets one call through, or closed.</summary>
    /// <param name="runtime">The provider.</param>
    /// <param name="host">The host.</param>
    /// <param name="state">The state that it is in now.</param>
    public static void BreakerChanged(ConnectorRuntime runtime, string host, CircuitState state)
    {
        if (s_circuits.Enabled)
        {
            s_circuits.Add(1, new("connectors.provider", runtime.Definition.Id), new("connectors.circuit.state", state.ToString()));
        }

        switch (runtime.Logger, state)
        {
            case (null, _):
                break;
            case (var logger, CircuitState.Open):
                Log.CircuitOpened(logger, runtime.Definition.Id, host, runtime.Options.BreakDuration);
                break;
            case (var logger, _):
                Log.CircuitChanged(logger, runtime.Definition.Id, host, state.ToString());
                break;
        }
    }

    private static TagList Tags(CallState call) => new()
    {
        { "connectors.provider", call.Connection.Key.Provider },
        { "connectors.endpoint", call.Endpoint.Name },
    };
}
