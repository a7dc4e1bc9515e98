using System.Diagnostics.CodeAnalysis;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Limits;
using Connectors.Observation;

namespace Connectors.Http;

/// <summary>All that one call knows of itself. Travels on the request, never in a handler: the factory recycles handlers.</summary>
internal sealed partial class CallState(ConnectorRuntime runtime, Connection connection, Endpoint endpoint, RequestSpec spec, HostAddress host, CallOptions options)
{
    private static readonly HttpRequestOptionsKey<CallState> s_key = new("Connectors.Call");
    private readonly HostAddress _host = host;
    private bool _mayHaveBeenDone;
    private int _inFlight;

    public ConnectorRuntime Runtime { get; } = runtime;

    public Connection Connection { get; } = connection;

    public Endpoint Endpoint { get; } = endpoint;

    public RequestSpec Spec { get; } = spec;

    /// <summary>The host's address with its base path, which the request's path is added to.</summary>
    public Uri Host => _host.Uri;

    /// <summary>Where the request goes, without anything that a credential adds to it.</summary>
    public Uri Address { get; } = AddressOf(host, spec, connection, endpoint);

    /// <summary>The address, or the place on its origin that the provider redirected to.</summary>
    public Uri Place { get; private set; } = host.Uri;

    public CallOptions Options { get; } = options;

    /// <summary>A credential that is not saved yet; set only to prove it.</summary>
    public Credential? Unsaved { get; init; }

    /// <summary>Whether a good answer is handed out as a stream.</summary>
    public bool Streamed { get; init; }

    /// <summary>Whether the provider may send on to another host for the answer, which then gets no credential.</summary>
    public bool MayLeave { get; init; }

    /// <summary>Tells the statuses beside the good ones that are answers too, such as 304 where it was asked for.</summary>
    public Func<int, bool>? Takes { get; init; }

    /// <summary>The answer that the caller keeps of this request, which is asked for only if it changed.</summary>
    public CachedResponse? Known { get; set; }

    /// <summary>The records that are read from the stream, where they are; the first of them belong to the attempt.</summary>
    public IRecordStream? Records { get; init; }

    /// <summary>Whether an error status is handed out as an answer.</summary>
    public bool AllowFailure { get; init; }

    /// <summary>Whether handlers of the app see the request and its answer.</summary>
    public bool IsShared { get; private set; }

    /// <summary>What a good body begins with.</summary>
    public BodyFormat Format { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan AttemptTimeout => Options.AttemptTimeout ?? Endpoint.AttemptTimeout ?? Runtime.Options.AttemptTimeout;

    public TimeBudget? Budget { get; set; }

    public int Attempts { get; set; }

    /// <summary>What watches the attempt; only where somebody observes calls.</summary>
    public AttemptRecorder? Recorder { get; private set; }

    /// <summary>How long all attempts waited for quota.</summary>
    public TimeSpan QuotaWaited { get; private set; }

    /// <summary>The status of the last answer.</summary>
    public int? Status { get; set; }

    /// <summary>The verdict on the last attempt that was answered.</summary>
    public ResponseAction Action { get; set; }

    /// <summary>What is known of the last failure.</summary>
    public ErrorFacts? Error { get; set; }

    /// <summary>How long the provider asks to wait before the next attempt; only for failures that close no gate.</summary>
    public TimeSpan? Wait { get; set; }

    /// <summary>Whether the request may have been carried out although no good answer is known. Of reads never.</summary>
    public bool MayHaveBeenDone
    {
        get => Volatile.Read(ref _mayHaveBeenDone);
        set => Volatile.Write(ref _mayHaveBeenDone, value);
    }

    /// <summary>Whether the call may be sent again after it may have arrived.</summary>
    public bool IsRepeatable => Endpoint.Effect != Effect.Write || (Endpoint.TakesIdempotencyKey && Options.IdempotencyKey is not null);

    /// <summary>Whether the call may be sent again now.</summary>
    public bool MayBeSentAgain => IsRepeatable || !MayHaveBeenDone;

    /// <summary>The circuit breaker of the host, where there is one.</summary>
    public HostBreaker? Breaker => _host.Breaker;

    /// <summary>What the last attempt says of the host.</summary>
    public HostHealth Health { get; set; }

    /// <summary>Whether the call was not sent again because too many calls of the provider were.</summary>
    public bool IsWithheld { get; set; }

    /// <summary>Quota that was taken for the first attempt before the app's own handlers, whose time it would else use up.</summary>
    public IQuotaLease? Prepaid { get; set; }

    /// <summary>Finds the call of a request; a request that a handler of the app made in its place carries it in its options.</summary>
    public static bool TryGet(HttpRequestMessage request, [MaybeNullWhen(false)] out CallState call)
    {
        call = (request as CallRequest)?.Call;
        return call is not null || request.Options.TryGetValue(s_key, out call);
    }

    /// <summary>Puts the call where copies of the request that a handler of the app makes have it too.</summary>
    public void Share(HttpRequestMessage request)
    {
        request.Options.Set(s_key, this);
        IsShared = true;
    }

    /// <summary>The request leaves now. A write that may have arrived already does not, however it came here: a hedging handler of the app sends at the same time.</summary>
    /// <exception cref="OutcomeUnknownException">An earlier attempt may have been carried out.</exception>
    /// <exception cref="AttemptException">Another attempt is on its way.</exception>
    public void BeginAttempt(TimeSpan quotaWait = default)
    {
        if (Endpoint.Effect == Effect.Write && !IsRepeatable && Interlocked.Exchange(ref _mayHaveBeenDone, true))
        {
            throw SentOnce();
        }

        Options.ServerClock?.Leaves(Runtime.Time.GetUtcNow());
        Options.Cost?.AddRequest(again: Attempts > 0);
        Attempts++;
        QuotaWaited += quotaWait;
        Recorder = Runtime.Observers?.Begin(this, quotaWait);
        Action = default;
        Status = null;
        Error = null;
        Wait = null;
        MayHaveBeenDone |= Endpoint.Effect != Effect.Read;
        Interlocked.Increment(ref _inFlight);
    }

    /// <summary>Why a write is not sent again. While it is on its way a handler of the app may wait for it.</summary>
    public Exception SentOnce() => Volatile.Read(ref _inFlight) > 0
        ? new AttemptException(Facts(ErrorKind.Transport, "A write is sent once, and it is on its way already") with { IsTransient = true }, null)
        : new OutcomeUnknownException(Unknown());

    /// <summary>An attempt that began is over.</summary>
    public void EndAttempt() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Takes the quota that was taken before, if there is some.</summary>
    public IQuotaLease? TakePrepaid()
    {
        var prepaid = Prepaid;
        Prepaid = null;
        return prepaid;
    }

    public ErrorFacts Facts(ErrorKind kind, string what) => new()
    {
        Kind = kind,
        What = what,
        Connection = Connection.Key,
        Endpoint = Endpoint.Name,
    };

    public ErrorFacts Unknown() => (Error ?? Facts(ErrorKind.OutcomeUnknown, "")) with
    {
        Kind = ErrorKind.OutcomeUnknown,
        What = "The write left, and whether the provider did it is not known; it is not sent again",
        ToDo = null,
        IsTransient = false,
        MayHaveBeenDone = true,
    };
}

/// <summary>The request of a call.</summary>
internal sealed class CallRequest(CallState call) : HttpRequestMessage(call.Spec.Method, call.Address)
{
    public CallState Call { get; } = call;
}
