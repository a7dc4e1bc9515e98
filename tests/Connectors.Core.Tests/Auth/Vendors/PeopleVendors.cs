using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>BambooHR, Gusto, Workday, Greenhouse, Lever.</summary>
internal static class PeopleVendors
{
    private const string Bamboo = "https://acme.bamboohr.com";
    private const string Greenhouse = "https://auth.greenhouse.io";
    private const string Gusto = "https://api.gusto.com/oauth";
    private const string Lever = "https://auth.lever.co";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("BambooHR", new()
        {
            AuthorizationEndpoint = "https://{subdomain}.bamboohr.com/authorize.php?request=authorize",
            TokenEndpoint = "https://{subdomain}.bamboohr.com/token.php?request=token",
            Scopes = ["employee", "offline_access"],
            RedirectOnRefresh = true,
        })
        {
            Settings = [new("subdomain", "Company domain") { Required = true, Pattern = "[a-z0-9-]+" }],
            Entered = new() { ["subdomain"] = "acme" },
            Authorize = $"{Bamboo}/authorize.php?request=authorize&{{start}}&scope=employee%20offline_access{{state}}{{pkce}}",
            Code = $"POST {Bamboo}/token.php?request=token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","refresh_token":"refresh-1","token_type":"Bearer","expires_in":3600,"scope":"employee offline_access"}""",
            Life = 3600,
            Granted = "employee offline_access",
            Refresh = ($"POST {Bamboo}/token.php?request=token grant_type=refresh_token&refresh_token=refresh-1&redirect_uri={{redirect}}&{{app}}", """{"access_token":"access-2","refresh_token":"refresh-2","token_type":"Bearer","expires_in":3600}"""),
        },
        new("Gusto", new()
        {
            AuthorizationEndpoint = $"{Gusto}/authorize",
            TokenEndpoint = new($"{Gusto}/token") { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Gusto-API-Version"] = "2025-06-15" } },
            RedirectOnRefresh = true,
        })
        {
            Authorize = $"{Gusto}/authorize?{{start}}{{state}}{{pkce}}",
            Code = $"POST {Gusto}/token [X-Gusto-API-Version: 2025-06-15] {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_in":7200,"created_at":1700000000,"refresh_token":"refresh-1","scope":"employees:read companies:read"}""",
            Life = 7200,
            Granted = "employees:read companies:read",
            Refresh = ($"POST {Gusto}/token [X-Gusto-API-Version: 2025-06-15] grant_type=refresh_token&refresh_token=refresh-1&redirect_uri={{redirect}}&{{app}}", """{"access_token":"access-2","token_type":"Bearer","expires_in":7200,"created_at":1700000000,"refresh_token":"refresh-2","scope":"employees:read"}"""),
            Errors = [(401, """{"error":"invalid_grant","error_description":"The provided authorization grant is invalid"}""", ErrorKind.Authorization)],
        },
        new("Workday", new()
        {
            AuthorizationEndpoint = "https://{auth_host}/{tenant}/authorize",
            TokenEndpoint = new("https://{host}/ccx/oauth2/{tenant}/token") { ClientAuthentication = ClientAuthentication.Basic },
        })
        {
            Hosts = "https://{host}",
            Settings =
            [
                new("host", "API host") { Required = true, Pattern = @"[a-z0-9-]+\.workday\.com" },
                new("auth_host", "Sign-in host") { Required = true, Pattern = @"[a-z0-9-]+\.workday\.com" },
                new("tenant", "Tenant") { Required = true, Pattern = "[a-z0-9_]+" },
            ],
            Entered = new() { ["host"] = "wd2-impl-services1.workday.com", ["auth_host"] = "impl.workday.com", ["tenant"] = "acme" },
            Authorize = "https://impl.workday.com/acme/authorize?{start}{state}{pkce}",
            Code = "POST https://wd2-impl-services1.workday.com/ccx/oauth2/acme/token {basic} {code}{verifier}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-1"}""",
            Life = 3600,
            Refresh = ("POST https://wd2-impl-services1.workday.com/ccx/oauth2/acme/token {basic} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","token_type":"Bearer","expires_in":3600}"""),
            RefreshKept = "refresh-1",
            Errors = [(400, """{"error":"invalid_grant","error_description":"…"}""", ErrorKind.Authorization)],
        },
        new("Greenhouse", new()
        {
            AuthorizationEndpoint = $"{Greenhouse}/authorize",
            TokenEndpoint = new($"{Greenhouse}/token") { ClientAuthentication = ClientAuthentication.Basic },
            Scopes = ["harvest:jobs:list", "harvest:candidates:list"],
            UsePkce = false,
        })
        {
            Authorize = $"{Greenhouse}/authorize?{{start}}&scope=harvest%3Ajobs%3Alist%20harvest%3Acandidates%3Alist{{state}}",
            Code = $"POST {Greenhouse}/token {{basic}} {{code}}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_at":"2026-11-20T13:00:00Z","refresh_token":"refresh-1","scope":"harvest:jobs:list"}""",
            Life = 3600,
            Granted = "harvest:jobs:list",
            Refresh = ($"POST {Greenhouse}/token {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","token_type":"Bearer","expires_at":"2026-11-20T13:00:00Z","refresh_token":"refresh-2"}"""),
        },
        new("Lever", new()
        {
            AuthorizationEndpoint = $"{Lever}/authorize",
            TokenEndpoint = $"{Lever}/oauth/token",
            Scopes = ["opportunities:read:admin", "offline_access"],
            Audience = "https://api.lever.co/v1/",
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "consent" },
        })
        {
            Authorize = $"{Lever}/authorize?{{start}}&scope=opportunities%3Aread%3Aadmin%20offline_access{{state}}{{pkce}}&audience=https%3A%2F%2Fapi.lever.co%2Fv1%2F&prompt=consent",
            Code = $"POST {Lever}/oauth/token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","refresh_token":"refresh-1","token_type":"Bearer","expires_in":3600,"scope":"opportunities:read:admin offline_access"}""",
            Life = 3600,
            Granted = "opportunities:read:admin offline_access",
            Refresh = ($"POST {Lever}/oauth/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","refresh_token":"refresh-2","token_type":"Bearer","expires_in":3600}"""),
        },
    ];
}
