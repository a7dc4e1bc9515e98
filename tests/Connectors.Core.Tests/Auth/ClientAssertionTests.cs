using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>private_key_jwt and client_secret_jwt (OpenID Connect Core, 9; RFC 7523, 2.2).</summary>
public sealed class ClientAssertionTests : IDisposable
{
    private readonly AuthWorld _world = new();
    private readonly List<Dictionary<string, string>> _sent = [];

    [Fact]
    public async Task Renew_PrivateKeyJwt_ProvesTheAppByItsKeyAndSendsNoSecret()
    {
        (_world.Options.ClientKey, _world.Options.ClientKeyId) = (SigningKeys.EcPem, "k1");
        Respond();

        await Scheme(new(The.TokenEndpoint) { ClientAuthentication = ClientAuthentication.PrivateKeyJwt }).RenewAsync(Context(Grant()), default);

        var form = Assert.Single(_sent);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.Equal(("refresh_token", The.ClientId), (form["grant_type"], form["client_id"]));
        Assert.False(form.ContainsKey("client_secret"));
        var (header, claims) = SigningKeys.Read(form["client_assertion"]);
        var now = _world.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(("ES256", "k1"), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString()));
        Assert.Equal((The.ClientId, The.ClientId, The.TokenEndpoint), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal((now - 60, now + 240), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.True(claims.GetProperty("jti").GetString()!.Length >= 22);
    }

    [Fact]
    public async Task Renew_AudienceAndAlgorithmStated_AreTheStatedOnes()
    {
        _world.Options.ClientKey = SigningKeys.RsaPem;
        Respond();
        var endpoint = new TokenEndpoint(The.TokenEndpoint)
        {
            ClientAuthentication = ClientAuthentication.PrivateKeyJwt,
            ClientAssertion = new() { Algorithm = SigningAlgorithm.PS256, Audience = static _ => "https://auth.acme.test" },
        };

        await Scheme(endpoint).RenewAsync(Context(Grant()), default);

        var (header, claims) = SigningKeys.Read(_sent[0]["client_assertion"]);
        Assert.Equal(("PS256", "https://auth.acme.test"), (header.GetProperty("alg").GetString(), claims.GetProperty("aud").GetString()));
    }

    [Fact]
    public async Task Renew_ClientSecretJwt_SignsWithTheSecretInsteadOfSendingIt()
    {
        _world.Options.ClientSecret = "app-secret-canary-0123456789abcdef";
        Respond();

        await Scheme(new(The.TokenEndpoint) { ClientAuthentication = ClientAuthentication.ClientSecretJwt }).RenewAsync(Context(Grant()), default);

        Assert.DoesNotContain(_sent[0].Values, value => value.Contains("canary", StringComparison.Ordinal));
        Assert.Equal("HS256", SigningKeys.Read(_sent[0]["client_assertion"], _world.Options.ClientSecret).Header.GetProperty("alg").GetString());
    }

    [Fact]
    public async Task Renew_ServerFailsFirst_SendsAnotherAssertionTheSecondTime()
    {
        _world.Options.ClientKey = SigningKeys.EcPem;
        Respond(failures: 1);

        await _world.Time.RunAsync(Scheme(new(The.TokenEndpoint) { ClientAuthentication = ClientAuthentication.PrivateKeyJwt }).RenewAsync(Context(Grant(), mayRepeat: true), default));

        var ids = _sent.Select(form => SigningKeys.Read(form["client_assertion"]).Claims.GetProperty("jti").GetString()).ToList();
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Renew_ServerEchoesTheAssertion_ItIsBlanked()
    {
        _world.Options.ClientKey = SigningKeys.EcPem;
        string? assertion = null;
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            assertion = The.Form(await request.Content!.ReadAsStringAsync())["client_assertion"];
            return The.Answer(HttpStatusCode.BadRequest, $$"""{"error":"invalid_client","error_description":"bad {{assertion}}"}""");
        });

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            Scheme(new(The.TokenEndpoint) { ClientAuthentication = ClientAuthentication.PrivateKeyJwt }).RenewAsync(Context(Grant()), default));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.DoesNotContain(assertion!, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClientAuthentication.PrivateKeyJwt, null, "secret", "Connectors:Providers:acme:ClientKey")]
    [InlineData(ClientAuthentication.PrivateKeyJwt, "key-canary", "secret", "Connectors:Providers:acme:ClientKey")]
    [InlineData(ClientAuthentication.ClientSecretJwt, null, "secret-canary", "32 bytes")]
    [InlineData(ClientAuthentication.ClientSecretJwt, null, "", "Connectors:Providers:acme:ClientSecret")]
    public async Task Renew_KeyMissingOrUnusable_NamesTheOptionAndShowsNothing(ClientAuthentication way, string? key, string secret, string says)
    {
        (_world.Options.ClientKey, _world.Options.ClientSecret) = (key, secret);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => Scheme(new(The.TokenEndpoint) { ClientAuthentication = way }).RenewAsync(Context(Grant()), default));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCredentials_CustomersPrivateKey_NetSuiteMachineToMachine()
    {
        const string Endpoint = "https://123456.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token";
        var scheme = new ClientCredentialsScheme
        {
            TokenEndpoint = new("https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token")
            {
                ClientAuthentication = ClientAuthentication.PrivateKeyJwt,
                ClientAssertion = new()
                {
                    Algorithm = SigningAlgorithm.PS256,
                    Claims = new Dictionary<string, Func<JwtContext, System.Text.Json.Nodes.JsonNode?>>(StringComparer.Ordinal) { ["scope"] = static _ => "rest_webservices" },
                },
            },
        };
        var credential = new PrivateKeyCredential("client-id", SigningKeys.RsaPem) { KeyId = "certificate-1" };
        Respond(Endpoint, expiresIn: "\"3600\"");

        Assert.True(scheme.Accepts(credential));
        Assert.False(scheme.Accepts(new ClientCredential("id", "secret")));
        var renewed = Assert.IsType<PrivateKeyCredential>(await scheme.RenewAsync(Context(credential, new() { ["account"] = "123456" }), default));

        Assert.Equal("client_credentials", _sent[0]["grant_type"]);
        var (header, claims) = SigningKeys.Read(_sent[0]["client_assertion"]);
        Assert.Equal(("PS256", "certificate-1"), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString()));
        Assert.Equal(("client-id", Endpoint, "rest_webservices"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Equal(("new", "certificate-1"), (renewed.Token!.AccessToken.Reveal(), renewed.KeyId));
        Assert.Equal(_world.Time.GetUtcNow() + TimeSpan.FromHours(1), renewed.Token.ExpiresAt);
    }

    public void Dispose() => _world.Dispose();

    private static OAuth2Scheme Scheme(TokenEndpoint endpoint) => new() { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = endpoint };

    private static OAuthCredential Grant() => new(new() { AccessToken = "old", RefreshToken = "refresh" });

    private void Respond(string endpoint = The.TokenEndpoint, string expiresIn = "3600", int failures = 0) => _world.Http.When(HttpMethod.Post, endpoint).Respond(async request =>
    {
        _sent.Add(The.Form(await request.Content!.ReadAsStringAsync()));
        return _sent.Count <= failures
            ? The.Answer(HttpStatusCode.ServiceUnavailable, "")
            : The.Answer(HttpStatusCode.OK, $$"""{"access_token":"new","token_type":"bearer","expires_in":{{expiresIn}}}""");
    });

    private RenewContext Context(Credential credential, ConnectionSettings? settings = null, bool mayRepeat = false) => new(
        credential,
        new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "oauth", Settings = settings ?? [] },
        _world.Runtime.Definition,
        _world.Options,
        _world.CreateClient(""),
        _world.Time,
        mayRepeat);
}
