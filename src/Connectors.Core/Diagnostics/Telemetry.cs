using System.Diagnostics;
using System.Diagnostics.Metrics;
using Connectors.Http;
using Connectors.Observation;

namespace Connectors.Diagnostics;

/// <summary>
/// Traces and metrics of calls, by OpenTelemetry's conventions: seconds, <c>By</c> and <c>{things}</c> as units, <c>error.type</c> and
/// <c>http.response.status_code</c> as tags. Listen to the source and the meter named <c>Connectors</c>. Costs a comparison where nobody does.
/// </summary>
internal static partial class Telemetry
{
    private static readonly ActivitySource s_source = new(ConnectorsDiagnostics.Name);
    private static readonly Meter s_meter = new(ConnectorsDiagnostics.Name);
    private static readonly Histogram<double> s_calls = s_meter.CreateHistogram("connectors.call.duration", "s", "Calls with all their attempts and waits.", tags: null, Seconds());
    private static readonly Counter<long> s_requests = s_meter.CreateCounter<long>("connectors.requests", "{request}", "Requests that were sent, answered or not.");
    private static readonly Counter<long> s_retries = s_meter.CreateCounter<long>("connectors.retries", "{request}", "Requests that were sent again after a failure.");
    private static readonly Counter<long> s_limited = s_meter.CreateCounter<long>("connectors.rate_limited", "{request}", "Requests that the provider refused for a limit.");
    private static readonly Histogram<double> s_waits = s_meter.CreateHistogram("connectors.quota.wait_time", "s", "Waits for quota, of the requests that had to.", tags: null, Seconds());
    private static readonly Counter<long> s_withheld = s_meter.CreateCounter<long>("connectors.requests.withheld", "{request}", "Requests that were not sent to spare the provider: its circuit is open, or too many are repeats.");
    private static readonly Counter<long> s_circuits = s_meter.CreateCounter<long>("connectors.circuit.changes", "{change}", "Circuit breakers of hosts that opened, half-opened or closed.");
    private static readonly Counter<long> s_readBacks = s_meter.CreateCounter<long>("connectors.writes.read_back", "{write}", "Writes without a readable answer that were looked after.");
    private static readonly Counter<long> s_records = s_meter.CreateCounter<long>("connectors.records", "{record}", "Records that lists gave.");
    private static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>("connectors.io", "By", "Bytes of bodies, their compression taken off.");
    private static readonly Counter<long> s_renewals = s_meter.CreateCounter<long>("connectors.renewals", "{renewal}", "Renewals of credentials that a provider was asked for.");
    private static readonly Counter<long> s_dropped = s_meter.CreateCounter<long>("connectors.observer.dropped", "{observation}", "Observations that an observer was too slow for, or failed on.");

    public static Activity? StartCall(CallState call)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity($"{call.Connection.Key.Provider} {call.Endpoint.Name}", ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("connectors.provider", call.Connection.Key.Provider);
            activity.SetTag("connectors.connection", call.Connection.Key.ToString());
            activity.SetTag("connectors.endpoint", call.Endpoint.Name);
            activity.SetTag("connectors.correlation", call.Options.Correlation);
            activity.SetTag("connectors.sync.run", call.Options.SyncRun);
        }

