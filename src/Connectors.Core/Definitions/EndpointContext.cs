namespace Connectors.Definitions;

/// <summary>What a request may depend on beside its input. All of it is data, so that the same request can be made again.</summary>
public sealed class EndpointContext
{
    private readonly Connection _connection;
    private readonly ConnectorDefinition _definition;

    // Boxed: most calls have neither, and each call has a context.
    private readonly object? _window;
    private object? _moment;

    internal EndpointContext(Connection connection, ConnectorDefinition definition, DateTimeOffset now, CallOptions options)
    {
        _connection = connection;
        _definition = definition;
        Now = now;
        CustomFields = options.CustomFields;
        IdempotencyKey = options.IdempotencyKey;
    }

    /// <summary>Gets the moment at which this call, or this page of a list, is made. What must hold over all pages goes into the page state.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Gets the provider's names of extra fields that the caller wants to read.</summary>
    public IReadOnlyList<string> CustomFields { get; }

    /// <summary>Gets the key that makes a write safe to repeat, or by which its record is found again (<see cref="ReadBackBy.OwnMark"/>): the caller's, else a new one for each call of an endpoint that takes one.</summary>
    public string? IdempotencyKey { get; }

    /// <summary>Gets the state that the pager gave for this page, or <see langword="null"/> for the first one.</summary>
    public string? PageState { get; internal init; }

    /// <summary>Gets the moment from which this page is asked for, with <see cref="PageBy.Moment"/>; <see langword="null"/> for the first page.</summary>
    public DateTimeOffset? PageMoment { get => (DateTimeOffset?)_moment; internal set => _moment = value; }

    /// <summary>Gets the part of the list that is asked for, with <see cref="PageBy.TimeWindows"/> and <see cref="PageBy.IdWindows"/>; else <see langword="null"/>.</summary>
    public PageWindow? PageWindow { get => (PageWindow?)_window; internal init => _window = value; }

    /// <summary>Gets how many records the page should have, or <see langword="null"/> for the endpoint's default.</summary>
    public int? PageSize { get; internal init; }

    /// <summary>Gets a setting of the connection, else its default, else <see langword="null"/>.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    public string? this[string name] => Auth.SettingReading.Of(_connection, _definition, name);

    /// <summary>Gets a setting that must be there.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ConnectorException">The connection lacks it.</exception>
    public string Required(string name) => Auth.SettingReading.Required(_connection, _definition, name);
}
