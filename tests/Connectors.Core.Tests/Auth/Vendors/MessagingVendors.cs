using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Slack: a bot's token, or a user's. A connection holds one of the two, by its scheme; a customer who gives both signs in for each.</summary>
internal static class MessagingVendors
{
    private const string Slack = "https://slack.com/api/oauth.v2.access";
    private const string Both = """
        {"ok":true,"access_token":"xoxb","token_type":"bot","scope":"commands,incoming-webhook","bot_user_id":"U0KRQLJ9H","app_id":"A0KRD7HC3","expires_in":43200,"refresh_token":"xoxe-1-b",
        "team":{"name":"Slack Softball Team","id":"T9TK3CUKW"},"enterprise":{"name":"slack-sports","id":"E12345678"},"is_enterprise_install":false,
        "authed_user":{"id":"U1234","scope":"chat:write","access_token":"xoxp-1234","token_type":"user","expires_in":43200,"refresh_token":"xoxe-1-u"}}
        """;

    private static readonly string[] s_grantErrors = ["invalid_refresh_token", "invalid_code"];
    private static readonly string[] s_clientErrors = ["invalid_client_id", "bad_client_secret"];

    private static readonly (int, string, ErrorKind)[] s_errors =
    [
        (200, """{"ok":false,"error":"invalid_refresh_token"}""", ErrorKind.Authorization),
        (200, """{"ok":false,"error":"bad_client_secret"}""", ErrorKind.Configuration),
    ];

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Slack", new()
        {
            AuthorizationEndpoint = "https://slack.com/oauth/v2/authorize",
            TokenEndpoint = new(Slack)
            {
                ClientAuthentication = ClientAuthentication.Basic,
                TokenTypes = ["bot"],
                Extras = ["app_id", new("workspace_id", static answer => answer.GetProperty("team").GetProperty("id")), new("enterprise_id", static answer => answer.GetProperty("enterprise").GetProperty("id"))],
                GrantErrors = s_grantErrors,
                ClientErrors = s_clientErrors,
            },
            RevocationEndpoint = new("https://slack.com/api/auth.revoke") { AsBearer = true },
            Scopes = ["users:read", "chat:write"],
            ScopeSeparator = ",",
            UsePkce = false,
        })
        {
            Authorize = "https://slack.com/oauth/v2/authorize?{start}&scope=users%3Aread%2Cchat%3Awrite{state}",
            Code = $"POST {Slack} {{basic}} {{code}}",
            Answer = Both.Replace("xoxb", "access-1", StringComparison.Ordinal).Replace("xoxe-1-b", "refresh-1", StringComparison.Ordinal),
            Life = 43200,
            Granted = "commands incoming-webhook",
            Kept = "app_id=A0KRD7HC3 enterprise_id=E12345678 workspace_id=T9TK3CUKW",
            Refresh = ($"POST {Slack} {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"ok":true,"access_token":"access-2","token_type":"bot","refresh_token":"refresh-2","expires_in":43200,"scope":"commands","team":null}"""),
            Revoke = "POST https://slack.com/api/auth.revoke [Bearer access-1]",
            Errors = s_errors,
        },
        new("Slack user", new("oauth-user")
        {
            AuthorizationEndpoint = "https://slack.com/oauth/v2/authorize",
            TokenEndpoint = new(Slack)
            {
                ClientAuthentication = ClientAuthentication.Basic,
                Tokens = static answer => answer.GetProperty("authed_user"),
                TokenTypes = ["user"],
                Extras = [new("user_id", static answer => answer.GetProperty("authed_user").GetProperty("id"))],
                GrantErrors = s_grantErrors,
                ClientErrors = s_clientErrors,
            },
            RevocationEndpoint = new("https://slack.com/api/auth.revoke") { AsBearer = true },
            Scopes = ["chat:write", "users:read"],
            ScopeSeparator = ",",
            ScopeParameter = "user_scope",
            UsePkce = false,
        })
        {
            Authorize = "https://slack.com/oauth/v2/authorize?{start}&user_scope=chat%3Awrite%2Cusers%3Aread{state}",
            Code = $"POST {Slack} {{basic}} {{code}}",
            Answer = Both.Replace("xoxp-1234", "access-1", StringComparison.Ordinal).Replace("xoxe-1-u", "refresh-1", StringComparison.Ordinal),
            Life = 43200,
            Granted = "chat:write",
            Kept = "user_id=U1234",
            Refresh = ($"POST {Slack} {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"ok":true,"access_token":"access-2","token_type":"user","refresh_token":"refresh-2","expires_in":43200,"scope":"chat:write"}"""),
            Revoke = "POST https://slack.com/api/auth.revoke [Bearer access-1]",
            Errors = s_errors,
        },
    ];
}
