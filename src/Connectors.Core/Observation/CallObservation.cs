using Connectors.Definitions;

namespace Connectors;

/// <summary>What an observation is about.</summary>
public enum ObservationKind
{
    /// <summary>One request that was sent.</summary>
    Attempt,

    /// <summary>One call with all its attempts and waits.</summary>
    Call,
}

/// <summary>
/// One finished attempt or call, fit to be kept and shown: no credential, no cookie, secrets in the query blanked, headers by allow-list,
/// bodies only where the app asked for them, bounded and redacted (see <see cref="CallObservationOptions"/>). Immutable.
/// </summary>
public sealed record CallObservation
{
    /// <summary>Gets what it is about.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>Gets when it began, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the connection.</summary>
    public required ConnectionKey Connection { get; init; }

    /// <summary>Gets the endpoint's stable name, such as <c>contacts.list</c>; <c>passthrough</c> of raw calls.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets what a call of the endpoint does at the provider.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the address without what the credential adds to it, and with secrets in its query blanked.</summary>
    public required string Uri { get; init; }

    /// <summary>Gets the number of the attempt, from 1; of a call, how many there were. 0 when nothing was sent.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the HTTP status; of a call, the last one. <see langword="null"/> when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets what went wrong; <see langword="null"/> when nothing did.</summary>
    public ErrorKind? Error { get; init; }

    /// <summary>Gets the provider's own error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets the provider's own words, or else what this SDK says of the failure. One line, shortened.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Gets the provider's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets whether the caller cancelled it.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>Gets how long it waited for quota; of a call, all its attempts together.</summary>
    public TimeSpan QuotaWait { get; init; }

    /// <summary>Gets the time from sending to the answer's headers; of an attempt alone, and only where there were some.</summary>
    public TimeSpan? TimeToHeaders { get; init; }

    /// <summary>
    /// Gets the time from sending to the end of the body (of one that is handed out as a stream, until the caller is done with it);
    /// of a call, all of it until the caller had its answer, with attempts and waits.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the size of the request's body in bytes; <see langword="null"/> when there is none, or nobody knows.</summary>
    public long? RequestBytes { get; init; }

    /// <summary>Gets the size of the answer's body in bytes, its compression taken off.</summary>
    public long? ResponseBytes { get; init; }

    /// <summary>Gets the app's own text, see <see cref="CallOptions.Correlation"/>.</summary>
    public string? Correlation { get; init; }

    /// <summary>Gets the sync run that made the call, see <see cref="CallOptions.SyncRun"/>.</summary>
    public string? SyncRun { get; init; }

    /// <summary>Gets the trace of the call (32 hexadecimal digits), where somebody listens to traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>Gets the request's headers that may be shown.</summary>
    public IReadOnlyList<ObservedHeader> RequestHeaders { get; init; } = [];

    /// <summary>Gets the answer's headers that may be shown.</summary>
    public IReadOnlyList<ObservedHeader> ResponseHeaders { get; init; } = [];

    /// <summary>Gets the request's body, where bodies are kept and it is text.</summary>
    public ObservedBody? RequestBody { get; init; }

    /// <summary>Gets the answer's body, where bodies are kept and it is text. One that is handed out as a stream is never kept.</summary>
    public ObservedBody? ResponseBody { get; init; }

    /// <summary>Says what was seen in one line.</summary>
    public override string ToString() =>
        $"{Connection} {Endpoint}: {Method} {Uri} -> {(IsCanceled ? "cancelled" : StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Error?.ToString() ?? "no answer")}{(!IsCanceled && StatusCode < 400 && Error is { } error ? $" {error}" : "")} ({Duration.TotalMilliseconds:0} ms)";
}

/// <summary>One header that may be shown.</summary>
/// <param name="Name">Its name as it was sent.</param>
/// <param name="Value">Its value; 1,000 characters at most, secrets blanked.</param>
public sealed record ObservedHeader(string Name, string Value);

/// <summary>A body, or its beginning.</summary>
/// <param name="Text">The text, secrets blanked.</param>
/// <param name="IsCut">Whether there was more, or the rest could not be read well enough to know what is secret in it.</param>
public sealed record ObservedBody(string Text, bool IsCut);
