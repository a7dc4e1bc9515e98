using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>What a sign-in remembers between its two ends.</summary>
/// <param name="Scopes">The scopes that are asked for.</param>
/// <param name="Verifier">The proof key (PKCE), where one is used.</param>
/// <param name="Nonce">What the <c>id_token</c> must repeat, where one is asked for in the browser.</param>
internal sealed record OAuthRound(IReadOnlyList<string> Scopes, string? Verifier, string? Nonce)
{
    /// <summary>Begins a sign-in in the browser.</summary>
    public static OAuthRound Begin(OAuth2Scheme scheme, IReadOnlyList<string> scopes) => new(
        scopes,
        scheme.UsePkce ? OAuthPkce.NewSecret() : null,
        OAuthIdToken.IsAskedFor(scheme, scopes) ? OAuthPkce.NewSecret() : null);
}

/// <summary>The two ends of a sign-in by authorization code, and the taking back of its tokens.</summary>
internal static class OAuthSignIn
{
    private static readonly TimeSpan s_revocationPatience = TimeSpan.FromSeconds(10);

    /// <summary>Makes the address that the customer's browser is sent to; pushes the parameters first where the scheme or its issuer wants that (RFC 9126).</summary>
    public static async Task<Uri> AddressAsync(OAuthCall call, OAuth2Scheme scheme, OAuthRound round, string redirectUri, string state, CancellationToken cancellationToken)
    {
        var server = call.Server = await OAuthServer.OfAsync(call, scheme, cancellationToken).ConfigureAwait(false);
        var start = server.Authorization ?? throw new ConnectorException(call.Facts(
            ErrorKind.NotSupported, $"The auth scheme '{scheme.Name}' has no sign-in in a browser", "Use IConnections.StartDeviceAuthorizationAsync."));
        List<KeyValuePair<string, string>> parameters = [.. Parameters(call, scheme, round, redirectUri, state).Where(static field => !string.IsNullOrEmpty(field.Value)).Select(static field => KeyValuePair.Create(field.Key, field.Value!))];
        if (server.Pushed is { } pushed)
        {
            var answer = await OAuthClient.PostAsync(call, scheme.TokenEndpoint, pushed, OAuthGrant.Start, parameters, cancellationToken).ConfigureAwait(false);
            parameters =
            [
                new("client_id", call.ClientId),
                new("request_uri", OAuthTokenAnswer.Text(answer, "request_uri") is { Length: > 0 } uri
                    ? uri
                    : throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The answer to the pushed sign-in holds no request_uri"))),
            ];
        }

        return new(parameters.Aggregate(start.AbsoluteUri, static (address, parameter) => QueryText.Add(address, parameter.Key, parameter.Value)));
    }

    /// <summary>Exchanges the code that came back for tokens.</summary>
    public static async Task<OAuthCredential> ExchangeAsync(
        OAuthCall call, OAuth2Scheme scheme, OAuthRound round, string code, string redirectUri, IReadOnlyDictionary<string, string> callback, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirectUri)];
        if (round.Verifier is { } verifier)
        {
            fields.Add(new("code_verifier", verifier));
        }

        fields.AddRange(OAuthTarget.Fields(scheme, call));
        var token = await OAuthClient.RequestAsync(call, scheme.TokenEndpoint, OAuthGrant.Code, fields, null, round.Scopes, cancellationToken).ConfigureAwait(false);
        return await FinishAsync(call, scheme, round, token, redirectUri, callback, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks who signed in, gets the longer-lived token where there is one, and puts together what is kept.</summary>
    public static async Task<OAuthCredential> FinishAsync(
        OAuthCall call, OAuth2Scheme scheme, OAuthRound round, TokenSet token, string? redirectUri, IReadOnlyDictionary<string, string> callback, CancellationToken cancellationToken)
    {
        JsonElement? claims = OAuthIdToken.IsAskedFor(scheme, round.Scopes)
            ? await OAuthIdToken.CheckAsync(call, scheme, token.IdToken, round.Nonce, cancellationToken).ConfigureAwait(false)
            : null;
        if (scheme.LongLivedGrant is { } grant)
        {
            List<KeyValuePair<string, string>> fields = [new("grant_type", grant), new(grant, token.AccessToken.Reveal())];
            token = await OAuthClient.RequestAsync(call, scheme.TokenEndpoint, OAuthGrant.Exchange, fields, token, round.Scopes, cancellationToken).ConfigureAwait(false);
        }

        var extras = new Dictionary<string, string>(token.Extras, StringComparer.Ordinal);
        foreach (var (name, value) in callback)
        {
            extras[name] = value;
        }

        foreach (var extra in scheme.TokenEndpoint.Extras.Where(static extra => extra.IsClaim))
        {
            if (claims is { } known && extra.Read(known) is { } value)
            {
                extras[extra.Name] = value;
            }
        }

        return new(token.Of(OAuthTarget.Of(scheme, call.Definition, call.Connection), redirectUri, extras));
    }

    /// <summary>Asks the provider once to take the tokens back, where it does that (RFC 7009). What it answers does not matter.</summary>
    public static async Task RevokeAsync(OAuthCall call, OAuth2Scheme scheme, TokenSet token, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_revocationPatience, call.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var address = scheme.RevocationEndpoint is { } stated
            ? AddressTemplate.Resolve(stated.Address, "revocation endpoint", call.Definition, call.Connection, withQuery: true)
            : (await OAuthServer.OfAsync(call, scheme, both.Token).ConfigureAwait(false)).Revocation;
        if (address is not null)
        {
            using var answer = await OAuthTransport.SendAsync(call, () => OAuthMessage.Revocation(call, scheme, address, token), both.Token).ConfigureAwait(false);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Parameters(OAuthCall call, OAuth2Scheme scheme, OAuthRound round, string redirectUri, string state)
    {
        yield return new("response_type", "code");
        yield return new("client_id", call.ClientId);
        yield return new("redirect_uri", redirectUri);
        yield return new(scheme.ScopeParameter, string.Join(scheme.ScopeSeparator, round.Scopes));
        yield return new("state", state);
        if (round.Verifier is { } verifier)
        {
            yield return new("code_challenge", OAuthPkce.Challenge(verifier));
            yield return new("code_challenge_method", "S256");
        }

        yield return new("nonce", round.Nonce);
        yield return new("audience", OAuthTarget.Audience(scheme, call.Definition, call.Connection));
        foreach (var (name, value) in OAuthTarget.Fields(scheme, call))
        {
            yield return new(name, value);
        }

        foreach (var (name, value) in scheme.AuthorizeParameters)
        {
            yield return new(name, AddressTemplate.Parameter(value, call.Definition, call.Connection));
        }
    }
}
