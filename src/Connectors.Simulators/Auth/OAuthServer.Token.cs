using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <content>The token endpoint, where codes and refresh tokens are exchanged.</content>
public sealed partial class OAuthServer
{
    /// <summary>Answers the token endpoint.</summary>
    /// <param name="context">The request, with a form body.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public async Task TokenAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var form = await Requests.FormAsync(context).ConfigureAwait(false);
        var (issue, error) = Exchange(context, form);
        context.Response.Headers.CacheControl = "no-store";
        if (issue is null)
        {
            var (status, body) = Options.Failure(context, error!);
            await Answer.JsonAsync(context, status, body).ConfigureAwait(false);
            return;
        }

        Ledger.Tag(context, "account", issue.Grant.Account);
        if (issue.IsRenewal)
        {
            _simulator.Ledger.Renewed();
        }

        await Answer.JsonAsync(context, StatusCodes.Status200OK, Options.Success(context, issue)).ConfigureAwait(false);
    }

    /// <summary>Authenticates the client of a request to the token, introspection or revocation endpoint.</summary>
    /// <param name="context">The request.</param>
    /// <param name="form">Its form.</param>
    /// <param name="error">Why it was refused, when it was.</param>
    /// <returns>The client, or null.</returns>
    public OAuthClient? Authenticate(HttpContext context, IFormCollection form, out OAuthError? error)
    {
        ArgumentNullException.ThrowIfNull(form);
        error = null;
        var basic = Requests.Basic(context);
        var id = basic is { } pair ? Decode(pair.User) : form["client_id"].ToString();
        string? secret = basic is { } credential ? Decode(credential.Password) : form["client_secret"];
        var way = basic is not null ? ClientAuthentication.Basic : ClientAuthentication.Post;
        if (id.Length == 0 || _clients.Find(id) is not { } client)
        {
            error = new OAuthError(id.Length == 0 ? OAuthReason.MissingParameter : OAuthReason.UnknownClient, "The client is not known.");
            return null;
        }

        if (client.Secret is not null && (!Options.ClientAuthentication.HasFlag(way) || !string.Equals(client.Secret, secret, StringComparison.Ordinal)))
        {
            error = new OAuthError(OAuthReason.BadClientSecret, "The client could not be authenticated.");
            return null;
        }

        return client;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static (OAuthIssue?, OAuthError?) Refuse(OAuthReason reason, string description) => (null, new OAuthError(reason, description));

    private (OAuthIssue? Issue, OAuthError? Error) Exchange(HttpContext context, IFormCollection form)
    {
        var type = form["grant_type"].ToString();
        if (type.Length == 0)
        {
            return Refuse(OAuthReason.MissingParameter, "grant_type is missing.");
        }

        if (!Options.GrantTypes.Contains(type, StringComparer.Ordinal))
        {
            return Refuse(OAuthReason.UnsupportedGrantType, $"The grant type '{type}' is not supported.");
        }

        if (Authenticate(context, form, out var error) is not { } client)
        {
            return (null, error);
        }

        return _state.Commit(() => type switch
        {
            "authorization_code" => ExchangeCode(client, form),
            "refresh_token" => ExchangeRefreshToken(client, form),
            _ => ExchangeCredentials(client, form),
        });
    }

    private (OAuthIssue?, OAuthError?) ExchangeCode(OAuthClient client, IFormCollection form)
    {
        if (_codes.Find(form["code"].ToString()) is not { } code || !string.Equals(code.Grant.ClientId, client.Id, StringComparison.Ordinal))
        {
            return Refuse(OAuthReason.BadCode, "The code is not valid.");
        }

        if (code.Used)
        {
            if (Options.DetectCodeReuse && _grants.TryGet(code.Grant.Id, out var grant))
            {
                _grants.Put(grant.Id, grant with { Revoked = true });
            }

            return Refuse(OAuthReason.CodeUsed, "The code was used before.");
        }

        if (code.ExpiresAt <= _state.Clock.GetUtcNow())
        {
            return Refuse(OAuthReason.CodeExpired, "The code has expired.");
        }

        if (!string.Equals(code.RedirectUri, form["redirect_uri"], StringComparison.Ordinal))
        {
            return Refuse(OAuthReason.RedirectMismatch, "The redirect_uri is not the one of the authorization request.");
        }

        string? verifier = form["code_verifier"];
        if (code.Challenge is null ? verifier is not null : !Pkce.Fits(verifier, code.Challenge, code.ChallengeMethod!))
        {
            return Refuse(OAuthReason.BadVerifier, "The code_verifier does not fit the code_challenge.");
        }

        _codes.Put(code.Value, code with { Used = true });
        return (Hand(code.Grant, null), null);
    }

    private (OAuthIssue?, OAuthError?) ExchangeRefreshToken(OAuthClient client, IFormCollection form)
    {
        if (Find(form["refresh_token"].ToString()) is not ({ IsRefresh: true } token, { } grant)
            || !string.Equals(grant.ClientId, client.Id, StringComparison.Ordinal)
            || token.Revoked || grant.Revoked)
        {
            return Refuse(OAuthReason.BadRefreshToken, "The refresh token is not valid.");
        }

        var now = _state.Clock.GetUtcNow();
        if (token.ExpiresAt <= now)
        {
            return Refuse(OAuthReason.RefreshTokenExpired, "The refresh token has expired.");
        }

        if (token.SpentAt is { } spent && now >= spent + Options.RefreshGrace)
        {
            if (Options.DetectRefreshReuse)
            {
                _grants.Put(grant.Id, grant with { Revoked = true });
            }

            return Refuse(OAuthReason.RefreshTokenReused, "The refresh token was used before.");
        }

        return (Hand(grant, token), null);
    }

    private (OAuthIssue?, OAuthError?) ExchangeCredentials(OAuthClient client, IFormCollection form)
    {
        var asked = Split(form["scope"]);
        if (client.Scopes.Count > 0 && asked.Except(client.Scopes, StringComparer.Ordinal).Any())
        {
            return Refuse(OAuthReason.InvalidScope, "The client may not have such a scope.");
        }

        string? subject = form["sub"];
        IReadOnlyList<string> scopes = asked.Length > 0 ? asked : client.Scopes;
        return (Hand(Grant(client.Id, ConsentAs, scopes, "client_credentials", subject), null), null);
    }
}
