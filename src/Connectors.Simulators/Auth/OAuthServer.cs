using System.Globalization;

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
    public OAuthIssue Issue(string clientId, string? account, params IReadOnlyList<string> scopes)
    {
        if (_clients.Find(clientId) is null)
        {
            throw new InvalidOperationException($"No client '{clientId}' is registered.");
        }

        return _state.Commit(() => Hand(Grant(clientId, account ?? ConsentAs, scopes, "authorization_code", null), null));
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

    private OAuthGrant Grant(string clientId, string account, IReadOnlyList<string> scopes, string grantType, string? subject)
    {
        var grant = new OAuthGrant("g" + Next().ToString(CultureInfo.InvariantCulture), clientId, account, [.. scopes], grantType) { Subject = subject };
        _grants.Put(grant.Id, grant);
        return grant;
    }

    // Hands out an access token, and a refresh token: a new one, or the one that was shown.
    private OAuthIssue Hand(OAuthGrant grant, OAuthToken? shown)
    {
        var now = _state.Now;
        if (Options.SingleAccessToken)
        {
            RevokeAccessTokens(grant);
        }

        Forget(grant.Id, now);
        var access = new OAuthToken(Options.AccessTokenFormat(grant, NextText()), grant.Id, IsRefresh: false, now, now + Options.AccessTokenLifetime);
        _tokens.Put(access.Value, access);
        var refresh = shown;
        if (shown is null ? !string.Equals(grant.GrantType, "client_credentials", StringComparison.Ordinal) && Options.IssuesRefreshToken(grant) : Options.RotateRefreshTokens)
        {
            refresh = new OAuthToken(Options.RefreshTokenFormat(grant, NextText()), grant.Id, IsRefresh: true, now, now + Options.RefreshTokenLifetime);
            _tokens.Put(refresh.Value, refresh);
            if (shown is { SpentAt: null })
            {
                _tokens.Put(shown.Value, shown with { SpentAt = now });
            }
        }

        return new OAuthIssue(grant, access, refresh, shown is not null);
    }

    private void RevokeAccessTokens(OAuthGrant grant)
    {
        var siblings = _grants.Snapshot()
            .Where(other => string.Equals(other.ClientId, grant.ClientId, StringComparison.Ordinal)
                && string.Equals(other.Account, grant.Account, StringComparison.Ordinal)
                && string.Equals(other.Subject, grant.Subject, StringComparison.Ordinal))
            .SelectMany(other => _tokensByGrant.GetValueOrDefault(other.Id) ?? []);
        foreach (var value in siblings.ToList())
        {
            if (_tokens.Find(value) is { IsRefresh: false, Revoked: false } token)
            {
                _tokens.Put(value, token with { Revoked = true });
            }
        }
    }

    // An access token that ended a day ago is answered like any unknown one: a month of renewals must not fill the memory.
    private void Forget(string grantId, DateTimeOffset now)
    {
        foreach (var value in _tokensByGrant.GetValueOrDefault(grantId)?.ToList() ?? [])
        {
            if (_tokens.Find(value) is { IsRefresh: false } token && token.ExpiresAt < now.AddDays(-1))
            {
                _tokens.Remove(value);
            }
        }
    }

    private void OnTokenChanged(string value, OAuthToken? old, OAuthToken? token)
    {
        if (old is null && token is not null)
        {
            if (!_tokensByGrant.TryGetValue(token.GrantId, out var list))
            {
                _tokensByGrant[token.GrantId] = list = [];
            }

            list.Add(value);
        }
        else if (token is null && old is not null)
        {
            _tokensByGrant[old.GrantId].Remove(value);
        }
    }

    private long Next()
    {
        var next = 1 + long.Parse(_counter.Find("last") ?? "0", CultureInfo.InvariantCulture);
        _counter.Put("last", next.ToString(CultureInfo.InvariantCulture));
        return next;
    }

    private string NextText() => Deterministic.Hex(_state.Seed, _simulator.Provider + ".oauth", Next());
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
