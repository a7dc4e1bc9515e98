using System.Diagnostics.CodeAnalysis;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Limits;
using Connectors.Observation;

namespace Connectors.Http;

/// <summary>All that one call knows of itself. Travels on the request, never in a handler: the factory recycles handlers.</summary>
internal sealed class CallState(ConnectorRuntime runtime, Connection connection, Endpoint endpoint, RequestSpec spec, HostAddress host, CallOptions options)
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

    public HttpRequestMessage ToRequest()
    {
        var request = new CallRequest(this);
        Refresh(request);
        return request;
    }

    /// <summary>Makes the request as it was meant, for another attempt: address, headers and a body from its beginning.</summary>
    public void Refresh(HttpRequestMessage request)
    {
        request.RequestUri = Place = Address;
        request.Content?.Dispose();

        // The transport resends a request without content by itself when a kept connection closes: a write must never look like one.
        request.Content = Spec.Content?.CreateContent() ?? (Endpoint.Effect == Effect.Write ? new ByteArrayContent([]) : null);
        if (Format == BodyFormat.Json)
        {
            Set(request, "Accept", "application/json");
        }

        if (Runtime.Definition.Headers.Count > 0 && Spec.Place is null)
        {
            SetDefinitionHeaders(request);
        }

        for (var index = 0; index < Spec.Headers.Count; index++)
        {
            Set(request, Spec.Headers[index].Key, Spec.Headers[index].Value);
        }

        if (Known is not null)
        {
            Transfers.ResponseCaching.AddConditions(request, Known);
        }
    }

    /// <summary>Makes the request anew for the place that the provider redirected to. What it copied of the credential into the address is taken out.</summary>
    public void GoOnAt(Uri place, HttpRequestMessage request, AuthScheme? scheme)
    {
        request.RequestUri = place;
        if (scheme is not null)
        {
            CredentialPlaces.Clear(request, scheme);
        }

        place = request.RequestUri;
        Refresh(request);
        request.RequestUri = Place = place;
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

    /// <summary>A path that is not the definition's own (a token that somebody forged, a careless pager) may name no other host, and nothing above the host's base path.</summary>
    private static Uri AddressOf(HostAddress host, RequestSpec spec, Connection connection, Endpoint endpoint)
    {
        var text = spec.QueryString.Length == 0 ? host.Base + spec.Path : $"{host.Base}{spec.Path}?{spec.QueryString}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && Origin.Same(address, host.Uri) && (host.Path.Length == 0 || Origin.IsBelow(address.AbsolutePath, host.Path))
            ? address
            : throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Connection = connection.Key,
                Endpoint = endpoint.Name,
                What = $"The request's path leads away from {host.Base}",
                ToDo = "Pass a path below the host's address, or a continuation token that a page gave, unchanged.",
            });
    }

    private void SetDefinitionHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in Runtime.Definition.Headers)
        {
            if (AddressTemplate.Parameter(value, Runtime.Definition, Connection) is { Length: > 0 } filled)
            {
                Set(request, name, filled);
            }
        }
    }

    /// <summary>Sets a header of the request, or of its body where it is one of those.</summary>
    internal static void Set(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.NonValidated.Contains(name))
        {
            request.Headers.Remove(name);
        }

        if (request.Headers.TryAddWithoutValidation(name, value))
        {
            return;
        }

        var content = request.Content ?? throw new ArgumentException($"The header '{name}' describes a body, and the request has none.", nameof(name));
        content.Headers.Remove(name);
        content.Headers.TryAddWithoutValidation(name, value);
    }
}

/// <summary>The request of a call.</summary>
internal sealed class CallRequest(CallState call) : HttpRequestMessage(call.Spec.Method, call.Address)
{
    public CallState Call { get; } = call;
}
