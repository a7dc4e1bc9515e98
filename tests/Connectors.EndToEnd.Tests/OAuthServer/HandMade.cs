using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Web;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>What somebody without this SDK does at the server: the thief of a refresh token, or the app that one migrates from.</summary>
internal static class HandMade
{
    private const string Verifier = "a-verifier-of-the-least-length-that-is-43-chars";

    /// <summary>Signs an account in as the client <c>web-post</c>.</summary>
    public static async Task<OAuthCredential> SignInAsync(OAuthServerProcess server, string account)
    {
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier)));
        var page = $"/auth?response_type=code&client_id=web-post&scope=openid%20api:read&redirect_uri={Uri.EscapeDataString(OAuthServerProcess.Callback)}&code_challenge={challenge}&code_challenge_method=S256";
        using var browser = new Browser();
        var back = HttpUtility.ParseQueryString(new Uri(await browser.ConsentAsync(new(server.Issuer, page), account)).Query);
        var answer = await server.AskAsync(
            "/token", ("grant_type", "authorization_code"), ("code", back["code"]!), ("redirect_uri", OAuthServerProcess.Callback), ("code_verifier", Verifier));
        return new(new()
        {
            AccessToken = new((string)answer["access_token"]!),
            RefreshToken = new((string)answer["refresh_token"]!),
            ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds((int)answer["expires_in"]!),
            IssuedAt = TimeProvider.System.GetUtcNow(),
        });
    }

    /// <summary>Sends a refresh token, whoever holds it.</summary>
    public static Task<JsonObject> RenewAsync(OAuthServerProcess server, OAuthCredential credential) =>
        server.AskAsync("/token", ("grant_type", "refresh_token"), ("refresh_token", credential.Token.RefreshToken.Reveal()));

    /// <summary>Asks the server whether a token is good (RFC 7662).</summary>
    public static async Task<bool> IsActiveAsync(OAuthServerProcess server, Secret token) =>
        (bool)(await server.AskAsync("/token/introspection", ("token", token.Reveal())))["active"]!;
}
