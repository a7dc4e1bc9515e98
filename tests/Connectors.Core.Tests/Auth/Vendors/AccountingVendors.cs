using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Xero, QuickBooks, NetSuite.</summary>
internal static class AccountingVendors
{
    private const string Identity = "https://identity.xero.com/connect";
    private const string Intuit = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Xero", new()
        {
            AuthorizationEndpoint = "https://login.xero.com/identity/connect/authorize",
            TokenEndpoint = new($"{Identity}/token") { ClientAuthentication = ClientAuthentication.Basic },

            // Taking back one refresh token ends all connections of the user to the app.
            RevocationEndpoint = new($"{Identity}/revocation") { EndsAllGrants = true },
            Scopes = ["offline_access", "accounting.contacts"],
            RefreshTokenGrace = TimeSpan.FromMinutes(30),
        })
        {
            Authorize = "https://login.xero.com/identity/connect/authorize?{start}&scope=offline_access%20accounting.contacts{state}{pkce}",
            Code = $"POST {Identity}/token {{basic}} {{code}}{{verifier}}",
            Answer = """{"access_token":"access-1","expires_in":1800,"token_type":"Bearer","refresh_token":"refresh-1","scope":"offline_access accounting.contacts"}""",
            Life = 1800,
            Granted = "offline_access accounting.contacts",
            Refresh = ($"POST {Identity}/token {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","expires_in":1800,"token_type":"Bearer","refresh_token":"refresh-2"}"""),
            Revoke = $"POST {Identity}/revocation {{basic}} token=refresh-1&token_type_hint=refresh_token",
            Errors = [(400, """{"error":"invalid_grant"}""", ErrorKind.Authorization), (400, """{"error":"invalid_client"}""", ErrorKind.Configuration)],
            Grace = TimeSpan.FromMinutes(30),
        },
        new("QuickBooks", new()
        {
            AuthorizationEndpoint = "https://appcenter.intuit.com/connect/oauth2",
            TokenEndpoint = new(Intuit) { ClientAuthentication = ClientAuthentication.Basic },
            RevocationEndpoint = new("https://developer.api.intuit.com/v2/oauth2/tokens/revoke") { Format = TokenRequestFormat.Json },
            Scopes = ["com.intuit.quickbooks.accounting"],
            CallbackExtras = ["realmId"],
        })
        {
            Settings = [new("realmId", "Company id") { Pattern = "[0-9]{1,20}" }],
            Authorize = "https://appcenter.intuit.com/connect/oauth2?{start}&scope=com.intuit.quickbooks.accounting{state}{pkce}",
            Callback = "&realmId=1269959970",
            Code = $"POST {Intuit} {{basic}} {{code}}{{verifier}}",
            Answer = """{"token_type":"bearer","access_token":"access-1","expires_in":3600,"refresh_token":"refresh-1","x_refresh_token_expires_in":8640000}""",
            Life = 3600,
            Granted = "com.intuit.quickbooks.accounting",
            Kept = "realmId=1269959970",
            Refresh = ($"POST {Intuit} {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"token_type":"bearer","access_token":"access-2","expires_in":3600,"refresh_token":"refresh-2","x_refresh_token_expires_in":8640000}"""),
            Revoke = """POST https://developer.api.intuit.com/v2/oauth2/tokens/revoke {basic} {"token":"refresh-1","token_type_hint":"refresh_token"}""",
            Errors = [(400, """{"error":"invalid_grant","error_description":"Incorrect or invalid refresh token"}""", ErrorKind.Authorization)],
        },
        new("NetSuite", new()
        {
            AuthorizationEndpoint = "https://{account}.app.netsuite.com/app/login/oauth2/authorize.nl",
            TokenEndpoint = new("https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token") { ClientAuthentication = ClientAuthentication.Basic },
            RevocationEndpoint = "https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/revoke",
            Scopes = ["rest_webservices"],
            CallbackExtras = ["company", "role"],
        })
        {
            Settings = [new("account", "Account id") { Required = true, Pattern = "[a-z0-9-]+" }],
            Entered = new() { ["account"] = "1234567-sb1" },
            Authorize = "https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl?{start}&scope=rest_webservices{state}{pkce}",
            Callback = "&role=3&entity=12&company=1234567_SB1",
            Code = "POST https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token {basic} {code}{verifier}",
            Answer = """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":"3600","token_type":"bearer"}""",
            Life = 3600,
            Granted = "rest_webservices",
            Kept = "company=1234567_SB1 role=3",
            Refresh = ("POST https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token {basic} grant_type=refresh_token&refresh_token=refresh-1", """{"access_token":"access-2","expires_in":"3600","token_type":"bearer"}"""),
            RefreshKept = "refresh-1",
            Revoke = "POST https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/revoke {basic} token=refresh-1&token_type_hint=refresh_token",
            Errors = [(400, """{"error":"invalid_grant"}""", ErrorKind.Authorization)],
        },
    ];
}
