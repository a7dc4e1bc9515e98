using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>The vendors that take a customer's own client; written as <see cref="VendorCase"/> has it.</summary>
internal sealed record ClientCredentialVendor(string Name, ClientCredentialsScheme Scheme, string Request, string Answer, int? Life)
{
    public IReadOnlyList<ConnectionSetting> Settings { get; init; } = [];

    public ConnectionSettings? Entered { get; init; }
}

/// <inheritdoc cref="ClientCredentialVendor"/>
internal static class ClientCredentialVendors
{
    private const string Hour = """{"access_token":"access-1","token_type":"Bearer","expires_in":3600}""";

    public static IReadOnlyList<ClientCredentialVendor> All =>
    [
        new(
            "Xero custom connection",
            new() { TokenEndpoint = new("https://identity.xero.com/connect/token") { ClientAuthentication = ClientAuthentication.Basic }, Scopes = ["accounting.contacts"] },
            "POST https://identity.xero.com/connect/token {basic} grant_type=client_credentials&scope=accounting.contacts",
            """{"access_token":"access-1","expires_in":1800,"token_type":"Bearer"}""",
            1800),
        new(
            "PayPal",
            new() { TokenEndpoint = new("https://api-m.paypal.com/v1/oauth2/token") { ClientAuthentication = ClientAuthentication.Basic } },
            "POST https://api-m.paypal.com/v1/oauth2/token {basic} grant_type=client_credentials",
            """{"scope":"https://uri.paypal.com/services/…","access_token":"access-1","token_type":"Bearer","app_id":"APP-80W284485P519543T","expires_in":32400,"nonce":"…"}""",
            32400),
        new(
            "Greenhouse",
            new()
            {
                TokenEndpoint = new("https://auth.greenhouse.io/token")
                {
                    ClientAuthentication = ClientAuthentication.Basic,
                    Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["sub"] = "{sub}" },
                },
            },
            "POST https://auth.greenhouse.io/token {basic} grant_type=client_credentials&sub=4019",
            """{"token_type":"Bearer","access_token":"access-1","expires_at":"2026-11-20T13:00:00Z"}""",
            3600)
        {
            Settings = [new("sub", "User id")],
            Entered = new() { ["sub"] = "4019" },
        },
        new(
            "Microsoft",
            new() { TokenEndpoint = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", Scopes = ["https://graph.microsoft.com/.default"] },
            "POST https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&{app}",
            """{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"access-1"}""",
            3599)
        {
            Settings = [new("tenant", "Tenant") { Required = true }],
            Entered = new() { ["tenant"] = "contoso.onmicrosoft.com" },
        },
        new(
            "Salesforce",
            new() { TokenEndpoint = new("https://{domain}.my.salesforce.com/services/oauth2/token") { Extras = ["instance_url"] } },
            "POST https://acme.my.salesforce.com/services/oauth2/token grant_type=client_credentials&{app}",
            """{"access_token":"access-1","instance_url":"https://acme.my.salesforce.com","token_type":"Bearer","issued_at":"1278448384000"}""",
            null)
        {
            Settings = [new("domain", "My Domain") { Required = true, Pattern = "[a-z0-9-]+" }],
            Entered = new() { ["domain"] = "acme" },
        },
        new(
            "Zendesk",
            new() { TokenEndpoint = "https://{subdomain}.zendesk.com/oauth/tokens", Scopes = ["read"] },
            "POST https://acme.zendesk.com/oauth/tokens grant_type=client_credentials&scope=read&{app}",
            Hour,
            3600)
        {
            Settings = [new("subdomain", "Subdomain") { Required = true, Pattern = "[a-z0-9-]+" }],
            Entered = new() { ["subdomain"] = "acme" },
        },
        new(
            "Linear",
            new() { TokenEndpoint = "https://api.linear.app/oauth/token", Scopes = ["read", "write"], ScopeSeparator = "," },
            "POST https://api.linear.app/oauth/token grant_type=client_credentials&scope=read%2Cwrite&{app}",
            """{"access_token":"access-1","token_type":"Bearer","expires_in":2591999,"scope":"read write"}""",
            2591999),
        new(
            "Spotify",
            new() { TokenEndpoint = new("https://accounts.spotify.com/api/token") { ClientAuthentication = ClientAuthentication.Basic } },
            "POST https://accounts.spotify.com/api/token {basic} grant_type=client_credentials",
            Hour,
            3600),
    ];

    public static TheoryData<string> Data => [.. All.Select(vendor => vendor.Name)];
}
