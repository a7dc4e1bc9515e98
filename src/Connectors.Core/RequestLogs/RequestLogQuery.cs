namespace Connectors;

/// <summary>Which entries of the log to read: those for which all that is set holds.</summary>
public sealed record RequestLogQuery
{
    /// <summary>How many entries a page has at most.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Gets the provider id.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the connection.</summary>
    public ConnectionKey? Connection { get; init; }

    /// <summary>Gets the endpoint's name, such as <c>contacts.list</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the lowest HTTP status. Requests without an answer have none and do not come.</summary>
    public int? MinStatus { get; init; }

    /// <summary>Gets the highest HTTP status. Requests without an answer have none and do not come.</summary>
    public int? MaxStatus { get; init; }

    /// <summary>Gets whether only requests that failed come, answered or not.</summary>
    public bool Failed { get; init; }

    /// <summary>Gets the kind of failure.</summary>
    public ErrorKind? Error { get; init; }

    /// <summary>Gets the first moment at which a request may have begun.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the moment before which a request must have begun.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Gets a text that must stand in the method and address (<c>GET https://…</c>), the correlation, the provider's error code, message or id of the
    /// request, or one of the bodies. ASCII letters are found in either case.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Gets the app's own text, see <see cref="CallOptions.Correlation"/>; the whole of it.</summary>
    public string? Correlation { get; init; }

    /// <summary>Gets the sync run, see <see cref="CallOptions.SyncRun"/>.</summary>
    public string? SyncRun { get; init; }

    /// <summary>Gets the number below which the entries lie; <see cref="RequestLogPage.Next"/> gives it.</summary>
    public long? Before { get; init; }

    /// <summary>Gets how many entries a page has.</summary>
    /// <value>The default is 100; 1 to 1,000.</value>
    public int PageSize { get; init; } = 100;
}
