using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Where a provider gives tokens, and how it speaks there.</summary>
/// <param name="address">The address; may hold <c>{setting}</c> placeholders and a query.</param>
public sealed class TokenEndpoint(string address)
{
    /// <summary>Gets the address.</summary>
    public string Address { get; } = address;

    /// <summary>Gets how the client proves itself.</summary>
    /// <value>The default is <see cref="ClientAuthentication.Post"/>.</value>
    public ClientAuthentication ClientAuthentication { get; init; } = ClientAuthentication.Post;

    /// <summary>
    /// Gets how the client's assertion is made, where the client proves itself by one. Its audience is this endpoint's address unless
    /// stated otherwise; a provider that keeps to the newer rule (OAuth 2.1, RFC 7523bis) wants its issuer identifier:
    /// <c>new() { Audience = _ => "https://login.example.com" }</c>. Each assertion has an id and is sent once.
    /// </summary>
    /// <value>The default is <c>iss</c> and <c>sub</c> the client id, <c>aud</c> this endpoint, five minutes, signed as the key is.</value>
    public JwtProfile ClientAssertion { get; init; } = new();

    /// <summary>Gets further form fields. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets what to keep of the answer beside the tokens.</summary>
    /// <value>The default is empty. Example: <c>["hub_id"]</c>.</value>
    public IReadOnlyList<TokenExtra> Extras { get; init; } = [];

    /// <summary>Gets the <c>token_type</c> values that can be sent as <c>Bearer</c>; an answer with another one is refused.</summary>
    /// <value>The default is <c>bearer</c>, in any case. Slack says <c>bot</c> and <c>user</c>.</value>
    public IReadOnlyList<string> TokenTypes { get; init; } = ["bearer"];

    /// <summary>Gets the provider's own codes that mean what <c>invalid_grant</c> means: the customer must sign in again.</summary>
    /// <value>The default is empty. Example: <c>invalid_refresh_token</c>.</value>
    public IReadOnlyList<string> GrantErrors { get; init; } = [];

    /// <summary>Gets the provider's own codes that mean what <c>invalid_client</c> means: client id or secret are wrong.</summary>
    /// <value>The default is empty. Example: <c>bad_client_secret</c>.</value>
    public IReadOnlyList<string> ClientErrors { get; init; } = [];

    /// <summary>Makes an endpoint that keeps to the standard.</summary>
    /// <param name="address">The address.</param>
    public static implicit operator TokenEndpoint(string address) => new(address);
}

/// <summary>How a client proves itself at a token endpoint.</summary>
public enum ClientAuthentication
{
    /// <summary>Id and secret as form fields.</summary>
    Post,

    /// <summary>HTTP Basic over id and secret that are form-encoded first, as RFC 6749 has it.</summary>
    Basic,

    /// <summary>HTTP Basic over id and secret as they are, for the providers that forgot the form encoding.</summary>
    BasicRaw,

    /// <summary>The id as a form field, and no secret: a public client (PKCE).</summary>
    None,

    /// <summary>
    /// An assertion signed with the client's private key (OpenID Connect Core, 9; RFC 7523, 2.2): the app's
    /// <see cref="ConnectorOptions.ClientKey"/>, or the customer's <see cref="PrivateKeyCredential"/> in a <see cref="ClientCredentialsScheme"/>.
    /// </summary>
    PrivateKeyJwt,

    /// <summary>An assertion signed with the client secret (HS256; at least 32 bytes), which is not sent itself (OpenID Connect Core, 9).</summary>
    ClientSecretJwt,
}

/// <summary>Something of a token answer to keep: it becomes a setting of the connection, and can stand in host templates.</summary>
/// <param name="name">The name under which it is kept.</param>
/// <param name="read">Takes it out of the answer; what is not there may throw, and is then left out.</param>
public sealed class TokenExtra(string name, Func<JsonElement, JsonElement> read)
{
    /// <summary>Gets the name under which it is kept.</summary>
    public string Name { get; } = name;

    /// <summary>Keeps a member of the answer under its own name.</summary>
    /// <param name="name">The member's name.</param>
    public static implicit operator TokenExtra(string name) => new(name, answer => answer.GetProperty(name));

    /// <summary>Takes it out of an answer: a text, number or truth value as text, anything else as <see langword="null"/>.</summary>
    internal string? Read(JsonElement answer)
    {
        try
        {
            var value = read(answer);
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Where a provider takes tokens back.</summary>
/// <param name="address">The address; may hold <c>{setting}</c> placeholders and a query.</param>
public sealed class RevocationEndpoint(string address)
{
    /// <summary>Gets the address.</summary>
    public string Address { get; } = address;

    /// <summary>
    /// Gets whether the access token is sent as <c>Authorization: Bearer</c> with an empty body. Otherwise the refresh token (or the
    /// access token, when there is no other) is a form field beside the client's proof, as RFC 7009 has it.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AsBearer { get; init; }

    /// <summary>Makes an endpoint that keeps to RFC 7009.</summary>
    /// <param name="address">The address.</param>
    public static implicit operator RevocationEndpoint(string address) => new(address);
}
