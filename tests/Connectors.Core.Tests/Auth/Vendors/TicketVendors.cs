using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Jira, GitHub (OAuth apps, and users of GitHub apps), Linear, Zendesk, Intercom.</summary>
internal static class TicketVendors
{
    private const string Atlassian = "https://auth.atlassian.com";
    private const string GitHub = "https://github.com/login";
    private const string Intercom = "https://api.intercom.io/auth/eagle/token";
    private const string Linear = "https://api.linear.app/oauth";
    private const string Zendesk = "https://acme.zendesk.com/oauth";

    private const string GitHubDevice = """{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","expires_in":900,"interval":5}""";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Jira", new()
        {
            AuthorizationEndpoint = $"{Atlassian}/authorize",
            TokenEndpoint = new($"{Atlassian}/oauth/token") { Format = TokenRequestFormat.Json, GrantErrors = ["unauthorized_client"] },
            Scopes = ["read:jira-work", "offline_access"],
            Audience = "api.atlassian.com",
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "consent" },
            RefreshTokenGrace = TimeSpan.FromMinutes(10),
        })
        {
            Authorize = $"{Atlassian}/authorize?{{start}}&scope=read%3Ajira-work%20offline_access{{state}}{{pkce}}&audience=api.atlassian.com&prompt=consent",
            Code = $"POST {Atlassian}/oauth/token {MarketingVendors.Json("code_verifier")}",
            Answer = """{"access_token":"access-1","expires_in":3600,"token_type":"Bearer","refresh_token":"refresh-1","scope":"read:jira-work offline_access"}""",
            Life = 3600,
            Granted = "read:jira-work offline_access",
            Refresh = (
                $$"""POST {{Atlassian}}/oauth/token {"grant_type":"refresh_token","refresh_token":"refresh-1","client_id":"app-id","client_secret":"app-secret-canary"}""",
                """{"access_token":"access-2","expires_in":3600,"token_type":"Bearer","refresh_token":"refresh-2","scope":"read:jira-work"}"""),
            Errors =
            [
                (403, """{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}""", ErrorKind.Authorization),
                (403, """{"error":"unauthorized_client","error_description":"refresh_token is invalid"}""", ErrorKind.Authorization),
            ],
            Grace = TimeSpan.FromMinutes(10),
        },
        new("GitHub", new()
        {
            AuthorizationEndpoint = $"{GitHub}/oauth/authorize",
            TokenEndpoint = new($"{GitHub}/oauth/access_token") { GrantErrors = ["bad_verification_code", "bad_refresh_token"], ClientErrors = ["incorrect_client_credentials"] },
            DeviceAuthorizationEndpoint = $"{GitHub}/device/code",
            Scopes = ["repo", "read:org"],
        })
        {
            Authorize = $"{GitHub}/oauth/authorize?{{start}}&scope=repo%20read%3Aorg{{state}}{{pkce}}",
            Code = $"POST {GitHub}/oauth/access_token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","scope":"repo,gist","token_type":"bearer"}""",
            Granted = "repo gist",
            Errors = [(200, """{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","error_uri":"https://docs.github.com"}""", ErrorKind.Authorization)],
            Device = ($"POST {GitHub}/device/code scope=repo+read%3Aorg&{{app}}", GitHubDevice),
        },
        new("GitHub app", new("user")
        {
            AuthorizationEndpoint = $"{GitHub}/oauth/authorize",
            TokenEndpoint = new($"{GitHub}/oauth/access_token") { GrantErrors = ["bad_verification_code", "bad_refresh_token"], ClientErrors = ["incorrect_client_credentials"] },
        })
        {
            Authorize = $"{GitHub}/oauth/authorize?{{start}}{{state}}{{pkce}}",
            Code = $"POST {GitHub}/oauth/access_token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","expires_in":28800,"refresh_token":"refresh-1","refresh_token_expires_in":15897600,"scope":"","token_type":"bearer"}""",
            Life = 28800,
            Refresh = ($"POST {GitHub}/oauth/access_token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","expires_in":28800,"refresh_token":"refresh-2","refresh_token_expires_in":15897600,"scope":"","token_type":"bearer"}"""),
            Errors =
            [
                (200, """{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired."}""", ErrorKind.Authorization),
                (200, """{"error":"incorrect_client_credentials","error_description":"The client_id and/or client_secret passed are incorrect."}""", ErrorKind.Configuration),
            ],
        },
        new("Linear", new()
        {
            AuthorizationEndpoint = "https://linear.app/oauth/authorize",
            TokenEndpoint = $"{Linear}/token",
            RevocationEndpoint = $"{Linear}/revoke",
            Scopes = ["read", "write"],
            ScopeSeparator = ",",
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "consent" },
            RefreshTokenGrace = TimeSpan.FromMinutes(30),
        })
        {
            Authorize = "https://linear.app/oauth/authorize?{start}&scope=read%2Cwrite{state}{pkce}&prompt=consent",
            Code = $"POST {Linear}/token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_in":86399,"refresh_token":"refresh-1","scope":["read","write"]}""",
            Life = 86399,
            Granted = "read write",
            Refresh = ($"POST {Linear}/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","token_type":"Bearer","expires_in":86399,"refresh_token":"refresh-2","scope":"read write"}"""),
            Revoke = $"POST {Linear}/revoke token=refresh-1&token_type_hint=refresh_token&{{app}}",
            Errors = [(400, """{"error":"invalid_grant","error_description":"…"}""", ErrorKind.Authorization)],
            Grace = TimeSpan.FromMinutes(30),
        },
        new("Zendesk", new()
        {
            AuthorizationEndpoint = "https://{subdomain}.zendesk.com/oauth/authorizations/new",
            TokenEndpoint = "https://{subdomain}.zendesk.com/oauth/tokens",
            Scopes = ["read", "write"],
        })
        {
            Settings = [new("subdomain", "Subdomain") { Required = true, Pattern = "[a-z0-9-]+" }],
            Entered = new() { ["subdomain"] = "acme" },
            Authorize = $"{Zendesk}/authorizations/new?{{start}}&scope=read%20write{{state}}{{pkce}}",
            Code = $"POST {Zendesk}/tokens {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","refresh_token":"refresh-1","token_type":"bearer","scope":"read write","expires_in":1800,"refresh_token_expires_in":604800}""",
            Life = 1800,
            Granted = "read write",
            Refresh = ($"POST {Zendesk}/tokens grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","refresh_token":"refresh-2","token_type":"bearer","scope":"read write","expires_in":1800,"refresh_token_expires_in":604800}"""),
            Errors = [(401, """{"error":"invalid_grant","error_description":"…"}""", ErrorKind.Authorization), (400, """{"error":"invalid_scope"}""", ErrorKind.Configuration)],
        },
        new("Intercom", new() { AuthorizationEndpoint = "https://app.intercom.com/oauth", TokenEndpoint = Intercom, UsePkce = false })
        {
            Authorize = "https://app.intercom.com/oauth?{start}{state}",
            Code = $"POST {Intercom} {{code}}&{{app}}",
            Answer = """{"token_type":"Bearer","token":"access-1","access_token":"access-1"}""",
        },
    ];
}
