using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>What a scheme works on.</summary>
public readonly struct AuthContext
{
    /// <summary>The longest body that is read into memory to sign it: 64 MiB.</summary>
    private const int MaxBody = 64 << 20;

    private readonly ConnectorDefinition? _definition;

    internal AuthContext(HttpRequestMessage request, Credential credential, Connection connection, TimeProvider time, ConnectorDefinition? definition = null)
    {
        Request = request;
        Credential = credential;
        Connection = connection;
        Time = time;
        _definition = definition;
    }

    /// <summary>Gets the request; add a header, change its address's query, or replace its body.</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Gets the credential; the scheme accepts it.</summary>
    public Credential Credential { get; }

    /// <summary>Gets the connection.</summary>
    public Connection Connection { get; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; }

    internal ConnectorDefinition? Definition => _definition;

    /// <summary>Gets a setting of the connection, else its default, else <see langword="null"/>.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    public string? this[string name] => SettingReading.Of(Connection, _definition, name);

    /// <summary>Gets a setting that must be there.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ConnectorException">The connection lacks it.</exception>
    public string Required(string name) => SettingReading.Required(Connection, _definition, name);

    /// <summary>Sets a header to one value, in place of the one that an earlier attempt set.</summary>
    /// <param name="name">The header.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ConnectorException">The value is empty, or holds a character that a header cannot carry.</exception>
    public void SetHeader(string name, string value) => CredentialPlaces.SetHeader(Request, name, PreparedHeader.Checked(Connection, $"value of the header {name}", value));

    /// <summary>Sets a query parameter, in place of the one that an earlier attempt set; every other one stays byte for byte as it is.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value, not encoded; <see langword="null"/> takes it off.</param>
    public void SetQuery(string name, string? value) => Request.RequestUri = CredentialPlaces.SetQuery(Request.RequestUri!, name, value);

    /// <summary>Reads the body as it will be sent; it is sent all the same, from memory. Empty where there is none.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ConnectorException">The body is longer than 64 MiB, more than is kept in memory to sign it.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(CancellationToken cancellationToken = default)
    {
        if (Request.Content is not { } content)
        {
            return default;
        }

        try
        {
            await content.LoadIntoBufferAsync(MaxBody, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.NotSupported,
                Connection = Connection.Key,
                What = "The auth scheme signs the body, and this one is longer than the 64 MiB that are kept in memory for it",
                ToDo = "Send it in parts, where the provider takes parts.",
            });
        }

        return await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }
}
