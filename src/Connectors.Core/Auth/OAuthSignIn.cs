using System.Text;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>The two ends of a sign-in by authorization code, and the taking back of its tokens.</summary>
internal static class OAuthSignIn
{
    private static readonly TimeSpan s_revocationPatience = TimeSpan.FromSeconds(10);

    /// <summary>Makes the address that the customer's browser is sent to.</summary>
    public static Uri Address(OAuthCall call, OAuth2Scheme scheme, IReadOnlyList<string> scopes, string redirectUri, string state, string? verifier)
    {
        var start = AddressTemplate.Resolve(scheme.AuthorizationEndpoint, "authorization endpoint", call.Definition, call.Connection, withQuery: true);
        var text = new StringBuilder(start.AbsoluteUri);
        Add("response_type", "code");
        Add("client_id", call.ClientId);
        Add("redirect_uri", redirectUri);
        Add("scope", string.Join(scheme.ScopeSeparator, scopes));
        Add("state", state);
        if (verifier is not null)
        {
            Add("code_challenge", OAuthPkce.Challenge(verifier));
            Add("code_challenge_method", "S256");
        }

        foreach (var (name, value) in scheme.AuthorizeParameters)
        {
            Add(name, AddressTemplate.Parameter(value, call.Definition, call.Connection));
        }

        return new(text.ToString());

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                var joint = text.ToString().Contains('?', StringComparison.Ordinal) ? text[^1] is '?' or '&' ? "" : "&" : "?";
                text.Append(joint).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    /// <summary>Exchanges the code that came back for tokens.</summary>
    public static async Task<OAuthCredential> ExchangeAsync(OAuthCall call, OAuth2Scheme scheme, IReadOnlyList<string> scopes, string code, string redirectUri, string? verifier, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirectUri)];
        if (verifier is not null)
        {
            fields.Add(new("code_verifier", verifier));
        }

        var token = await OAuthClient.RequestAsync(call, scheme.TokenEndpoint, OAuthGrant.Code, fields, null, scopes, cancellationToken).ConfigureAwait(false);
        return new(new()
        {
            AccessToken = token.AccessToken,
            RefreshToken = token.RefreshToken,
            ExpiresAt = token.ExpiresAt,
            IssuedAt = token.IssuedAt,
            Scopes = token.Scopes,
            Extras = token.Extras,
            RedirectUri = redirectUri,
        });
    }

    /// <summary>Asks the provider once to take the tokens back (RFC 7009). What it answers does not matter.</summary>
    public static async Task RevokeAsync(OAuthCall call, OAuth2Scheme scheme, RevocationEndpoint endpoint, TokenSet token, CancellationToken cancellationToken)
    {
        var address = AddressTemplate.Resolve(endpoint.Address, "revocation endpoint", call.Definition, call.Connection, withQuery: true);
        using var patience = new CancellationTokenSource(s_revocationPatience, call.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var answer = await OAuthTransport.SendAsync(call, Message, both.Token).ConfigureAwait(false);

        HttpRequestMessage Message()
        {
            var message = new HttpRequestMessage(HttpMethod.Post, address);
            List<KeyValuePair<string, string>> form = [];
            if (endpoint.AsBearer)
            {
                message.Headers.Authorization = new("Bearer", token.AccessToken.Reveal());
            }
            else
            {
                var refresh = !token.RefreshToken.IsEmpty;
                form.Add(new("token", (refresh ? token.RefreshToken : token.AccessToken).Reveal()));
                form.Add(new("token_type_hint", refresh ? "refresh_token" : "access_token"));
                OAuthClientProof.Apply(call, scheme.TokenEndpoint.ClientAuthentication, message, form);
            }

            message.Content = new FormUrlEncodedContent(form);
            return message;
        }
    }
}
