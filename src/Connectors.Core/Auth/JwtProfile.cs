using System.Text.Json.Nodes;

namespace Connectors.Definitions;

/// <summary>How an app makes the tokens that it signs itself (RFC 7519): the algorithm, the claims, how long they hold.</summary>
public sealed class JwtProfile
{
    /// <summary>Gets how they are signed.</summary>
    /// <value>The default is <see langword="null"/>: as the key is, RS256 for RSA, ES256 for EC, HS256 for a shared secret.</value>
    public SigningAlgorithm? Algorithm { get; init; }

    /// <summary>Gets the claim <c>iss</c>; left out where it is <see langword="null"/>.</summary>
    /// <value>The default is the credential's issuer, or the client id.</value>
    public Func<JwtContext, string?> Issuer { get; init; } = static context => context.Issuer;

    /// <summary>Gets the claim <c>sub</c>; left out where it is <see langword="null"/>.</summary>
    /// <value>The default is the credential's subject, or the client id where the token proves a client.</value>
    public Func<JwtContext, string?> Subject { get; init; } = static context => context.Subject;

    /// <summary>Gets the claim <c>aud</c>; left out where it is <see langword="null"/>.</summary>
    /// <value>The default is the address of the token endpoint where the token is sent to one, and none where it goes onto requests.</value>
    public Func<JwtContext, string?> Audience { get; init; } = static context => context.TokenEndpoint;

    /// <summary>Gets further claims, by name; one that is <see langword="null"/> is left out. Texts, numbers and truth values convert by themselves.</summary>
    /// <value>The default is empty. Example: <c>["scope"] = _ => "read"</c>.</value>
    public IReadOnlyDictionary<string, Func<JwtContext, JsonNode?>> Claims { get; init; } = new Dictionary<string, Func<JwtContext, JsonNode?>>(StringComparer.Ordinal);

    /// <summary>Gets the time from <c>iat</c> to <c>exp</c>: the most that the provider takes.</summary>
    /// <value>The default is 5 minutes. Range: more than <see cref="ClockSkew"/>. GitHub: 10 minutes; Salesforce: 3 minutes; Google: 1 hour.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how far <c>iat</c> lies in the past, so that a provider whose clock is behind takes the token.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets whether each token has an id of its own (<c>jti</c>), so that the provider can refuse a second use.</summary>
    /// <value>The default is <see langword="false"/>; proofs of a client have one in any case.</value>
    public bool HasId { get; init; }
}

/// <summary>What the claims of a token may depend on.</summary>
public readonly struct JwtContext
{
    private readonly ConnectorDefinition? _definition;

    internal JwtContext(Connection connection, ConnectorDefinition? definition, DateTimeOffset now, string? issuer, string? subject, string? tokenEndpoint = null, string? server = null)
    {
        Connection = connection;
        _definition = definition;
        Now = now;
        Issuer = issuer;
        Subject = subject;
        TokenEndpoint = tokenEndpoint;
        Server = server;
    }

    /// <summary>Gets the connection.</summary>
    public Connection Connection { get; }

    /// <summary>Gets the moment at which the token is made.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Gets whose key signs: <see cref="PrivateKeyCredential.Issuer"/>, or the client id.</summary>
    public string? Issuer { get; }

    /// <summary>Gets in whose name calls are made: <see cref="PrivateKeyCredential.Subject"/>.</summary>
    public string? Subject { get; }

    /// <summary>Gets the address of the token endpoint that the token is for, or <see langword="null"/> when it is for none.</summary>
    public string? TokenEndpoint { get; }

    /// <summary>Gets the issuer identifier of the server that the token is for, or <see langword="null"/> where the scheme names none (<see cref="OAuth2Scheme.Issuer"/>).</summary>
    public string? Server { get; }

    /// <summary>Gets a setting of the connection, else its default, else <see langword="null"/>.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    public string? this[string name] => Auth.SettingReading.Of(Connection, _definition, name);

    /// <summary>Gets a setting that must be there.</summary>
    /// <param name="name">The setting's name in the definition.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ConnectorException">The connection lacks it.</exception>
    public string Required(string name) => Auth.SettingReading.Required(Connection, _definition, name);
}
