using System.Security.Cryptography;
using System.Text;
using Connectors.Definitions;

namespace Connectors.Conventions.Snippets;

/// <summary>Each way to sign in as a definition states it, and what a customer then connects with.</summary>
internal static class Schemes
{
    public static AuthScheme[] Keys() =>
    [
        // <scheme-key>
        ApiKeyScheme.Header("X-Api-Key"),                                  // new ApiKeyCredential(key)
        ApiKeyScheme.Header("Authorization", prefix: "token "),            // with a prefix; also .Query("api_key") and .Cookie("sid")
        BasicScheme.KeyAsUser("x"),                                        // the key as user name, a fixed password
        new BasicScheme(),                                                 // new BasicCredential(user, password)
        new BearerScheme(),                                                // new BearerCredential(token)
        // </scheme-key>
    ];

    public static AuthScheme[] OAuth() =>
    [
        // <scheme-oauth>
        new OAuth2Scheme                                                   // StartAuthorizationAsync, SignInAsync
        {
            AuthorizationEndpoint = "https://login.xero.com/identity/connect/authorize",
            TokenEndpoint = new("https://identity.xero.com/connect/token") { ClientAuthentication = ClientAuthentication.Basic },
            Scopes = ["offline_access", "accounting.contacts"],
            RefreshTokenGrace = TimeSpan.FromMinutes(30),                  // a used refresh token is good for so long
        },
        new OAuth2Scheme { Issuer = "https://login.example.com", Scopes = ["openid", "offline_access"] },  // endpoints by discovery
        // </scheme-oauth>
    ];

    public static AuthScheme ClientCredentials() =>
        // <scheme-client>
        new ClientCredentialsScheme { TokenEndpoint = "https://api.vendor.example/oauth/token", Scopes = ["invoices.read"] }  // new ClientCredential(id, secret)
        // </scheme-client>
        ;

    public static AuthScheme[] Jwt() =>
    [
        // <scheme-jwt>
        new JwtBearerScheme                                                // RFC 7523: new PrivateKeyCredential(account, pem) { KeyId = … }
        {
            TokenEndpoint = "https://oauth2.googleapis.com/token",
            Scopes = ["https://www.googleapis.com/auth/drive.readonly"],
            ScopeInAssertion = true,
        },
        new JwtScheme { Token = new() { Lifetime = TimeSpan.FromMinutes(10) } },   // the app makes the token itself: a GitHub App
        // </scheme-jwt>
    ];

    public static AuthScheme OAuth1() =>
        // <scheme-oauth1>
        new OAuth1Scheme { Realm = context => context.Required("account") }        // new SecretsCredential(…) with the four keys
        // </scheme-oauth1>
        ;

    public static AuthScheme Session() =>
        // <scheme-session>
        new SessionScheme                                                  // logs in, and again when the session has ended
        {
            Secrets = ["user", "password"],                                // new SecretsCredential(…) with these
            Login = session => RequestSpec.Post("/login").Form(("user", session.Secret("user")), ("password", session.Secret("password"))),
            Read = answer => new(answer.GetProperty("sessionId").GetString()!),
            Headers = new Dictionary<string, Func<SessionContext, string>> { ["X-Session"] = session => session.Token },
        }
        // </scheme-session>
        ;

    public static AuthScheme Soap() =>
        // <scheme-soap>
        new UsernameTokenScheme()                                          // WS-Security in the SOAP header: new BasicCredential("isu@tenant", password)
        // </scheme-soap>
        ;
}

// <scheme-own>
internal sealed class AcmeSigning() : AuthScheme<SecretsCredential>("acme-hmac")
{
    protected override async ValueTask ApplyAsync(AuthContext context, SecretsCredential credential, CancellationToken cancellationToken)
    {
        var body = await context.ReadBodyAsync(cancellationToken);
        var text = $"{context.Request.Method} {context.Request.RequestUri!.PathAndQuery} {Convert.ToHexStringLower(SHA256.HashData(body.Span))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(credential.Values["secret"].Reveal()), Encoding.UTF8.GetBytes(text));
        context.SetHeader("Authorization", $"HMAC {credential.Values["id"].Reveal()}:{Convert.ToHexStringLower(signature)}");
    }
}
// </scheme-own>
