using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Connectors.Auth;
using Microsoft.Extensions.Options;

namespace Connectors;

/// <summary>What an app sets for all connectors. Binds from the section given to <c>AddConnectors</c>.</summary>
public sealed class ConnectorsOptions
{
    /// <summary>Gets the connections that are stated in configuration: made on first use, and made anew at the next use after their credential or settings changed there.</summary>
    public IList<ConnectionOptions> Connections { get; } = [];
}

/// <summary>A connection stated in configuration. Its secrets are left out of JSON that is made of it.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Gets or sets the provider id.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Gets or sets the tenant.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>Gets or sets the connection's name.</summary>
    /// <value>The default is <c>default</c>.</value>
    public string Name { get; set; } = "default";

    /// <summary>Gets what the definition asks for beside the credential.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets an API key.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets a token.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Token { get; set; }

    /// <summary>Gets or sets a user name; goes with <see cref="Password"/>.</summary>
    public string? User { get; set; }

    /// <summary>Gets or sets a password.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Password { get; set; }

    /// <summary>Gets or sets a client id; goes with <see cref="ClientSecret"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets a client secret.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets whose <see cref="PrivateKey"/> it is: a client id, a service account's address, an app id.</summary>
    public string? Issuer { get; set; }

    /// <summary>Gets or sets a private key as PEM, its line breaks perhaps written as <c>\n</c>; goes with <see cref="Issuer"/>.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? PrivateKey { get; set; }

    /// <summary>Gets or sets the id of <see cref="PrivateKey"/>, where the provider gave it one.</summary>
    public string? KeyId { get; set; }

    /// <summary>Gets or sets in whose name calls are made with <see cref="PrivateKey"/>, where the provider asks.</summary>
    public string? Subject { get; set; }

    /// <summary>Gets secrets by name, where the provider's scheme asks for several: <c>consumer_key</c>, <c>consumer_secret</c>, …</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal Credential? Credential() => this switch
    {
        { Secrets.Count: > 0 } => new SecretsCredential(Secrets.ToDictionary(static secret => secret.Key, static secret => new Secret(secret.Value), StringComparer.Ordinal)),
        { Issuer: { Length: > 0 } issuer, PrivateKey: { Length: > 0 } key } => new PrivateKeyCredential(issuer, key) { KeyId = KeyId, Subject = Subject },
        { ApiKey: { Length: > 0 } key } => new ApiKeyCredential(key),
        { Token: { Length: > 0 } token } => new BearerCredential(token),
        { User: { Length: > 0 } user, Password: { } password } => new BasicCredential(user, password),
        { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } secret } => new ClientCredential(id, secret),
        _ => null,
    };
}

/// <summary>
/// Makes the connections that are stated in configuration: on first use, and anew when the credential or a setting there is not the
/// one any more that it was made from. What configuration states counts more than what was connected by code.
/// </summary>
internal sealed class ConfiguredConnections(IOptionsMonitor<ConnectorsOptions> options, IConnections connections, ConnectionRows rows, Envelope envelope)
{
    /// <summary>Gives the connection as configuration states it, or the stored one where it states none.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="stored">The stored one, if there is one.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async ValueTask<Connection?> CurrentAsync(ConnectionKey key, Connection? stored, CancellationToken cancellationToken)
    {
        var all = options.CurrentValue.Connections;
        for (var index = 0; index < all.Count; index++)
        {
            var stated = all[index];
            if (stated.Provider == key.Provider && stated.Tenant == key.Tenant && stated.Name == key.Name)
            {
                return stored is { Status: ConnectionStatus.Paused } || WithContent(stated, content => envelope.IsHash(stored?.ConfigurationHash, Id(key), content))
                    ? stored
                    : await ConnectAsync(key, stated, index, WithContent(stated, content => envelope.Hash(Id(key), content)), cancellationToken).ConfigureAwait(false);
            }
        }

        return stored;
    }

    private async Task<Connection> ConnectAsync(ConnectionKey key, ConnectionOptions stated, int index, string hash, CancellationToken cancellationToken)
    {
        var credential = stated.Credential() ?? throw new ConnectorException(new()
        {
            Kind = ErrorKind.Configuration,
            Connection = key,
            What = $"The configured connection Connectors:Connections:{index} has no credential",
            ToDo = "Set its ApiKey, its Token, User with Password, ClientId with ClientSecret, Issuer with PrivateKey, or Secrets.",
        });
        await connections.ConnectAsync(key, credential, new(stated.Settings), cancellationToken).ConfigureAwait(false);
        return await rows.ChangeAsync(key, connection => connection with { ConfigurationHash = hash }, cancellationToken).ConfigureAwait(false);
    }

    private static string Id(ConnectionKey key) => $"configuration:{key}";

    private static T WithContent<T>(ConnectionOptions stated, Func<byte[], T> use)
    {
        var text = new StringBuilder();
        foreach (var part in new[] { stated.ApiKey, stated.Token, stated.User, stated.Password, stated.ClientId, stated.ClientSecret, stated.Issuer, stated.PrivateKey, stated.KeyId, stated.Subject })
        {
            Add(part);
        }

        AddAll(stated.Secrets);
        AddAll(stated.Settings);

        var content = Encoding.UTF8.GetBytes(text.ToString());
        try
        {
            return use(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }

        void AddAll(IDictionary<string, string> parts)
        {
            foreach (var (name, value) in parts.OrderBy(static part => part.Key, StringComparer.Ordinal))
            {
                Add(name);
                Add(value);
            }

            text.Append(';');
        }

        void Add(string? part) => text.Append(part?.Length ?? -1).Append(':').Append(part);
    }
}
