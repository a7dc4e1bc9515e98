using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Testing;

/// <summary>Shared test data.</summary>
internal static class The
{
    public const string AuthorizationEndpoint = "https://auth.acme.test/authorize";
    public const string TokenEndpoint = "https://auth.acme.test/token";
    public const string ClientId = "app-id";
    public const string ClientSecret = "app-secret-canary";
    public static readonly Uri Callback = new("https://app.example/callback");

    public static ConnectorDefinition Definition(AuthScheme? scheme = null, HostSet? hosts = null, IReadOnlyList<ConnectionSetting>? settings = null) => new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = hosts ?? "https://api.acme.test",
        Settings = settings ?? [],
        Auth = scheme is not null ? [scheme] :
        [
            OAuth(),
            new ClientCredentialsScheme { TokenEndpoint = new(TokenEndpoint) { ClientAuthentication = ClientAuthentication.Basic } },
            BasicScheme.KeyAsUser("x"),
            new BasicScheme(),
            new BearerScheme(),
        ],
        Endpoints = [],
    };

    public static OAuth2Scheme OAuth() => new()
    {
        AuthorizationEndpoint = AuthorizationEndpoint,
        TokenEndpoint = TokenEndpoint,
        Scopes = ["contacts.read", "contacts.write"],
    };

    public static HttpResponseMessage Answer(System.Net.HttpStatusCode status, string body, string mediaType = "application/json") =>
        new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) };

    public static Dictionary<string, string> Form(string body) => body
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0].Replace('+', ' ')), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);

    public static string Access(LiveCredential live) => live.Credential.Tokens!.AccessToken.Reveal();
}
