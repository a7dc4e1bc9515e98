using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>Where a provider gives tokens, and how it speaks there.</summary>
/// <param name="address">The address; may hold <c>{setting}</c> placeholders and a query. <see langword="null"/>: the one that the scheme's issuer states.</param>
public sealed class TokenEndpoint(string? address = null)
{
    private readonly ClientAuthentication? _clientAuthentication;

    /// <summary>Gets the address.</summary>
    /// <value>The default is <see langword="null"/>: the one that the scheme's issuer states.</value>
    public string? Address { get; } = address;

    /// <summary>Gets how the client proves itself.</summary>
    /// <value>
    /// The default is <see cref="ClientAuthentication.Post"/>; where the endpoints are the issuer's to state, what its metadata name, and
    /// <see cref="ClientAuthentication.Basic"/> where they name none (RFC 8414, section 2).
    /// </value>
    public ClientAuthentication ClientAuthentication
    {
        get => _clientAuthentication ?? ClientAuthentication.Post;
        init => _clientAuthentication = value;
    }

    internal bool StatesClientAuthentication => _clientAuthentication is not null;

    /// <summary>
    /// Gets how the client's assertion is made, where the client proves itself by one. Its audience is this endpoint's address unless
    /// stated otherwise; a provider that keeps to the newer rule (OAuth 2.1, RFC 7523bis) wants its issuer identifier:
    /// <c>new() { Audience = context => context.Server }</c>. Each assertion has an id and is sent once.
    /// </summary>
    /// <value>The default is <c>iss</c> and <c>sub</c> the client id, <c>aud</c> this endpoint, five minutes, signed as the key is.</value>
    public JwtProfile ClientAssertion { get; init; } = new();

    /// <summary>Gets how the fields of a request are written.</summary>
    /// <value>The default is <see cref="TokenRequestFormat.Form"/>, as the standard has it.</value>
    public TokenRequestFormat Format { get; init; } = TokenRequestFormat.Form;

    /// <summary>Gets further fields. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets further headers. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty. Gusto: <c>X-Gusto-API-Version</c>.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets where the tokens stand in the answer, where it is not at its top. What is not there may throw: then they stand at its top, as they do
    /// in Slack's answer to a renewal.
    /// </summary>
    /// <value>The default is <see langword="null"/>: at its top. Slack's user tokens: <c>answer => answer.GetProperty("authed_user")</c>.</value>
    public Func<JsonElement, JsonElement>? Tokens { get; init; }

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

/// <summary>How the fields of a token request are written.</summary>
public enum TokenRequestFormat
{
    /// <summary>A POST with a form, as the standard has it.</summary>
    Form,

    /// <summary>A POST with a JSON object, for providers that take no form.</summary>
    Json,

    /// <summary>A GET with a query, for providers that take no body. The client's secret then stands in an address, which proxies may log.</summary>
    Query,
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
