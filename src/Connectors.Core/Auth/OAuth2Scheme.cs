using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>
/// OAuth 2.0 and 2.1 sign-in by authorization code, with PKCE (S256) and state, or by device code (RFC 8628), and renewal by refresh
/// token, rotated or not. Takes an <see cref="OAuthCredential"/>. Addresses may hold <c>{setting}</c> placeholders and a query.
/// </summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed partial class OAuth2Scheme(string name = "oauth") : RenewableScheme(name)
{
    /// <summary>Gets where the customer signs in.</summary>
    /// <value>The default is <see langword="null"/>: what the <see cref="Issuer"/> states, or no sign-in in the browser where there is none.</value>
    public string? AuthorizationEndpoint { get; init; }

    /// <summary>Gets where tokens are given, and how it is spoken to there.</summary>
    /// <value>The default is the one that the <see cref="Issuer"/> states, spoken to as the standard has it.</value>
    public TokenEndpoint TokenEndpoint { get; init; } = new();

    /// <summary>Gets where a sign-in on another device begins (RFC 8628).</summary>
    /// <value>The default is <see langword="null"/>: what the <see cref="Issuer"/> states, or none.</value>
    public string? DeviceAuthorizationEndpoint { get; init; }

    /// <summary>Gets where the parameters of a sign-in are pushed to, so that they do not stand in the address (RFC 9126).</summary>
    /// <value>The default is <see langword="null"/>: used only where the <see cref="Issuer"/> states one and demands it.</value>
    public string? PushedAuthorizationEndpoint { get; init; }

    /// <summary>Gets where tokens are taken back on disconnect.</summary>
    /// <value>The default is <see langword="null"/>: where the <see cref="Issuer"/> states, or nowhere.</value>
    public RevocationEndpoint? RevocationEndpoint { get; init; }

    /// <summary>
    /// Gets who gives the tokens, letter by letter as it names itself. Its metadata (RFC 8414, OpenID Connect Discovery) state what is not stated
    /// here; they are read only where <see cref="AuthorizationEndpoint"/> or the address of <see cref="TokenEndpoint"/> is not stated, and
    /// then again after an hour. With an issuer, its <c>iss</c> in the callback is checked (RFC 9207), and the <c>id_token</c> of a sign-in that asks
    /// for <c>openid</c>. Where both endpoints are stated, it may also hold names of the <c>id_token</c>'s claims, for a provider that has an
    /// issuer for each customer: <c>https://login.microsoftonline.com/{tid}/v2.0</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: not stated, and nothing of this is done.</value>
    public string? Issuer { get; init; }

    /// <summary>
    /// Gets the hosts on which the issuer's metadata may name endpoints and keys, beside the issuer's own and those of
    /// <see cref="ConnectorDefinition.Hosts"/>: the app's client secret goes there. With the port, where it is not the usual one.
    /// </summary>
    /// <value>The default is empty. Google: <c>["oauth2.googleapis.com", "www.googleapis.com"]</c>.</value>
    public IReadOnlyList<string> IssuerHosts { get; init; } = [];

    /// <summary>Gets the scopes to ask for, unless the app's options name others.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// Gets what a granted scope allows beside itself: <c>["accounting.contacts"] = ["accounting.contacts.read"]</c>. A scope that is covered
    /// may cover others in turn.
    /// </summary>
    /// <value>The default is empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ScopesCovered { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Gets what stands between two scopes in the request.</summary>
    /// <value>The default is a space, as the standard has it. Slack, Linear and Facebook: a comma.</value>
    public string ScopeSeparator { get; init; } = " ";

    /// <summary>Gets the parameter of the sign-in address in which the scopes stand.</summary>
    /// <value>The default is <c>scope</c>. Slack's user tokens: <c>user_scope</c>.</value>
    public string ScopeParameter { get; init; } = "scope";

    /// <summary>
    /// Gets the resources that the access token is for (RFC 8707), sent when signing in and at each renewal: absolute addresses without a
    /// fragment, or a <c>{setting}</c>. A token for other resources is not used: a connection whose scheme names other ones has a credential of its own.
    /// </summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Gets the <c>audience</c> parameter of the sign-in, with which Auth0 and Atlassian say what the access token is for; counts like <see cref="Resources"/>.</summary>
    /// <value>The default is <see langword="null"/>: none. Atlassian: <c>api.atlassian.com</c>.</value>
    public string? Audience { get; init; }

    /// <summary>Gets whether PKCE is used.</summary>
    /// <value>The default is <see langword="true"/>. Turn it off only for a provider that refuses unknown parameters.</value>
    public bool UsePkce { get; init; } = true;

    /// <summary>Gets further parameters of the sign-in address. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty. Example: <c>access_type=offline</c>.</value>
    public IReadOnlyDictionary<string, string> AuthorizeParameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the parameters of the callback to keep as settings of the connection, of at most 256 characters each. They come through the customer's
    /// browser: one that stands in a host must be among the definition's settings, with a pattern, which is held against it.
    /// </summary>
    /// <value>The default is empty. QuickBooks: <c>realmId</c>.</value>
    public IReadOnlyList<string> CallbackExtras { get; init; } = [];

    /// <summary>
    /// Gets the grant type by which the token of a sign-in is exchanged at once for one that lives longer, where the provider gives no refresh tokens;
    /// the first token is sent under the same name.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none. Facebook: <c>fb_exchange_token</c>.</value>
    public string? LongLivedGrant { get; init; }

    /// <summary>Gets whether each renewal names the callback address again, as BambooHR asks.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RedirectOnRefresh { get; init; }

    /// <summary>
    /// Gets how long the provider takes a refresh token that was used already, because its answer may have been lost.
    /// <see cref="TimeSpan.Zero"/>: not at all; <see cref="Timeout.InfiniteTimeSpan"/>: a used one stays good. When a process
    /// ends, or an answer is lost, in the middle of a renewal, the token is sent again only within that time (and for a minute less,
    /// the time that a renewal may take); else the customer must connect again.
    /// </summary>
    /// <value>The default is zero, until a renewal shows that the refresh token stays the same. Xero: 30 minutes.</value>
    public TimeSpan RefreshTokenGrace { get; init; }
}
