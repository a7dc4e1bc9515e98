using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>The ways in which providers leave the standard, each stated as data.</summary>
public sealed class TokenDialectTests : IDisposable
{
    private const string Good = """{"access_token":"access-1","refresh_token":"refresh-1"}""";

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public TokenDialectTests() => _wire = new(_world.Http, _world.Time);

    [Fact]
    public async Task Request_AsJson_HoldsEveryFieldAndTheProof()
    {
        _wire.On(The.TokenEndpoint, (200, Good));

        await WithAsync(new(The.TokenEndpoint)
        {
            Format = TokenRequestFormat.Json,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Acme-Version"] = "2026-11-20", ["Acme-Site"] = "{site}" },
        });

        var asked = Assert.Single(_wire.Log);
        Assert.Equal(("POST", "application/json", "Acme-Version: 2026-11-20"), (asked.Method, asked.MediaType, asked.Headers));
        Assert.Equal(
            $$"""{"grant_type":"authorization_code","code":"c\u002B/\u00E9","redirect_uri":"https://app.example/callback","client_id":"{{The.ClientId}}","client_secret":"{{The.ClientSecret}}"}""", asked.Body);
    }

    [Fact]
    public async Task Request_AsQuery_HasNoBody()
    {
        _wire.On("https://auth.acme.test/token", (200, Good));

        await WithAsync(new("https://auth.acme.test/token?v=26") { Format = TokenRequestFormat.Query });

        var asked = Assert.Single(_wire.Log);
        Assert.Equal(("GET", ""), (asked.Method, asked.Body));
        Assert.Equal(
            $"https://auth.acme.test/token?v=26&grant_type=authorization_code&code=c%2B%2F%C3%A9&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&client_id={The.ClientId}&client_secret={The.ClientSecret}", asked.Address);
    }

