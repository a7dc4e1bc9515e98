using System.Text.Json.Nodes;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>Token and revocation endpoints that redirect: what is sent to them is worth more than a token, and is never sent on.</summary>
public sealed class SignInHostTests
{
    private static readonly ConnectionKey s_key = new("shop", "acme");

    private static readonly OAuth2Scheme s_byIssuer = new() { Issuer = "https://login.shop.test" };

    public static TheoryData<string, string> Metadata { get; } = new()
    {
        { "token_endpoint", "https://evil.test/token" },
        { "token_endpoint", "http://login.shop.test/token" },
        { "token_endpoint", "https://login.shop.test@evil.test/token" },
        { "token_endpoint", "https://login.shop.test.evil.test/token" },
        { "token_endpoint", "https://login.shop.test:8443/token" },
        { "token_endpoint", "//evil.test/token" },
        { "token_endpoint", "http://127.0.0.1/token" },
        { "authorization_endpoint", "https://evil.test/authorize" },
        { "authorization_endpoint", "javascript:alert(1)" },
        { "issuer", "https://evil.test" },
    };

    public static TheoryData<int, string> Redirects { get; } = new()
    {
        { 301, "https://evil.test/token" },
        { 302, "https://evil.test/token" },
        { 303, "//evil.test/token" },
        { 307, "https://evil.test/token" },
        { 308, "https://evil.test/token" },
        { 307, "http://login.shop.test/token" },
        { 307, "https://login.shop.test@evil.test/token" },
        { 307, "/token2" },
        { 308, "https://login.shop.test/token2" },
    };

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task Connect_TokenEndpointRedirects_FailsAndNothingIsSentOn(int status, string location)
    {
        await using var internet = new Internet(_ => Reply.To(status, location));
        await using var services = Services(internet, "client-credentials");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().ConnectAsync(s_key, Shop.Kinds["client-credentials"].Credential));

        Assert.Equal((ErrorKind.Protocol, status), (error.Kind, error.StatusCode));
        Assert.Equal(Shop.SignIn, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task Connect_LoginOfASessionRedirects_FailsAndThePasswordIsNotSentOn(int status, string location)
    {
        await using var internet = new Internet(_ => Reply.To(status, location));
        await using var services = Services(internet, "session");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().ConnectAsync(s_key, Shop.Kinds["session"].Credential));

        Assert.Equal((ErrorKind.Protocol, status), (error.Kind, error.StatusCode));
        Assert.Equal(Shop.Api, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [MemberData(nameof(Metadata))]
    public async Task Start_IssuerNamesAnEndpointElsewhere_IsRefusedBeforeAnythingIsSentThere(string member, string address)
    {
        await using var internet = new Internet(_ => new(200, MetadataOf((member, address))));
        await using var services = Shop.Services(Shop.Definition(s_byIssuer), internet.CreateTransport);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().StartAuthorizationAsync(s_key, new("https://app.test/callback")));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Equal(Shop.SignIn, Assert.Single(internet.Arrivals).Origin);
    }

    [Fact]
    public async Task Disconnect_IssuerNamesARevocationElsewhere_SendsNoTokenThere()
    {
        await using var internet = new Internet(_ => new(200, MetadataOf(("revocation_endpoint", "https://evil.test/revoke"))));
        await using var services = Shop.Services(Shop.Definition(s_byIssuer), internet.CreateTransport);
        var connections = services.GetRequiredService<IConnections>();
        await connections.ConnectAsync(s_key, Shop.Kinds["oauth"].Credential);

        Assert.True(await connections.DisconnectAsync(s_key));

        Assert.Equal(Shop.SignIn, Assert.Single(internet.Arrivals).Origin);
    }

    [Fact]
    public async Task Complete_IssuerNamesItsKeysElsewhere_AsksNobodyThere()
    {
        var nonce = "";
        await using var internet = new Internet(arrival => new(200, arrival.Target == "/token" ? TokensOf(nonce) : MetadataOf(("jwks_uri", "https://evil.test/keys"))));
        await using var services = Shop.Services(Shop.Definition(s_byIssuer), internet.CreateTransport);
        var connections = services.GetRequiredService<IConnections>();
        var start = await connections.StartAuthorizationAsync(s_key, new("https://app.test/callback"), new() { Scopes = ["openid"] });
        var query = System.Web.HttpUtility.ParseQueryString(start.Url.Query);
        nonce = query["nonce"]!;

        var error = await Assert.ThrowsAsync<ConnectorException>(() => connections.CompleteAuthorizationAsync($"?code=c&state={query["state"]}", start.Binding));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains(internet.Arrivals, arrival => arrival.Target == "/token");
        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.SignIn);
    }

