namespace Connectors.Observation;

/// <summary>
/// What was seen of an attempt or call, as it was: taken on the call's way, as little as can be, and made fit to be shown beside it.
/// </summary>
/// <param name="Draft">All that holds no secret.</param>
/// <param name="Address">The address, without what a credential adds to it.</param>
internal sealed record Sighting(CallObservation Draft, Uri Address)
{
    private const int Base = 2 << 10;
    private CallObservation? _shown;

    /// <summary>Whether the address is another host's, which the provider made: its query may be a right of its own.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Every look of the secrets that were sent.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public IReadOnlyList<ObservedHeader> RequestHeaders { get; init; } = [];

    public IReadOnlyList<ObservedHeader> ResponseHeaders { get; init; } = [];

    public SeenBody? RequestBody { get; init; }

    public SeenBody? ResponseBody { get; init; }

    /// <summary>How many bytes it takes while it waits, near enough.</summary>
    public long Weight => Base + (RequestBody?.Bytes.Length ?? 0) + (ResponseBody?.Bytes.Length ?? 0);

    /// <summary>Makes it fit to be shown; once, however many ask.</summary>
    public CallObservation Show(Redaction redaction)
    {
        var shown = Volatile.Read(ref _shown);
        if (shown is not null)
        {
            return shown;
        }

        shown = Draft with
        {
            Uri = redaction.Address(Address, IsElsewhere, Secrets),
            Correlation = Redaction.Line(Draft.Correlation, Secrets),
            RequestHeaders = Redaction.Headers(RequestHeaders, Secrets),
            ResponseHeaders = Redaction.Headers(ResponseHeaders, Secrets),
            RequestBody = RequestBody is null ? null : redaction.Body(RequestBody, Secrets),
            ResponseBody = ResponseBody is null ? null : redaction.Body(ResponseBody, Secrets),
        };
        return Interlocked.CompareExchange(ref _shown, shown, null) ?? shown;
    }
}

/// <summary>The beginning of a body as it was sent.</summary>
/// <param name="Bytes">A copy.</param>
/// <param name="MediaType">What the body says that it is.</param>
/// <param name="IsCut">Whether there was more.</param>
internal sealed record SeenBody(byte[] Bytes, string? MediaType, bool IsCut);
