using System.Globalization;

namespace Connectors.Simulators;

/// <content>How grants and tokens are made, kept and forgotten.</content>
public sealed partial class OAuthServer
{
    private OAuthGrant Grant(string clientId, string account, IReadOnlyList<string> scopes, string grantType, string? subject, IReadOnlyList<string>? optionalScopes = null)
    {
        var grant = new OAuthGrant("g" + Next().ToString(CultureInfo.InvariantCulture), clientId, account, [.. scopes], grantType) { Subject = subject, OptionalScopes = optionalScopes ?? [] };
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
