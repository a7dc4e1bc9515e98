namespace Connectors;

/// <summary>The facts of one failure, gathered where it was seen. Never holds a body, a token or a query string.</summary>
public sealed record ErrorFacts
{
    private const int MaxFieldsShown = 3;

    /// <summary>Gets what went wrong.</summary>
    public required ErrorKind Kind { get; init; }

    /// <summary>Gets one sentence that says what failed.</summary>
    public required string What { get; init; }

    /// <summary>Gets one sentence that says what to do; the default fits the kind.</summary>
    public string? ToDo { get; init; }

    /// <summary>Gets the connection, or <see langword="null"/> when none was involved.</summary>
    public ConnectionKey? Connection { get; init; }

    /// <summary>Gets the provider id, or <see langword="null"/> when none was involved.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the endpoint's stable name, such as <c>contacts.list</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the HTTP status of the provider's answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets the provider's own error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets the provider's own words, shortened and with this connection's secrets blanked.</summary>
    public string? VendorMessage { get; init; }

    /// <summary>Gets the fields that are refused, with the reasons: by the provider, or by this SDK before anything is sent.</summary>
    public IReadOnlyList<FieldError> FieldErrors { get; init; } = [];

    /// <summary>Gets the provider's id of the request, to quote to its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets whether the same call may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Gets whether a write may have been carried out all the same. With <see cref="ErrorKind.OutcomeUnknown"/> it is not safe to repeat without looking; else the endpoint is idempotent and the same call may be made again.</summary>
    public bool MayHaveBeenDone { get; init; }

    /// <summary>Gets how long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request may have been carried out although no readable answer came. Of sign-in requests only.</summary>
    internal bool AnswerLost { get; init; }

    internal Advice Advice => Kind switch
    {
        ErrorKind.Configuration => Advice.FixConfiguration,
        ErrorKind.Authorization => Advice.Reconnect,
        ErrorKind.Permission => Advice.GrantAccess,
        ErrorKind.RateLimited or ErrorKind.Unavailable or ErrorKind.Timeout or ErrorKind.Transport => Advice.RetryLater,
        ErrorKind.Incomplete => Advice.RetryLater,
        ErrorKind.Validation => Advice.FixInput,
        ErrorKind.Conflict => Advice.RefreshAndRetry,
        ErrorKind.NotSupported => Advice.UseAnotherWay,
        ErrorKind.OutcomeUnknown => Advice.ReadBack,
        ErrorKind.Expired => Advice.StartAnew,
        _ => Advice.Investigate,
    };

    /// <summary>Says what failed and why, to stand inside of another message: without where it was, and without what to do.</summary>
    internal string ToReason()
    {
        var facts = string.Join(", ", new[] { StatusCode is null ? null : $"status {StatusCode}", ErrorCode is null ? null : $"code {ErrorCode}" }.Where(static fact => fact is not null));
        return What.TrimEnd('.') + (facts.Length == 0 ? "" : $" ({facts})") + (VendorMessage is { Length: > 0 } ? $": \"{VendorMessage}\"" : "");
    }

    internal string ToMessage()
    {
        var text = new System.Text.StringBuilder(What);
        if (!What.EndsWith('.'))
        {
            text.Append('.');
        }

        text.Append(" [");
        var separator = "";
        Fact("provider", Connection?.Provider ?? Provider);
        Fact("connection", Connection?.ToString());
        Fact("endpoint", Endpoint);
        Fact("status", StatusCode?.ToString());
        Fact("code", ErrorCode);
        Fact("request id", RequestId);
        text.Append(']');
        if (VendorMessage is { Length: > 0 })
        {
            text.Append(" The provider says: \"").Append(VendorMessage).Append("\".");
        }

        foreach (var field in FieldErrors.Take(MaxFieldsShown))
        {
            text.Append(' ').Append(field.Field).Append(": ").Append(field.Message.TrimEnd('.')).Append('.');
        }

        return text.Append(' ').Append(ToDo ?? DefaultToDo()).ToString().Replace(" []", "", StringComparison.Ordinal);

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append(' ').Append(value);
                separator = ", ";
            }
        }
    }

    private string DefaultToDo() => Advice switch
    {
        Advice.FixConfiguration => "Correct the configuration named above.",
        Advice.FixInput => "Correct the values and call again.",
        Advice.Reconnect => "Connect this customer's account again with a valid credential.",
        Advice.GrantAccess => "Let the customer grant the missing right, then connect again.",
        Advice.RetryLater => RetryAfter is { } wait ? $"Call again in {wait.TotalSeconds:0.#} s." : "Call again later.",
        Advice.ReadBack => "Read the record before writing again.",
        Advice.RefreshAndRetry => "Read the record again and decide by what is there.",
        Advice.StartAnew => "List anew, without the token.",
        Advice.UseAnotherWay => "See the connector's Capabilities, or use SendAsync (passthrough).",
        _ when Kind == ErrorKind.NotFound => "Check the id: the record may be gone, or not to be seen with this credential.",
        _ when RequestId is not null => "Quote the request id to the provider's support if it goes on.",
        _ => "If it goes on, compare the answer with the provider's documentation.",
    };
}

/// <summary>One field that is refused.</summary>
/// <param name="Field">The provider's name of the field; the common model's, where this SDK refuses it before anything is sent.</param>
/// <param name="Message">The reason, shortened.</param>
public sealed record FieldError(string Field, string Message);