    [Theory]
    [InlineData("access_token=gho_16C7&scope=repo%2Cgist&token_type=bearer&expires_in=28800", "gho_16C7", "repo gist")]
    [InlineData("access_token=a%2Bb+c&scope=", "a+b c", "")]
    public async Task Answer_AsAForm_IsRead(string body, string token, string scopes)
    {
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.OK, body, "application/x-www-form-urlencoded"));

        var connection = await WithAsync(The.TokenEndpoint);

        Assert.Equal((token, scopes), ((await _world.StoredTokenAsync()).AccessToken.Reveal(), string.Join(' ', connection.GrantedScopes!)));
    }

    [Theory]
    [InlineData("error=bad_verification_code&error_description=The+code+is+wrong", ErrorKind.Authorization)]
    [InlineData("access_token=a&access_token=b", ErrorKind.Protocol)]
    [InlineData("", ErrorKind.Protocol)]
    public async Task Answer_AsAFormWithoutTokens_IsTyped(string body, ErrorKind kind)
    {
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.OK, body, "application/x-www-form-urlencoded"));

        Assert.Equal(kind, (await Assert.ThrowsAnyAsync<ConnectorException>(() => WithAsync(new(The.TokenEndpoint) { GrantErrors = ["bad_verification_code"] }))).Kind);
    }

    [Theory]
    [InlineData("""{"ok":true,"access_token":"xoxb","token_type":"bot","scope":"b","authed_user":{"id":"U1","access_token":"xoxp","token_type":"user","scope":"u","expires_in":43200,"refresh_token":"xoxe-1"}}""")]
    [InlineData("""{"ok":true,"authed_user":{"id":"U1","access_token":"xoxp","token_type":"user","scope":"u","expires_in":43200,"refresh_token":"xoxe-1"}}""")]
    public async Task Answer_NestedTokens_AreTakenFromWhereTheyStandAndExtrasFromTheTop(string body)
    {
        _wire.On(The.TokenEndpoint, (200, body), (200, """{"ok":true,"access_token":"xoxp-2","token_type":"user","refresh_token":"xoxe-2","expires_in":43200}"""));

        var connection = await WithAsync(Nested());
        var first = await _world.StoredTokenAsync();
        _world.Time.Advance(TimeSpan.FromHours(13));
        var second = await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.Equal(("xoxp", "xoxe-1", "u", "U1"), (first.AccessToken.Reveal(), first.RefreshToken.Reveal(), string.Join(' ', connection.GrantedScopes!), connection.Settings["user"]));
        Assert.Equal("xoxp-2", The.Access(second));
    }

    [Theory]
    [InlineData("""{"ok":true,"access_token":"xoxb","token_type":"bot","authed_user":{"id":"U1"}}""")]
    [InlineData("""{"ok":true,"access_token":"xoxb","token_type":"bot"}""")]
    public async Task Answer_NestedTokensThatAreNotThere_AreNotReplacedByOthers(string body)
    {
        _wire.On(The.TokenEndpoint, (200, body));

        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAnyAsync<ConnectorException>(() => WithAsync(Nested()))).Kind);
    }

    [Fact]
    public async Task Answer_ReadersThatThrowAnything_DoNotLoseTheTokens()
    {
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"kept","orgs":[]}"""));

        var connection = await WithAsync(new(The.TokenEndpoint)
        {
            Tokens = static answer => answer.GetProperty("orgs")[0],
            Extras = [new("org", static answer => answer.GetProperty("orgs")[0].GetProperty("id"))],
        });

        Assert.Empty(connection.Settings);
        Assert.Equal("kept", (await _world.StoredTokenAsync()).AccessToken.Reveal());
    }

    [Fact]
    public async Task SignIn_LongLivedGrant_KeepsTheSecondTokenOnly()
    {
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"short","token_type":"bearer","expires_in":5400}"""), (200, """{"access_token":"long","expires_in":5183944}"""));

        await WithAsync(The.TokenEndpoint, grant: "fb_exchange_token");

        var token = await _world.StoredTokenAsync();
        Assert.Equal(("long", _world.Time.GetUtcNow().AddSeconds(5183944)), (token.AccessToken.Reveal(), token.ExpiresAt));
        Assert.Equal($"grant_type=fb_exchange_token&fb_exchange_token=short&client_id={The.ClientId}&client_secret={The.ClientSecret}", _wire.Log[1].Body);
    }

    [Fact]
    public async Task SignIn_LongLivedGrantFails_DoesNotShowTheFirstToken()
    {
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"short-canary"}"""), (400, """{"error":{"message":"short-canary is bad","type":"OAuthException","code":190}}"""));

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => WithAsync(The.TokenEndpoint, grant: "fb_exchange_token"));

        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_Extras_AreKeptAsSettings()
    {
        _wire.On(The.TokenEndpoint, (200, Good));

        var connection = await WithAsync(The.TokenEndpoint, "&realmId=123146090856284&other=x", extras: ["realmId", "absent"]);

        Assert.Equal(new ConnectionSettings { ["realmId"] = "123146090856284" }, connection.Settings);
        Assert.Equal("123146090856284", (await _world.StoredTokenAsync()).Extras["realmId"]);
    }

    [Theory]
    [InlineData("&realmId=12/../34")]
    [InlineData("&realmId=1%0A2")]
    [InlineData("&realmId={long}")]
    public async Task Callback_ExtraThatIsNotAsItShouldBe_IsRefusedBeforeTheCodeIsSpent(string more)
    {
        _wire.On(The.TokenEndpoint, (200, Good));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => WithAsync(
            The.TokenEndpoint, more.Replace("{long}", new string('1', 257), StringComparison.Ordinal), extras: ["realmId"], settings: [new("realmId", "Company") { Pattern = "[0-9]+" }]));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(_wire.Log);
    }

    [Fact]
    public async Task Renew_ScopesThatTheCustomerTookAway_AreTakenFromTheConnection()
    {
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"a","refresh_token":"r","expires_in":3600,"scope":"a b"}"""), (200, """{"access_token":"a2","expires_in":3600,"scope":"a"}"""));
        var connection = await WithAsync(The.TokenEndpoint);
        _world.Time.Advance(TimeSpan.FromHours(2));

        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.Equal(["a", "b"], connection.GrantedScopes!.AsEnumerable(), StringComparer.Ordinal);
        Assert.Equal(["a"], (await _world.Service.FindAsync(AuthWorld.Key))!.GrantedScopes!.AsEnumerable(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"message":"Not Authorized","type":"service.not_authorized"}""", "service.not_authorized")]
    [InlineData("""{"errors":[{"category":"AUTHENTICATION_ERROR","code":"UNAUTHORIZED","detail":"This request could not be authorized."}]}""", "UNAUTHORIZED")]
    [InlineData("""{"success":false,"message":"Invalid grant: refresh token is invalid","error":"invalid_grant"}""", "invalid_grant")]
    public async Task Refusal_InAProvidersOwnShape_HasItsCode(string body, string code)
    {
        _wire.On(The.TokenEndpoint, (400, body));

        Assert.Equal(code, (await Assert.ThrowsAnyAsync<ConnectorException>(() => WithAsync(The.TokenEndpoint))).ErrorCode);
    }

    public static TheoryData<RevocationEndpoint, string> Revocations => new()
    {
        { "https://auth.acme.test/revoke", "POST https://auth.acme.test/revoke token=refresh-1&token_type_hint=refresh_token&client_id=app-id&client_secret=app-secret-canary" },
        { new("https://auth.acme.test/revoke") { AsBearer = true }, "POST https://auth.acme.test/revoke [Bearer access-1]" },
        { new("https://auth.acme.test/revoke") { AsBearer = true, Method = HttpMethod.Delete }, "DELETE https://auth.acme.test/revoke [Bearer access-1]" },
        {
            new("https://auth.acme.test/revoke") { TokenParameter = "access_token", SecretScheme = "Client", Format = TokenRequestFormat.Json },
            """POST https://auth.acme.test/revoke [Client app-secret-canary] {"access_token":"access-1","client_id":"app-id"}"""
        },
        {
            new("https://auth.acme.test/revoke") { TokenParameter = null, SecretScheme = "Bearer", Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["account"] = "{account}" } },
            "POST https://auth.acme.test/revoke [Bearer app-secret-canary] account=acct_1&client_id=app-id"
        },
    };

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task Disconnect_EachWayToTakeTokensBack_IsSentAsStated(RevocationEndpoint endpoint, string expected)
    {
        _world.Use(The.Definition(new OAuth2Scheme { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = The.TokenEndpoint, RevocationEndpoint = endpoint }));
        _wire.On("https://auth.acme.test/revoke", (200, ""));
        await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)), settings: new() { ["account"] = "acct_1" });

        await _world.Service.DisconnectAsync(AuthWorld.Key);

        Assert.Equal(expected, Assert.Single(_wire.Log).ToString());
    }

    [Theory]
    [InlineData(false, "token=refresh-2")]
    [InlineData(true, null)]
    public async Task Complete_AnotherAccountsGrant_IsGivenBackUnlessThatWouldEndTheOlderOne(bool endsAll, string? revoked)
    {
        _world.Use(The.Definition(new OAuth2Scheme
        {
            AuthorizationEndpoint = The.AuthorizationEndpoint,
            TokenEndpoint = The.TokenEndpoint,
            RevocationEndpoint = new("https://auth.acme.test/revoke") { EndsAllGrants = endsAll },
        }));
        _wire.On("https://auth.acme.test/revoke", (503, "")).On(The.TokenEndpoint, (200, Good), (200, """{"access_token":"access-2","refresh_token":"refresh-2"}"""));
        var first = await SignInAsync();
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("43"));

        var error = await Assert.ThrowsAsync<ConnectorException>(SignInAsync);

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal(revoked, _wire.At("https://auth.acme.test/revoke").SingleOrDefault()?.Body.Split('&')[0]);
        Assert.Equal(first, await _world.Service.FindAsync(AuthWorld.Key));
        Assert.Equal("access-1", (await _world.StoredTokenAsync()).AccessToken.Reveal());
    }

    public void Dispose() => _world.Dispose();

    private static TokenEndpoint Nested() => new(The.TokenEndpoint)
    {
        Tokens = static answer => answer.GetProperty("authed_user"),
        TokenTypes = ["user"],
        Extras = [new("user", static answer => answer.GetProperty("authed_user").GetProperty("id"))],
    };

    private Task<Connection> WithAsync(
        TokenEndpoint endpoint, string callback = "", string? grant = null, IReadOnlyList<string>? extras = null, IReadOnlyList<ConnectionSetting>? settings = null)
    {
        _world.Use(The.Definition(
            new OAuth2Scheme { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = endpoint, UsePkce = false, LongLivedGrant = grant, CallbackExtras = extras ?? [] }, settings: settings));
        return SignInAsync(callback);
    }

    private Task<Connection> SignInAsync() => SignInAsync("");

    private async Task<Connection> SignInAsync(string callback)
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        return await _world.Service.CompleteAuthorizationAsync($"?code=c%2B%2F%C3%A9&state={The.Form(start.Url.Query[1..])["state"]}{callback}", start.Binding);
    }
}
