using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Salesforce, HubSpot, Pipedrive.</summary>
internal static class CrmVendors
{
    private const string HubSpot = "https://api.hubapi.com/oauth/2026-03/token";
    private const string Pipedrive = "https://oauth.pipedrive.com/oauth";
    private const string Salesforce = "https://login.salesforce.com/services/oauth2";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Salesforce", new()
        {
            AuthorizationEndpoint = "https://{login_host}/services/oauth2/authorize",
            TokenEndpoint = new("https://{login_host}/services/oauth2/token")
            {
                Extras = ["instance_url", "id"],
                GrantErrors = ["inactive_user", "inactive_org", "invalid_app_access"],
                ClientErrors = ["invalid_client_id"],
            },
            RevocationEndpoint = "https://{login_host}/services/oauth2/revoke",
            Scopes = ["api", "refresh_token"],
        })
        {
            Hosts = "{instance_url}",
            Settings =
            [
                new("login_host", "Login host")
                {
                    Default = "login.salesforce.com",
                    Pattern = @"(login|test)\.salesforce\.com|[a-z0-9-]+(\.sandbox|\.develop)?\.my\.salesforce\.com",
                },
            ],
            Authorize = $"{Salesforce}/authorize?{{start}}&scope=api%20refresh_token{{state}}{{pkce}}",
            Code = $"POST {Salesforce}/token {{code}}{{verifier}}&{{app}}",
            Answer = """
                {"access_token":"access-1","refresh_token":"refresh-1","signature":"c2ln","scope":"refresh_token api","instance_url":"https://acme.my.salesforce.com",
                "id":"https://login.salesforce.com/id/00D1/0051","token_type":"Bearer","issued_at":"1278448384000"}
                """,
            Granted = "refresh_token api",
            Kept = "id=https://login.salesforce.com/id/00D1/0051 instance_url=https://acme.my.salesforce.com",
            Refresh = ($"POST {Salesforce}/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","scope":"refresh_token api","instance_url":"https://acme.my.salesforce.com","token_type":"Bearer","issued_at":"1278448384000"}"""),
            RefreshKept = "refresh-1",
            Revoke = $"POST {Salesforce}/revoke token=refresh-1&token_type_hint=refresh_token&{{app}}",
            Errors =
            [
                (400, """{"error":"invalid_grant","error_description":"expired access/refresh token"}""", ErrorKind.Authorization),
                (400, """{"error":"inactive_org","error_description":"organization inactive"}""", ErrorKind.Authorization),
                (400, """{"error":"invalid_client_id","error_description":"client identifier invalid"}""", ErrorKind.Configuration),
            ],
        },
        new("HubSpot", new()
        {
            AuthorizationEndpoint = "https://app.hubspot.com/oauth/authorize",
            TokenEndpoint = new(HubSpot) { Extras = ["hub_id"], GrantErrors = ["BAD_REFRESH_TOKEN", "BAD_AUTH_CODE"], ClientErrors = ["BAD_CLIENT_ID"] },
            RevocationEndpoint = $"{HubSpot}/revoke",
            Scopes = ["oauth", "crm.objects.contacts.read"],
        })
        {
            Authorize = "https://app.hubspot.com/oauth/authorize?{start}&scope=oauth%20crm.objects.contacts.read{state}{pkce}",
            Code = $"POST {HubSpot} {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","refresh_token":"refresh-1","token_type":"bearer","expires_in":1800,"hub_id":123,"scopes":["oauth","crm.objects.contacts.read"],"token_use":"access_token","user_id":1}""",
            Life = 1800,
            Granted = "oauth crm.objects.contacts.read",
            Kept = "hub_id=123",
            Refresh = ($"POST {HubSpot} grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","refresh_token":"refresh-1","token_type":"bearer","expires_in":1800,"hub_id":123}"""),
            RefreshKept = "refresh-1",
            Revoke = $"POST {HubSpot}/revoke token=refresh-1&token_type_hint=refresh_token&{{app}}",
            Errors =
            [
                (400, """{"status":"BAD_REFRESH_TOKEN","message":"missing or invalid refresh token","correlationId":"c"}""", ErrorKind.Authorization),
                (400, """{"error":"invalid_grant","error_description":"gone"}""", ErrorKind.Authorization),
                (400, """{"status":"BAD_CLIENT_ID","message":"missing or invalid client id","correlationId":"c"}""", ErrorKind.Configuration),
            ],
        },
        new("Pipedrive", new()
        {
            AuthorizationEndpoint = $"{Pipedrive}/authorize",
            TokenEndpoint = new($"{Pipedrive}/token") { ClientAuthentication = ClientAuthentication.Basic, Extras = ["api_domain"] },
            RevocationEndpoint = $"{Pipedrive}/revoke",
            UsePkce = false,
        })
        {
            Hosts = "{api_domain}",
            Authorize = $"{Pipedrive}/authorize?{{start}}{{state}}",
            Code = $"POST {Pipedrive}/token {{basic}} {{code}}",
            Answer = """{"access_token":"access-1","token_type":"Bearer","expires_in":3599,"refresh_token":"refresh-1","scope":"base","api_domain":"https://user-company.pipedrive.com"}""",
            Life = 3599,
            Granted = "base",
            Kept = "api_domain=https://user-company.pipedrive.com",
            Refresh = ($"POST {Pipedrive}/token {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","token_type":"Bearer","expires_in":3599,"refresh_token":"refresh-2","scope":"base","api_domain":"https://other-company.pipedrive.com"}"""),
            Revoke = $"POST {Pipedrive}/revoke {{basic}} token=refresh-1&token_type_hint=refresh_token",
            Errors = [(400, """{"success":false,"message":"Invalid grant: refresh token is invalid","error":"invalid_grant"}""", ErrorKind.Authorization)],
        },
    ];
}
