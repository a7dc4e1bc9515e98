using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>PayPal, Square, Stripe Connect.</summary>
internal static class PaymentVendors
{
    private const string PayPal = "https://api-m.paypal.com/v1/oauth2/token";
    private const string Square = "https://connect.squareup.com/oauth2";
    private const string Stripe = "https://connect.stripe.com/oauth";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("PayPal", new()
        {
            AuthorizationEndpoint = "https://www.paypal.com/signin/authorize?flowEntry=static",
            TokenEndpoint = new(PayPal) { ClientAuthentication = ClientAuthentication.Basic },
            Scopes = ["openid", "email"],
            UsePkce = false,
        })
        {
            Authorize = "https://www.paypal.com/signin/authorize?flowEntry=static&{start}&scope=openid%20email{state}",
            Code = $"POST {PayPal} {{basic}} {{code}}",
            Answer = """{"scope":"openid email","access_token":"access-1","token_type":"Bearer","app_id":"APP-80W284485P519543T","expires_in":28800,"refresh_token":"refresh-1","nonce":"…"}""",
            Life = 28800,
            Granted = "openid email",
            Refresh = ($"POST {PayPal} {{basic}} grant_type=refresh_token&refresh_token=refresh-1", """{"scope":"openid email","access_token":"access-2","token_type":"Bearer","expires_in":28800}"""),
            RefreshKept = "refresh-1",
            Errors = [(401, """{"error":"invalid_client","error_description":"Client Authentication failed"}""", ErrorKind.Configuration)],
        },
        new("Square", new()
        {
            AuthorizationEndpoint = $"{Square}/authorize",
            TokenEndpoint = new($"{Square}/token") { Format = TokenRequestFormat.Json, Extras = ["merchant_id"] },
            RevocationEndpoint = new($"{Square}/revoke") { Format = TokenRequestFormat.Json, TokenParameter = "access_token", SecretScheme = "Client" },
            Scopes = ["PAYMENTS_READ", "CUSTOMERS_READ"],
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["session"] = "false" },

            // With PKCE it is a public client there, whose refresh tokens are used once; without, they stay the same and do not end.
            UsePkce = false,
            RefreshTokenGrace = Timeout.InfiniteTimeSpan,
        })
        {
            Authorize = $"{Square}/authorize?{{start}}&scope=PAYMENTS_READ%20CUSTOMERS_READ{{state}}&session=false",
            Code = $"POST {Square}/token {MarketingVendors.Json()}",
            Answer = """{"access_token":"access-1","token_type":"bearer","expires_at":"2026-12-20T12:00:00Z","merchant_id":"MLEFBHHSJGVHD","refresh_token":"refresh-1","short_lived":false}""",
            Life = 30 * 24 * 3600,
            Granted = "PAYMENTS_READ CUSTOMERS_READ",
            Kept = "merchant_id=MLEFBHHSJGVHD",
            Refresh = (
                $$"""POST {{Square}}/token {"grant_type":"refresh_token","refresh_token":"refresh-1","client_id":"app-id","client_secret":"app-secret-canary"}""",
                """{"access_token":"access-2","token_type":"bearer","expires_at":"2026-12-20T12:00:00Z","merchant_id":"MLEFBHHSJGVHD","refresh_token":"refresh-1","short_lived":false}"""),
            RefreshKept = "refresh-1",
            Revoke = $$"""POST {{Square}}/revoke [Client app-secret-canary] {"access_token":"access-1","client_id":"app-id"}""",
            Errors =
            [
                (401, """{"message":"Not Authorized","type":"service.not_authorized"}""", ErrorKind.Remote),
                (401, """{"errors":[{"category":"AUTHENTICATION_ERROR","code":"UNAUTHORIZED","detail":"This request could not be authorized."}]}""", ErrorKind.Remote),
            ],
            Grace = Timeout.InfiniteTimeSpan,
        },
        new("Stripe Connect", new()
        {
            AuthorizationEndpoint = $"{Stripe}/authorize",
            TokenEndpoint = new($"{Stripe}/token") { Extras = ["stripe_user_id", "livemode"] },
            RevocationEndpoint = new($"{Stripe}/deauthorize")
            {
                TokenParameter = null,
                SecretScheme = "Bearer",
                Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["stripe_user_id"] = "{stripe_user_id}" },
            },
            Scopes = ["read_write"],
            UsePkce = false,
        })
        {
            Authorize = $"{Stripe}/authorize?{{start}}&scope=read_write{{state}}",
            Code = $"POST {Stripe}/token {{code}}&{{app}}",
            Answer = """{"access_token":"access-1","livemode":false,"refresh_token":"refresh-1","token_type":"bearer","stripe_publishable_key":"pk_1","stripe_user_id":"acct_1","scope":"read_write"}""",
            Granted = "read_write",
            Kept = "livemode=false stripe_user_id=acct_1",
            Refresh = ($"POST {Stripe}/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","livemode":false,"refresh_token":"refresh-1","token_type":"bearer","stripe_user_id":"acct_1","scope":"read_write"}"""),
            RefreshKept = "refresh-1",
            Revoke = $"POST {Stripe}/deauthorize [Bearer app-secret-canary] stripe_user_id=acct_1&client_id=app-id",
            Errors = [(400, """{"error":"invalid_grant","error_description":"Authorization code does not exist"}""", ErrorKind.Authorization)],
        },
    ];
}
