using System.Net;
using System.Text.Json;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>The grant by a signed assertion (RFC 7523, 2.1) as the vendors have it.</summary>
public sealed class JwtBearerSchemeTests : IDisposable
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly AuthWorld _world = new();
    private readonly List<(HttpRequestMessage Request, Dictionary<string, string> Form)> _sent = [];

    public static JwtBearerScheme Salesforce { get; } = new()
    {
        TokenEndpoint = new("https://{loginHost}/services/oauth2/token") { Extras = ["instance_url"] },
        Assertion = new() { Algorithm = SigningAlgorithm.RS256, Audience = static context => $"https://{context.Required("loginHost")}", Lifetime = TimeSpan.FromMinutes(3) },
    };

    public static JwtBearerScheme Google { get; } = new("service-account")
    {
        TokenEndpoint = "https://oauth2.googleapis.com/token",
        Assertion = new() { Algorithm = SigningAlgorithm.RS256, Lifetime = TimeSpan.FromHours(1) },
        Scopes = ["https://www.googleapis.com/auth/drive.readonly", "https://www.googleapis.com/auth/calendar.readonly"],
        ScopeInAssertion = true,
    };

    public static JwtBearerScheme Workday { get; } = new()
    {
        TokenEndpoint = new("https://{host}/ccx/oauth2/{tenant}/token") { ClientAuthentication = ClientAuthentication.Basic },
        Assertion = new() { Algorithm = SigningAlgorithm.RS256, Audience = static _ => "wd" },
        WithClient = true,
    };

    [Fact]
    public async Task Renew_Salesforce_AsksTheLoginHostForATokenOfTheUser()
    {
        Respond("https://login.salesforce.com/services/oauth2/token", """{"access_token":"00D!x","scope":"api","instance_url":"https://acme.my.salesforce.com","id":"https://login.salesforce.com/id/00D/005","token_type":"Bearer"}""");

        var renewed = await RenewAsync(Salesforce, new PrivateKeyCredential("3MVG9consumer", SigningKeys.RsaPem) { Subject = "jo@acme.test" }, new() { ["loginHost"] = "login.salesforce.com" });

        var (request, form) = Assert.Single(_sent);
        Assert.Equal(["assertion", "grant_type"], form.Keys.Order(StringComparer.Ordinal));
        Assert.Null(request.Headers.Authorization);
        Assert.Equal(Grant, form["grant_type"]);
        var (header, claims) = SigningKeys.Read(form["assertion"]);
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        Assert.Equal(("3MVG9consumer", "jo@acme.test", "https://login.salesforce.com"), (Text(claims, "iss"), Text(claims, "sub"), Text(claims, "aud")));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - _world.Time.GetUtcNow().ToUnixTimeSeconds(), 1, 180);
        Assert.Equal(("00D!x", "https://acme.my.salesforce.com"), (renewed.Token!.AccessToken.Reveal(), renewed.Token.Extras["instance_url"]));
        Assert.Null(Salesforce.RenewAt(renewed));
    }

    [Fact]
    public async Task Renew_GoogleServiceAccount_FromTheKeyFileGoogleGives()
    {
        Respond("https://oauth2.googleapis.com/token", """{"access_token":"ya29.x","expires_in":3599,"token_type":"Bearer"}""");
        var file = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["type"] = "service_account", ["private_key_id"] = "kid-1", ["private_key"] = SigningKeys.RsaPem, ["client_email"] = "sync@acme.iam.gserviceaccount.com", ["token_uri"] = "https://oauth2.googleapis.com/token",
        });

        var renewed = await RenewAsync(Google, FromKeyFile(file, subject: "jo@acme.test"));

        var form = Assert.Single(_sent).Form;
        Assert.Equal(["assertion", "grant_type"], form.Keys.Order(StringComparer.Ordinal));
        var (header, claims) = SigningKeys.Read(form["assertion"]);
        Assert.Equal(("RS256", "JWT", "kid-1"), (Text(header, "alg"), Text(header, "typ"), Text(header, "kid")));
        Assert.Equal(("sync@acme.iam.gserviceaccount.com", "jo@acme.test", "https://oauth2.googleapis.com/token"), (Text(claims, "iss"), Text(claims, "sub"), Text(claims, "aud")));
        Assert.Equal("https://www.googleapis.com/auth/drive.readonly https://www.googleapis.com/auth/calendar.readonly", Text(claims, "scope"));
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(_world.Time.GetUtcNow() + TimeSpan.FromSeconds(3599), renewed.Token!.ExpiresAt);
        Assert.Equal(("kid-1", "jo@acme.test"), (renewed.KeyId, renewed.Subject));
        Assert.Equal(Google.Scopes, renewed.Token.Scopes);
    }

    [Fact]
    public async Task Renew_Workday_ProvesTheAppsClientBesideTheAssertion()
    {
        Respond("https://wd2.workday.com/ccx/oauth2/acme/token", """{"access_token":"x","token_type":"Bearer","expires_in":3600}""");

        await RenewAsync(Workday, new PrivateKeyCredential(The.ClientId, SigningKeys.RsaPem) { Subject = "ISU_Conn" }, new() { ["host"] = "wd2.workday.com", ["tenant"] = "acme" });

        var (request, form) = Assert.Single(_sent);
        Assert.Equal("Basic", request.Headers.Authorization!.Scheme);
        Assert.False(form.ContainsKey("client_secret"));
        Assert.Equal("wd", Text(SigningKeys.Read(form["assertion"]).Claims, "aud"));
    }

    [Fact]
    public async Task Renew_DefaultProfile_HasTheEndpointAsAudienceAndScopesAsAField()
    {
        Respond(The.TokenEndpoint, """{"access_token":"x","expires_in":3600}""");
        var scheme = new JwtBearerScheme { TokenEndpoint = The.TokenEndpoint, Scopes = ["signature", "impersonation"] };

        await RenewAsync(scheme, new PrivateKeyCredential("integration-key", SigningKeys.EcPem) { Subject = "user-guid" });

        Assert.Equal("signature impersonation", _sent[0].Form["scope"]);
        Assert.Equal(The.TokenEndpoint, Text(SigningKeys.Read(_sent[0].Form["assertion"]).Claims, "aud"));
    }

    [Fact]
    public async Task Connect_ThroughTheService_FetchesTheTokenAndRenewsItWhenItEnds()
    {
        var scheme = new JwtBearerScheme { TokenEndpoint = The.TokenEndpoint };
        _world.Use(The.Definition(scheme));
        Respond(The.TokenEndpoint, count => $$"""{"access_token":"token-{{count}}","expires_in":3600}""");

        var connection = await _world.Service.ConnectAsync(AuthWorld.Key, new PrivateKeyCredential("i", SigningKeys.EcPem) { KeyId = "k" });
        var first = await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        _world.Time.Advance(TimeSpan.FromMinutes(59));
        var second = await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.Equal(("token-1", "token-2"), (The.Access(first), The.Access(second)));
        Assert.Equal(2, _sent.Select(sent => sent.Form["assertion"]).Distinct(StringComparer.Ordinal).Count());
        var stored = Assert.IsType<PrivateKeyCredential>(_world.Protector.Unprotect((await _world.RowAsync()).Id, (await _world.RowAsync()).Payload));
        Assert.Equal(("token-2", "k"), (stored.Token!.AccessToken.Reveal(), stored.KeyId));
    }

    [Fact]
    public async Task Renew_Refused_MeansReconnectAndNamesTheClock()
    {
        Respond(The.TokenEndpoint, """{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token"}""", HttpStatusCode.BadRequest);

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => RenewAsync(new() { TokenEndpoint = The.TokenEndpoint }, new PrivateKeyCredential("i", SigningKeys.EcPem)));

        Assert.Contains("clock", error.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", error.ErrorCode);
    }

    [Fact]
    public async Task Renew_ServerFailsFirst_SignsAnotherAssertion()
    {
        var scheme = new JwtBearerScheme { TokenEndpoint = The.TokenEndpoint, Assertion = new() { HasId = true } };
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            _sent.Add((request, The.Form(await request.Content!.ReadAsStringAsync())));
            return _sent.Count == 1 ? The.Answer(HttpStatusCode.BadGateway, "") : The.Answer(HttpStatusCode.OK, """{"access_token":"x"}""");
        });

        await _world.Time.RunAsync(RenewAsync(scheme, new PrivateKeyCredential("i", SigningKeys.EcPem)));

        Assert.Equal(2, _sent.Select(sent => Text(SigningKeys.Read(sent.Form["assertion"]).Claims, "jti")).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Renew_AssertionEchoed_IsBlanked(HttpStatusCode status)
    {
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            _sent.Add((request, The.Form(await request.Content!.ReadAsStringAsync())));
            return The.Answer(status, $$"""{"error":"invalid_request","error_description":"got {{_sent[0].Form["assertion"]}}"}""");
        });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => RenewAsync(new() { TokenEndpoint = The.TokenEndpoint }, new PrivateKeyCredential("i", SigningKeys.EcPem)));

        Assert.DoesNotContain(_sent[0].Form["assertion"], error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SigningKeys.EcPem[40..80], error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    /// <summary>What a package for Google's APIs does with the file that the console gives.</summary>
    private static PrivateKeyCredential FromKeyFile(string json, string? subject = null)
    {
        using var file = JsonDocument.Parse(json);
        var root = file.RootElement;
        return new(root.GetProperty("client_email").GetString()!, root.GetProperty("private_key").GetString()!)
        {
            KeyId = root.GetProperty("private_key_id").GetString(),
            Subject = subject,
        };
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<PrivateKeyCredential> RenewAsync(JwtBearerScheme scheme, PrivateKeyCredential credential, ConnectionSettings? settings = null)
    {
        Assert.True(scheme.Accepts(credential));
        return Assert.IsType<PrivateKeyCredential>(await scheme.RenewAsync(
            new(
                credential,
                new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = scheme.Name, Settings = settings ?? [] },
                _world.Runtime.Definition,
                _world.Options,
                _world.CreateClient(""),
                _world.Time,
                mayRepeat: true),
            default));
    }

    private void Respond(string endpoint, string body, HttpStatusCode status = HttpStatusCode.OK) => Respond(endpoint, _ => body, status);

    private void Respond(string endpoint, Func<int, string> body, HttpStatusCode status = HttpStatusCode.OK) => _world.Http.When(HttpMethod.Post, endpoint).Respond(async request =>
    {
        _sent.Add((request, The.Form(await request.Content!.ReadAsStringAsync())));
        return The.Answer(status, body(_sent.Count));
    });
}