    [Fact]
    public async Task Start_MetadataAreRedirected_IsRefused()
    {
        await using var internet = new Internet(_ => Reply.To(302, "https://evil.test/metadata"));
        await using var services = Shop.Services(Shop.Definition(s_byIssuer), internet.CreateTransport);

        await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().StartAuthorizationAsync(s_key, new("https://app.test/callback")));

        Assert.DoesNotContain(internet.Arrivals, arrival => arrival.Origin != Shop.SignIn);
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task Call_RenewalIsRedirected_FailsAndTheRefreshTokenIsNotSentOn(int status, string location)
    {
        await using var internet = new Internet(arrival => arrival.Origin == Shop.SignIn ? Reply.To(status, location) : new(401));
        await using var shop = await Shop.OpenAsync(internet, "oauth");

        await Assert.ThrowsAnyAsync<ConnectorException>(() => shop.Connector.CallAsync(Shop.Get, default));

        Assert.Equal([Shop.Api, Shop.SignIn], internet.Arrivals.Select(arrival => arrival.Origin));
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task Disconnect_RevocationIsRedirected_DisconnectsAndNothingIsSentOn(int status, string location)
    {
        await using var internet = new Internet(_ => Reply.To(status, location));
        await using var shop = await Shop.OpenAsync(internet, "oauth");

        Assert.True(await shop.Connections.DisconnectAsync(shop.Connector.Key));

        Assert.Equal(Shop.SignIn, Assert.Single(internet.Arrivals).Origin);
    }

    [Fact]
    public async Task Connect_TransportOfTheAppFollowsRedirects_IsTamedForSignInToo()
    {
        await using var internet = new Internet(_ => Reply.To(307, "https://evil.test/token"));
        await using var services = Shop.Services(Shop.Definition(Shop.Kinds["client-credentials"].Scheme), () =>
        {
            var transport = internet.CreateTransport();
            transport.AllowAutoRedirect = true;
            return transport;
        });

        await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().ConnectAsync(s_key, Shop.Kinds["client-credentials"].Credential));

        Assert.Equal(Shop.SignIn, Assert.Single(internet.Arrivals).Origin);
    }

    [Theory]
    [InlineData("http://login.shop.test/token")]
    [InlineData("https://a@login.shop.test/token")]
    public async Task Connect_TokenEndpointIsNotPlainHttps_IsRefusedBeforeTheSecretLeaves(string address)
    {
        await using var internet = new Internet(_ => new(200));
        await using var services = Shop.Services(Shop.Definition(new ClientCredentialsScheme { TokenEndpoint = address }), internet.CreateTransport);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => services.GetRequiredService<IConnections>().ConnectAsync(s_key, Shop.Kinds["client-credentials"].Credential));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Empty(internet.Arrivals);
    }

    private static string MetadataOf((string Name, string Value) changed)
    {
        var metadata = new JsonObject
        {
            ["issuer"] = "https://login.shop.test",
            ["authorization_endpoint"] = "https://login.shop.test/authorize",
            ["token_endpoint"] = "https://login.shop.test/token",
        };
        metadata[changed.Name] = changed.Value;
        return metadata.ToJsonString();
    }

    /// <summary>A token answer with an id_token that is right but for its signature.</summary>
    private static string TokensOf(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = $$"""{"iss":"https://login.shop.test","sub":"ada","aud":"app","iat":{{now}},"exp":{{now + 600}},"nonce":"{{nonce}}"}""";
        return $$"""{"access_token":"a","token_type":"bearer","id_token":"{{Part("""{"alg":"RS256"}""")}}.{{Part(claims)}}.{{Part("signature")}}"}""";

        static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static ServiceProvider Services(Internet internet, string kind) => Shop.Services(Shop.Definition(Shop.Kinds[kind].Scheme), internet.CreateTransport);
}
