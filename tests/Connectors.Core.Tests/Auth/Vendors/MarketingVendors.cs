using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Mailchimp, Kit, Facebook, Spotify.</summary>
internal static class MarketingVendors
{
    private const string Facebook = "https://graph.facebook.com/v26.0/oauth/access_token";
    private const string Kit = "https://api.kit.com/v4/oauth";
    private const string Mailchimp = "https://login.mailchimp.com/oauth2";
    private const string Spotify = "https://accounts.spotify.com";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Mailchimp", new() { AuthorizationEndpoint = $"{Mailchimp}/authorize", TokenEndpoint = $"{Mailchimp}/token", UsePkce = false })
        {
            Authorize = $"{Mailchimp}/authorize?{{start}}{{state}}",
            Code = $"POST {Mailchimp}/token {{code}}&{{app}}",
            Answer = """{"access_token":"access-1","expires_in":0,"scope":null}""",
            Errors = [(400, """{"error":"invalid_grant","error_description":"The code has expired"}""", ErrorKind.Authorization)],
        },
        new("Kit", new()
        {
            AuthorizationEndpoint = $"{Kit}/authorize",
            TokenEndpoint = new($"{Kit}/token") { Format = TokenRequestFormat.Json },
            RevocationEndpoint = $"{Kit}/revoke",
            Scopes = ["public"],
            RedirectOnRefresh = true,
        })
        {
            Authorize = $"{Kit}/authorize?{{start}}&scope=public{{state}}{{pkce}}",
            Code = $$"""POST {{Kit}}/token {{Json("code_verifier")}}""",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_in":172800,"refresh_token":"refresh-1","scope":"public","created_at":1710271006}""",
            Life = 172800,
            Granted = "public",
            Refresh = (
                $$"""POST {{Kit}}/token {"grant_type":"refresh_token","refresh_token":"refresh-1","redirect_uri":"https://app.example/callback","client_id":"app-id","client_secret":"app-secret-canary"}""",
                """{"access_token":"access-2","token_type":"Bearer","expires_in":172800,"refresh_token":"refresh-2","scope":"public","created_at":1710271006}"""),
            Revoke = $"POST {Kit}/revoke token=refresh-1&token_type_hint=refresh_token&{{app}}",
            Errors = [(400, """{"error":"invalid_grant"}""", ErrorKind.Authorization)],
        },
        new("Facebook", new()
        {
            AuthorizationEndpoint = "https://www.facebook.com/v26.0/dialog/oauth",
            TokenEndpoint = new(Facebook) { Format = TokenRequestFormat.Query, GrantErrors = ["OAuthException"] },
            RevocationEndpoint = new("https://graph.facebook.com/v26.0/me/permissions") { AsBearer = true, Method = HttpMethod.Delete },
            Scopes = ["leads_retrieval", "pages_show_list"],
            ScopeSeparator = ",",
            UsePkce = false,
            LongLivedGrant = "fb_exchange_token",
        })
        {
            Authorize = "https://www.facebook.com/v26.0/dialog/oauth?{start}&scope=leads_retrieval%2Cpages_show_list{state}",
            Code = $"GET {Facebook}?{{code}}&{{app}}",
            Answer = """{"access_token":"short","token_type":"bearer","expires_in":5400}""",
            Then = ($"GET {Facebook}?grant_type=fb_exchange_token&fb_exchange_token=short&{{app}}", """{"access_token":"access-1","token_type":"bearer","expires_in":5183944}"""),
            Life = 5183944,
            Granted = "leads_retrieval pages_show_list",
            Revoke = "DELETE https://graph.facebook.com/v26.0/me/permissions [Bearer access-1]",
            Errors = [(400, """{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,"fbtrace_id":"AbC123"}}""", ErrorKind.Authorization)],
        },
        new("Spotify", new()
        {
            AuthorizationEndpoint = $"{Spotify}/authorize",
            TokenEndpoint = new($"{Spotify}/api/token") { ClientAuthentication = ClientAuthentication.Basic },
            Scopes = ["user-read-private", "playlist-read-private"],

            // With PKCE it is a public client there, whose refresh tokens are used once.
            UsePkce = false,
        })
        {
            Authorize = $"{Spotify}/authorize?{{start}}&scope=user-read-private%20playlist-read-private{{state}}",
            Code = $"POST {Spotify}/api/token {{basic}} {{code}}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","scope":"user-read-private playlist-read-private","expires_in":3600,"refresh_token":"refresh-1"}""",
            Life = 3600,
            Granted = "user-read-private playlist-read-private",
            Refresh = ($"POST {Spotify}/api/token {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","token_type":"Bearer","scope":"user-read-private playlist-read-private","expires_in":3600}"""),
            RefreshKept = "refresh-1",
            Errors =
            [
                (400, """{"error":"invalid_grant","error_description":"Invalid refresh token"}""", ErrorKind.Authorization),
                (400, """{"error":"invalid_client","error_description":"Invalid client secret"}""", ErrorKind.Configuration),
            ],
        },
    ];

    /// <summary>The exchange of a code as JSON, with the proof key that the request holds.</summary>
    internal static string Json(string? verifier = null, string more = "") =>
        $$"""{"grant_type":"authorization_code","code":"the-code","redirect_uri":"https://app.example/callback"{{(verifier is null ? "" : $",\"{verifier}\":\"{{json-verifier}}\"")}}{{more}},"client_id":"app-id","client_secret":"app-secret-canary"}""";
}