        return activity;
    }

    /// <summary>Tells of a call that is done.</summary>
    /// <param name="activity">Its activity.</param>
    /// <param name="call">The call.</param>
    /// <param name="started">When it began.</param>
    /// <param name="error">What it failed with, or <see langword="null"/>.</param>
    public static void EndCall(Activity? activity, CallState call, long started, Exception? error)
    {
        var observers = call.Runtime.Observers;
        if (activity is null && observers is null && !s_calls.Enabled)
        {
            return;
        }

        // An answer that was asked for whatever it is (AllowFailure) may be one of an error, too.
        var facts = error switch
        {
            null => call.Error,
            ConnectorException known => known.Facts,
            WriteCanceledException canceled => canceled.Facts,
            OperationCanceledException => null,
            _ => call.Facts(ErrorKind.Remote, error.GetType().Name),
        };
        var isCanceled = error is OperationCanceledException;
        var type = isCanceled ? "Canceled" : facts?.Kind.ToString();
        var duration = call.Runtime.Time.GetElapsedTime(started);
        if (s_calls.Enabled)
        {
            s_calls.Record(duration.TotalSeconds, Tags(call, type, call.Status));
        }

        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("connectors.attempts", call.Attempts);
            activity.SetTag("connectors.quota.wait_time", call.QuotaWaited > TimeSpan.Zero ? call.QuotaWaited.TotalSeconds : null);
            activity.SetTag("http.response.status_code", call.Status);
            activity.SetTag("error.type", type);
            if (type is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error, facts?.What ?? type);
            }
        }

        if (observers is not null)
        {
            CallSight.Tell(observers, call, duration, facts, isCanceled);
        }
    }

    /// <summary>An attempt was answered.</summary>
    public static void Attempted(CallState call, int status, bool isLimited = false)
    {
        if (s_requests.Enabled)
        {
            s_requests.Add(1, Tags(call, status >= 400 ? status.ToString(System.Globalization.CultureInfo.InvariantCulture) : null, status));
        }

        if (isLimited && s_limited.Enabled)
        {
            s_limited.Add(1, Tags(call, null, status));
        }
    }

    /// <summary>An attempt got no answer.</summary>
    public static void AttemptFailed(CallState call, ErrorKind kind)
    {
        if (s_requests.Enabled)
        {
            s_requests.Add(1, Tags(call, kind.ToString(), null));
        }
    }

    public static void Waited(CallState call, TimeSpan wait)
    {
        if (s_waits.Enabled)
        {
            s_waits.Record(wait.TotalSeconds, Tags(call));
        }
    }

    public static void Sent(CallState call, HttpRequestMessage request)
    {
        if (s_bytes.Enabled && request.Content?.Headers.ContentLength is > 0 and var length)
        {
            Moved(call, length, "transmit");
        }
    }

    public static void Received(CallState call, long length)
    {
        if (s_bytes.Enabled && length > 0)
        {
            Moved(call, length, "receive");
        }
    }

    public static void Records(CallState call, int count)
    {
        if (s_records.Enabled && count > 0)
        {
            s_records.Add(count, Tags(call));
        }
    }

    public static void Renewed(ConnectorRuntime runtime, ConnectionKey connection, string? error)
    {
        if (s_renewals.Enabled)
        {
            s_renewals.Add(1, Tags(runtime, connection, error));
        }
    }

    public static void ObservationsDropped(string observer, int count) => s_dropped.Add(count, new KeyValuePair<string, object?>("connectors.observer", observer));

    public static void Retrying(CallState call, TimeSpan delay)
    {
        var kind = call.Error?.Kind ?? ErrorKind.Transport;
        if (s_retries.Enabled)
        {
            s_retries.Add(1, Tags(call, kind.ToString(), null));
        }

        if (call.Runtime.Logger is { } logger)
        {
            Log.Retrying(logger, call.Connection.Key, call.Endpoint.Name, kind, call.Error?.StatusCode, delay);
        }
    }

    private static void Moved(CallState call, long length, string direction)
    {
        var tags = Tags(call);
        tags.Add("network.io.direction", direction);
        s_bytes.Add(length, tags);
    }

    private static TagList Tags(CallState call, string? error = null, int? status = null)
    {
        var tags = Tags(call.Runtime, call.Connection.Key, error);
        tags.Add("connectors.endpoint", call.Endpoint.Name);
        if (status is not null)
        {
            tags.Add("http.response.status_code", status);
        }

        return tags;
    }

    private static TagList Tags(ConnectorRuntime runtime, ConnectionKey connection, string? error)
    {
        var tags = new TagList { { "connectors.provider", connection.Provider } };
        if (runtime.Tags is { } known)
        {
            tags.Add("connectors.connection", known.Of(connection));
        }

        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        return tags;
    }

    /// <summary>The boundaries that OpenTelemetry advises for the duration of HTTP requests, and some for waits.</summary>
    private static InstrumentAdvice<double> Seconds() => new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300] };
}
