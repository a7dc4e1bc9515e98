using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Says how a provider's OAuth 2.0 server behaves; the defaults are those of the RFCs.</summary>
public sealed class OAuthServerOptions
{
    /// <summary>Gets or sets how long an access token lives.</summary>
    /// <value>Null for ever; the default is one hour.</value>
    public TimeSpan? AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how long a refresh token lives.</summary>
    /// <value>Null (the default) for ever.</value>
    public TimeSpan? RefreshTokenLifetime { get; set; }

    /// <summary>Gets or sets how long an authorization code lives.</summary>
    /// <value>The default is ten minutes.</value>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the grant types that the token endpoint takes.</summary>
    /// <value>The default is <c>authorization_code</c> and <c>refresh_token</c>.</value>
    public IReadOnlyList<string> GrantTypes { get; set; } = ["authorization_code", "refresh_token"];

    /// <summary>Gets or sets how a client may prove itself at the token endpoint.</summary>
    /// <value>The default is either way.</value>
    public ClientAuthentication ClientAuthentication { get; set; } = ClientAuthentication.Basic | ClientAuthentication.Post;

    /// <summary>Gets or sets whether every refresh gives a new refresh token and spends the old one.</summary>
    /// <value>The default is false.</value>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>Gets or sets how long a spent refresh token still works after a rotation.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan RefreshGrace { get; set; }

    /// <summary>Gets or sets whether a spent refresh token that comes again ends the whole grant (RFC 9700).</summary>
    /// <value>The default is false.</value>
    public bool DetectRefreshReuse { get; set; }

    /// <summary>Gets or sets whether a code that comes again ends the grant it was exchanged for (RFC 6749, 4.1.2).</summary>
    /// <value>The default is true.</value>
    public bool DetectCodeReuse { get; set; } = true;

    /// <summary>Gets or sets whether an authorization request without PKCE is refused.</summary>
    /// <value>The default is false.</value>
    public bool RequirePkce { get; set; }

    /// <summary>Gets or sets whether the PKCE method <c>plain</c> is taken.</summary>
    /// <value>The default is true.</value>
    public bool AllowPlainPkce { get; set; } = true;

    /// <summary>Gets or sets whether a new access token ends the older ones of the same client, account and subject.</summary>
    /// <value>The default is false.</value>
    public bool SingleAccessToken { get; set; }

    /// <summary>Gets or sets the parameters of the authorization request that name scopes; all but the first are optional ones.</summary>
    /// <value>The default is <c>scope</c>.</value>
    public IReadOnlyList<string> ScopeParameters { get; set; } = ["scope"];

    /// <summary>Gets or sets whether an access token also has the scopes of the optional parameters; they are kept in <see cref="OAuthGrant.OptionalScopes"/> either way.</summary>
    /// <value>The default is true; false for a provider that hands out a second token for them (Slack).</value>
    public bool GrantsOptionalScopes { get; set; } = true;

    /// <summary>Gets or sets the characters that part scopes.</summary>
    /// <value>The default is a space.</value>
    public string ScopeSeparators { get; set; } = " ";

    /// <summary>Gets or sets whether a grant comes with a refresh token.</summary>
    /// <value>The default is always; client credentials never do.</value>
    public Func<OAuthGrant, bool> IssuesRefreshToken { get; set; } = _ => true;

    /// <summary>Gets or sets how an access token is spelled.</summary>
    /// <value>Takes the grant and forty hexadecimal characters; the default is those alone.</value>
    public Func<OAuthGrant, string, string> AccessTokenFormat { get; set; } = (_, text) => text;

    /// <summary>Gets or sets how a refresh token is spelled.</summary>
    /// <value>Takes the grant and forty hexadecimal characters; the default is those alone.</value>
    public Func<OAuthGrant, string, string> RefreshTokenFormat { get; set; } = (_, text) => text;

    /// <summary>Gets or sets what the token endpoint answers with success.</summary>
    /// <value>Returns an object that is written as JSON; the default is the shape of RFC 6749, 5.1.</value>
    public Func<HttpContext, OAuthIssue, object> Success { get; set; } = OAuthAnswers.Standard;

    /// <summary>Gets or sets what the token endpoint answers with failure.</summary>
    /// <value>Returns status and an object that is written as JSON; the default is the shape of RFC 6749, 5.2.</value>
    public Func<HttpContext, OAuthError, (int Status, object Body)> Failure { get; set; } = OAuthAnswers.StandardError;

    /// <summary>Gets or sets facts of the code, beyond the RFC's, that the redirect to the client carries.</summary>
    /// <value>The default is none.</value>
    public Func<OAuthGrant, IEnumerable<KeyValuePair<string, string>>> RedirectExtras { get; set; } = _ => [];
}

/// <summary>The ways in which a client proves itself at the token endpoint.</summary>
[Flags]
public enum ClientAuthentication
{
    /// <summary>No secret is asked for: public clients.</summary>
    None = 0,

    /// <summary>HTTP Basic, name and secret form-encoded as RFC 6749, 2.3.1 says.</summary>
    Basic = 1,

    /// <summary><c>client_id</c> and <c>client_secret</c> in the form.</summary>
    Post = 2,
}
