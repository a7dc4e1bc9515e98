namespace Connectors.Simulators;

/// <summary>An app registered with a provider.</summary>
/// <param name="Id">Its client id.</param>
/// <param name="Secret">Its client secret, or null for a public client.</param>
public sealed record OAuthClient(string Id, string? Secret)
{
    /// <summary>Gets where codes may be sent; none means anywhere. The port of a loopback address does not count (RFC 8252).</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Gets the scopes that the app may ask for; none means any.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}

/// <summary>What somebody agreed to: a client may act in an account, with scopes.</summary>
/// <param name="Id">The grant's id in the simulator.</param>
/// <param name="ClientId">The client.</param>
/// <param name="Account">The account: portal, company, team.</param>
/// <param name="Scopes">The scopes granted.</param>
/// <param name="GrantType">How it came to be: <c>authorization_code</c> or <c>client_credentials</c>.</param>
public sealed record OAuthGrant(string Id, string ClientId, string Account, IReadOnlyList<string> Scopes, string GrantType)
{
    /// <summary>Gets for whom the client acts, when the provider knows such (Greenhouse's <c>sub</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>Gets those scopes that were asked for by the second and further scope parameters (HubSpot's <c>optional_scope</c>, Slack's <c>user_scope</c>).</summary>
    public IReadOnlyList<string> OptionalScopes { get; init; } = [];

    /// <summary>Gets whether the grant was ended: revoked, uninstalled.</summary>
    public bool Revoked { get; init; }
}

/// <summary>An access or refresh token.</summary>
/// <param name="Value">The token.</param>
/// <param name="GrantId">The grant that it stands for.</param>
/// <param name="IsRefresh">Whether it is a refresh token.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it ends, or null for never.</param>
public sealed record OAuthToken(string Value, string GrantId, bool IsRefresh, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Gets whether it was revoked.</summary>
    public bool Revoked { get; init; }

    /// <summary>Gets when a rotation spent it, or null.</summary>
    public DateTimeOffset? SpentAt { get; init; }
}

/// <summary>Tokens as they are handed to a client.</summary>
/// <param name="Grant">What they stand for.</param>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token, or null.</param>
/// <param name="IsRenewal">Whether a refresh token was exchanged for them.</param>
public sealed record OAuthIssue(OAuthGrant Grant, OAuthToken Access, OAuthToken? Refresh, bool IsRenewal)
{
    /// <summary>Gets how long the access token lives from its issue, in seconds; 0 for ever.</summary>
    public long ExpiresIn => Access.ExpiresAt is { } end ? (long)(end - Access.IssuedAt).TotalSeconds : 0;
}

/// <summary>Why the token endpoint refused.</summary>
/// <param name="Reason">The exact reason.</param>
/// <param name="Description">The reason in words.</param>
public sealed record OAuthError(OAuthReason Reason, string Description)
{
    /// <summary>Gets the error code of RFC 6749, 5.2.</summary>
    public string Code => Reason switch
    {
        OAuthReason.UnknownClient or OAuthReason.BadClientSecret => "invalid_client",
        OAuthReason.UnsupportedGrantType => "unsupported_grant_type",
        OAuthReason.InvalidScope => "invalid_scope",
        OAuthReason.MissingParameter => "invalid_request",
        _ => "invalid_grant",
    };
}

/// <summary>The reasons for which a token endpoint refuses; providers give them different names.</summary>
public enum OAuthReason
{
    /// <summary>A required parameter is missing.</summary>
    MissingParameter,

    /// <summary>The client id is not registered.</summary>
    UnknownClient,

    /// <summary>The secret is wrong or missing, or came in a way that is not taken.</summary>
    BadClientSecret,

    /// <summary>The grant type is not taken.</summary>
    UnsupportedGrantType,

    /// <summary>A scope is not allowed for the client.</summary>
    InvalidScope,

    /// <summary>The code is unknown or another client's.</summary>
    BadCode,

    /// <summary>The code was exchanged before.</summary>
    CodeUsed,

    /// <summary>The code is too old.</summary>
    CodeExpired,

    /// <summary>The redirect address is not the one of the authorization request.</summary>
    RedirectMismatch,

    /// <summary>The PKCE verifier is missing, or does not fit the challenge.</summary>
    BadVerifier,

    /// <summary>The refresh token is unknown, another client's, or revoked.</summary>
    BadRefreshToken,

    /// <summary>The refresh token is too old.</summary>
    RefreshTokenExpired,

    /// <summary>The refresh token was spent by a rotation before.</summary>
    RefreshTokenReused,
}

/// <summary>A code on its way from the authorization endpoint to the token endpoint.</summary>
internal sealed record OAuthCode(string Value, OAuthGrant Grant, string RedirectUri, string? Challenge, string? ChallengeMethod, DateTimeOffset ExpiresAt)
{
    public bool Used { get; init; }
}
