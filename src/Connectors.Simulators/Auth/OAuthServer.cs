namespace Connectors.Simulators;

/// <summary>A provider's OAuth 2.0 server: clients, consent, codes, tokens. Its endpoints are mapped by the provider's simulator.</summary>
/// <remarks>Safe for concurrent use; clients, codes and tokens are kept over a restart when the host has a state file.</remarks>
public sealed partial class OAuthServer
{
    private readonly Simulator _simulator;
    private readonly SimulatorState _state;
    private readonly StateTable<OAuthClient> _clients;
    private readonly StateTable<OAuthGrant> _grants;
    private readonly StateTable<OAuthCode> _codes;
    private readonly StateTable<OAuthToken> _tokens;
    private readonly Dictionary<string, List<string>> _tokensByGrant = new(StringComparer.Ordinal);
    private readonly StateTable<string> _counter;

    /// <summary>Creates the server.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="account">The account in whose name consent is given unless <see cref="ConsentAs"/> says otherwise.</param>
    /// <param name="options">How the provider's server behaves.</param>
    public OAuthServer(Simulator simulator, string account, OAuthServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        _simulator = simulator;
        _state = simulator.State;
        ConsentAs = account;
        Options = options;
        _clients = new StateTable<OAuthClient>(_state, "oauth.clients");
        _grants = new StateTable<OAuthGrant>(_state, "oauth.grants");
        _codes = new StateTable<OAuthCode>(_state, "oauth.codes");
        _tokens = new StateTable<OAuthToken>(_state, "oauth.tokens", OnTokenChanged);
        _counter = new StateTable<string>(_state, "oauth.counter");
    }

    /// <summary>Gets how the server behaves; may be changed at any time.</summary>
    public OAuthServerOptions Options { get; }

    /// <summary>Gets or sets the account that agrees at the authorization endpoint: the customer who signs in.</summary>
    public string ConsentAs { get; set; }

    /// <summary>Gets or sets whether the customer refuses: the redirect then carries <c>error=access_denied</c>.</summary>
    /// <value>The default is false.</value>
    public bool DenyConsent { get; set; }

    /// <summary>Gets or sets whether the authorization endpoint shows a page with Allow and Deny, for a person and a browser.</summary>
    /// <value>The default is false: the customer agrees at once. Started on a port, a host gives the page's address by <see cref="SimulatorHost.LocalAddressOf"/>.</value>
    public bool AsksForConsent { get; set; }

    /// <summary>Registers an app, or changes it.</summary>
    /// <param name="client">The app.</param>
    /// <returns>The same app.</returns>
    public OAuthClient Register(OAuthClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _clients.Put(client.Id, client);
        return client;
    }

    /// <summary>Issues tokens as if somebody had signed in and agreed.</summary>
    /// <param name="clientId">A registered client.</param>
    /// <param name="account">The account, or null for <see cref="ConsentAs"/>.</param>
    /// <param name="scopes">The scopes granted.</param>
    /// <returns>The tokens.</returns>
    public OAuthIssue Issue(string clientId, string? account, params IReadOnlyList<string> scopes) => IssueFor(null, clientId, account, scopes);

    /// <summary>Issues tokens with which a client acts for somebody in particular, as if that person had agreed.</summary>
    /// <param name="subject">For whom the client acts, or null for the account as a whole.</param>
    /// <param name="clientId">A registered client.</param>
    /// <param name="account">The account, or null for <see cref="ConsentAs"/>.</param>
    /// <param name="scopes">The scopes granted.</param>
    /// <returns>The tokens.</returns>
    public OAuthIssue IssueFor(string? subject, string clientId, string? account, params IReadOnlyList<string> scopes)
    {
        if (_clients.Find(clientId) is null)
        {
            throw new InvalidOperationException($"No client '{clientId}' is registered.");
        }

        return _state.Commit(() => Hand(Grant(clientId, account ?? ConsentAs, scopes, "authorization_code", subject), null));
    }

    /// <summary>Returns a token with its grant, whatever its standing.</summary>
    /// <param name="value">The token.</param>
    /// <returns>Token and grant, or null when the token was never issued.</returns>
    public (OAuthToken Token, OAuthGrant Grant)? Find(string value) =>
        _tokens.TryGet(value, out var token) && _grants.TryGet(token.GrantId, out var grant) ? (token, grant) : null;

    /// <summary>Returns how an access token stands.</summary>
    /// <param name="value">The token as sent.</param>
    /// <param name="grant">What it stands for, when it is known.</param>
    /// <param name="token">The token, when it is known.</param>
    /// <returns>Its standing.</returns>
    public TokenStanding Check(string? value, out OAuthGrant? grant, out OAuthToken? token)
    {
        (grant, token) = (null, null);
        if (value is null || Find(value) is not { } found || found.Token.IsRefresh)
        {
            return TokenStanding.Unknown;
        }

        (token, grant) = found;
        return token.Revoked || grant.Revoked ? TokenStanding.Revoked
            : token.ExpiresAt <= _state.Clock.GetUtcNow() ? TokenStanding.Expired
            : TokenStanding.Valid;
    }

    /// <summary>Ends every grant of an account, as when a customer uninstalls the app.</summary>
    /// <param name="account">The account.</param>
    public void RevokeAccount(string account) => _state.Commit(() =>
    {
        foreach (var grant in _grants.Snapshot().Where(grant => string.Equals(grant.Account, account, StringComparison.Ordinal)))
        {
            _grants.Put(grant.Id, grant with { Revoked = true });
        }
    });

    /// <summary>Revokes one token.</summary>
    /// <param name="value">The token.</param>
    /// <returns>Whether it was known.</returns>
    public bool Revoke(string value) => _state.Commit(() =>
    {
        if (!_tokens.TryGet(value, out var token))
        {
            return false;
        }

        _tokens.Put(value, token with { Revoked = true });
        return true;
    });

    /// <summary>Ends the grant of a token with all its tokens.</summary>
    /// <param name="value">Any token of the grant.</param>
    /// <returns>Whether it was known.</returns>
    public bool RevokeGrant(string value) => _state.Commit(() =>
    {
        if (Find(value) is not { } found)
        {
            return false;
        }

        _grants.Put(found.Grant.Id, found.Grant with { Revoked = true });
        return true;
    });
}

/// <summary>How an access token stands.</summary>
public enum TokenStanding
{
    /// <summary>It may be used.</summary>
    Valid,

    /// <summary>It was never issued here.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It, or the grant behind it, was revoked.</summary>
    Revoked,
}
