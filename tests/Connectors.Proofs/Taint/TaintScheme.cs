using Connectors.Definitions;

namespace Connectors.Proofs.Taint;

/// <summary>One way to sign in, with a credential that is all canaries.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Make">Makes a credential; takes whether its token, if it has one, has ended.</param>
internal sealed record TaintScheme(string Name, AuthScheme Scheme, Func<Canaries, DateTimeOffset, bool, Credential> Make)
{
    public const string AuthorizationEndpoint = "https://auth.taint.test/authorize";
    public const string TokenEndpoint = "https://auth.taint.test/token";

    /// <summary>Gets the ways that there are.</summary>
    public static IReadOnlyList<TaintScheme> All { get; } =
    [
        new("header", ApiKeyScheme.Header("X-Api-Key"), Key),
        new("header-prefix", ApiKeyScheme.Header("Authorization", "Token token="), Key),
        new("query", ApiKeyScheme.Query("api_key"), Key),
        new("cookie", ApiKeyScheme.Cookie("session"), Key),
        new("key-as-user", BasicScheme.KeyAsUser("x"), Key),
        new("basic", new BasicScheme(), static (canaries, _, _) => new BasicCredential("ada", canaries.Make("password"))),
        new("bearer", new BearerScheme(), static (canaries, _, _) => new BearerCredential(canaries.Make("bearer token"))),
        new("oauth", OAuth(new TokenEndpoint(TokenEndpoint)), Grant),
        new("oauth-basic", OAuth(new TokenEndpoint(TokenEndpoint) { ClientAuthentication = ClientAuthentication.Basic }), Grant),
        new("oauth-grace", OAuth(new TokenEndpoint(TokenEndpoint), TimeSpan.FromMinutes(30)), Grant),
        new("client-credentials", new ClientCredentialsScheme { TokenEndpoint = TokenEndpoint }, Client),
        new("client-credentials-basic", new ClientCredentialsScheme { TokenEndpoint = new(TokenEndpoint) { ClientAuthentication = ClientAuthentication.Basic } }, Client),
        new("jwt", new JwtScheme(), PrivateKey),
        new("jwt-shared", new JwtScheme { Token = new() { Algorithm = SigningAlgorithm.HS256 } }, static (canaries, _, _) => Secrets(canaries, JwtScheme.SecretName)),
        new("jwt-bearer", new JwtBearerScheme { TokenEndpoint = TokenEndpoint }, PrivateKey),
        new("oauth1", new OAuth1Scheme(), static (canaries, _, _) => Secrets(canaries, OAuth1Scheme.ConsumerKey, OAuth1Scheme.ConsumerSecret, OAuth1Scheme.Token, OAuth1Scheme.TokenSecret)),
        new("session", Session(), static (canaries, now, hasEnded) => new SecretsCredential(Secrets(canaries, "user", "password").Values) { Token = Tokens(canaries, now, hasEnded) }),
        new("session-headers", Session(new() { ["X-Session"] = static context => context.Token, ["X-User"] = static context => context.Secret("user") }), static (canaries, now, hasEnded) => new SecretsCredential(Secrets(canaries, "user", "password").Values) { Token = Tokens(canaries, now, hasEnded) }),
        new("ws-security", new UsernameTokenScheme(), static (canaries, _, _) => new BasicCredential("ada", canaries.Make("password"))),
        new("secrets", new SecretsScheme(), static (canaries, _, _) => new SecretsCredential(new Dictionary<string, Secret> { ["user"] = canaries.Make("secret user"), ["password"] = canaries.Make("secret password") })),
        new("private-key", new PrivateKeyScheme(), static (canaries, now, _) => new PrivateKeyCredential("issuer", canaries.Make("private key")) { Token = Tokens(canaries, now, false) }),
    ];

    private static PrivateKeyCredential PrivateKey(Canaries canaries, DateTimeOffset now, bool hasEnded) =>
        new("issuer", canaries.MakeKey("private key")) { Subject = "ada", Token = Tokens(canaries, now, hasEnded) };

    private static SecretsCredential Secrets(Canaries canaries, params string[] names) =>
        new(names.ToDictionary(name => name, name => new Secret(canaries.Make(name)), StringComparer.Ordinal));

    private static SessionScheme Session(Dictionary<string, Func<SessionContext, string>>? headers = null) => new()
    {
        Login = static context => RequestSpec.Post("/login").Body(RequestBody.Form(("user", context.Secret("user")), ("password", context.Secret("password")))),
        Read = static answer => new(answer.GetProperty("access_token").GetString()!),
        Secrets = ["user", "password"],
        Headers = headers ?? [],
        Lifetime = TimeSpan.FromHours(1),
    };

    private static ApiKeyCredential Key(Canaries canaries, DateTimeOffset now, bool hasEnded) => new(canaries.Make("api key"));

    private static OAuthCredential Grant(Canaries canaries, DateTimeOffset now, bool hasEnded) => new(Tokens(canaries, now, hasEnded));

    private static ClientCredential Client(Canaries canaries, DateTimeOffset now, bool hasEnded) =>
        new("client", canaries.Make("customer's client secret")) { Token = Tokens(canaries, now, hasEnded) };

    private static TokenSet Tokens(Canaries canaries, DateTimeOffset now, bool hasEnded) => new()
    {
        AccessToken = canaries.Make("access token"),
        RefreshToken = canaries.Make("refresh token"),
        IssuedAt = now.AddHours(hasEnded ? -2 : 0),
        ExpiresAt = now.AddHours(hasEnded ? -1 : 1),
    };

    private static OAuth2Scheme OAuth(TokenEndpoint endpoint, TimeSpan grace = default) => new()
    {
        AuthorizationEndpoint = AuthorizationEndpoint,
        TokenEndpoint = endpoint,
        RevocationEndpoint = "https://auth.taint.test/revoke",
        RefreshTokenGrace = grace,
        Scopes = ["all"],
    };

    /// <summary>A scheme of an app's own, over secrets by name.</summary>
    private sealed class SecretsScheme() : AuthScheme("secrets")
    {
        public override bool Accepts(Credential credential) => credential is SecretsCredential;

        public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
        {
            var secrets = ((SecretsCredential)context.Credential).Values;
            context.Request.Headers.Remove("Authorization");
            context.Request.Headers.TryAddWithoutValidation("Authorization", $"Own {secrets["user"].Reveal()}:{secrets["password"].Reveal()}");
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A scheme of an app's own, over a key.</summary>
    private sealed class PrivateKeyScheme() : AuthScheme("private-key")
    {
        public override bool Accepts(Credential credential) => credential is PrivateKeyCredential;

        public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
        {
            var credential = (PrivateKeyCredential)context.Credential;
            context.Request.Headers.Remove("Authorization");
            context.Request.Headers.TryAddWithoutValidation("Authorization", $"Own {credential.PrivateKey.Reveal()} {credential.Token!.AccessToken.Reveal()}");
            return ValueTask.CompletedTask;
        }
    }
}
