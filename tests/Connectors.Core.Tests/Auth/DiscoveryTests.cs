using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

public sealed class DiscoveryTests : IDisposable
{
    private const string Issuer = "https://as.acme.test/t1";
    private const string OAuthPlace = "https://as.acme.test/.well-known/oauth-authorization-server/t1";
    private const string OpenIdPlace = "https://as.acme.test/t1/.well-known/openid-configuration";
    private const string Token = "https://as.acme.test/t1/token";

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(20);

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public DiscoveryTests()
    {
        _wire = new(_world.Http, _world.Time);
        Use(new() { Issuer = Issuer, IssuerHosts = ["tokens.acme.test"], Scopes = ["a"] });
    }

    [Fact]
    public async Task SignIn_NothingStatedButTheIssuer_GoesWhereItsMetadataSay()
    {
        _wire.On(OAuthPlace, (200, Metadata())).On(Token, (200, """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600}""")).On("https://as.acme.test/t1/revoke", (200, ""));

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);
        _world.Time.Advance(TimeSpan.FromMinutes(58));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        await _world.Service.DisconnectAsync(AuthWorld.Key);

        Assert.StartsWith("https://as.acme.test/t1/authorize?response_type=code&", start.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal([OAuthPlace, Token, Token, "https://as.acme.test/t1/revoke"], _wire.Log.Select(asked => asked.Address), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""","token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_basic","client_secret_post"]""", true)]
    [InlineData(""","token_endpoint_auth_methods_supported":["client_secret_post"]""", false)]
    public async Task SignIn_HowTheClientProvesItselfIsNotStated_IsAsTheMetadataWant(string methods, bool isBasic)
    {
        HttpRequestMessage? asked = null;
        var body = "";
        _wire.On(OAuthPlace, (200, Metadata(more: methods)));
        _world.Http.When(Token).Respond(async request =>
        {
            (asked, body) = (request, await request.Content!.ReadAsStringAsync());
            return The.Answer(System.Net.HttpStatusCode.OK, """{"access_token":"access-1","expires_in":3600}""");
        });

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        Assert.Equal(isBasic, asked!.Headers.Authorization?.Scheme == "Basic");
        Assert.Equal(!isBasic, body.Contains("client_secret=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "<html>the web site</html>")]
    public async Task Read_NoOAuthMetadata_TakesTheOpenIdOnes(int status, string body)
    {
        _wire.On(OAuthPlace, (status, body)).On(OpenIdPlace, (200, Metadata()));

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        Assert.Equal("/t1/authorize", start.Url.AbsolutePath);
    }

    [Fact]
    public async Task Read_IssuerWithoutAPath_IsAskedWhereTheRfcSays()
    {
        Use(new() { Issuer = "https://as.acme.test", Scopes = ["a"] });
        _wire.On("https://as.acme.test/.well-known/oauth-authorization-server", (404, ""))
            .On("https://as.acme.test/.well-known/openid-configuration", (200, Metadata("https://as.acme.test")));

        Assert.Equal("as.acme.test", (await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback)).Url.Host);
    }

    [Theory]
    [InlineData("https://as.acme.test/t1/")]
    [InlineData("https://as.acme.test/T1")]
    [InlineData("https://evil.test/t1")]
    [InlineData("")]
    public async Task Read_MetadataOfAnotherIssuer_AreRefused(string named)
    {
        _wire.On(OAuthPlace, (200, Metadata(named)));

        Assert.Contains("another issuer", (await FailsAsync(ErrorKind.Protocol)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.test/token")]
    [InlineData("https://as.acme.test:8443/token")]
    [InlineData("https://as.acme.test.evil.test/token")]
    [InlineData("http://as.acme.test/token")]
    [InlineData("http://127.0.0.1/token")]
    [InlineData("https://user@as.acme.test/token")]
    [InlineData("/token")]
    public async Task Read_EndpointWhereNoSecretMayGo_IsRefusedBeforeAnythingIsSent(string endpoint)
    {
        _wire.On(OAuthPlace, (200, Metadata(token: endpoint)));

        var error = await FailsAsync(ErrorKind.Protocol);

        Assert.Contains("'token_endpoint'", error.Message, StringComparison.Ordinal);
        Assert.Single(_wire.Log);
    }

    [Fact]
    public async Task Read_EndpointElsewhereThatNobodyNeeds_StopsNobodyAndIsNeverCalled()
    {
        _wire.On(OAuthPlace, (200, Metadata(revoke: "https://evil.test/revoke", more: ""","device_authorization_endpoint":"https://evil.test/device","jwks_uri":"https://evil.test/keys" """)))
            .On(Token, (200, """{"access_token":"a"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        var device = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key));
        Assert.True(await _world.Service.DisconnectAsync(AuthWorld.Key));

        Assert.Equal(ErrorKind.Protocol, device.Kind);
        Assert.Equal([OAuthPlace, Token], _wire.Log.Select(asked => asked.Address), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("https://tokens.acme.test/token")]
    [InlineData("https://api.acme.test/token")]
    public async Task Read_EndpointOnAHostThatTheDefinitionAllows_IsTaken(string endpoint)
    {
        _wire.On(OAuthPlace, (200, Metadata(token: endpoint))).On(endpoint, (200, """{"access_token":"a"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        Assert.Equal(endpoint, _wire.Log[^1].Address);
    }

    [Fact]
    public async Task Read_Again_IsRememberedForAnHourAndForADayWhileTheIssuerIsDown()
    {
        _wire.On(OAuthPlace, (200, Metadata()), (503, ""));

        for (var minute = 0; minute < 60; minute += 10)
        {
            await StartAsync();
            _world.Time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Single(_wire.Log);
        await StartAsync();
        Assert.Equal(5, _wire.Log.Count);
        _world.Time.Advance(TimeSpan.FromHours(23));
        await FailsAsync(ErrorKind.Unavailable);
    }

    [Fact]
    public async Task Renew_IssuerIsDown_SpendsNothingAndPasses()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromSeconds(-1)));
        _wire.On(OAuthPlace, (503, ""), (503, ""), (503, ""), (503, ""), (200, Metadata())).On(Token, (200, """{"access_token":"access-2"}"""));

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), s_step));
        var renewed = await _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), s_step);

        Assert.True(error.IsTransient);
        Assert.Equal("access-2", The.Access(renewed));
    }

    [Fact]
    public async Task Renew_IssuerDoesNotAnswerAtAll_SpendsNothingAndPasses()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromSeconds(-1)));
        RichardSzalay.MockHttp.MockHttpMessageHandlerExtensions.When(_world.Http, OAuthPlace).Respond(_ => new TaskCompletionSource<HttpResponseMessage>().Task);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() =>
            _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromSeconds(1)));

        Assert.Equal((ErrorKind.Timeout, true), (error.Kind, error.IsTransient));
        Assert.False((await _world.RowAsync()).IsDead);
        Assert.False((await _world.RowAsync()).HasIntent);
    }

    [Fact]
    public async Task Start_IssuerDemandsPushedRequests_PushesThem()
    {
        const string Pushed = "https://as.acme.test/t1/par";
        _wire.On(OAuthPlace, (200, Metadata(more: $$""","pushed_authorization_request_endpoint":"{{Pushed}}","require_pushed_authorization_requests":true""")))
            .On(Pushed, (201, """{"request_uri":"urn:x"}"""));

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        Assert.Equal($"?client_id={The.ClientId}&request_uri=urn%3Ax", start.Url.Query);
    }

    [Fact]
    public async Task Start_IssuerOffersPushedRequests_DoesNotNeedThem()
    {
        _wire.On(OAuthPlace, (200, Metadata(more: ""","pushed_authorization_request_endpoint":"https://as.acme.test/t1/par" """)));

        Assert.Contains("redirect_uri=", (await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback)).Url.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartDevice_IssuerNamesTheEndpoint_IsAskedThere()
    {
        _wire.On(OAuthPlace, (200, Metadata(more: ""","device_authorization_endpoint":"https://as.acme.test/t1/device" """)))
            .On("https://as.acme.test/t1/device", (200, """{"device_code":"d","user_code":"u","verification_uri":"https://as.acme.test/d"}"""));

        Assert.Equal("u", (await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key)).UserCode);
    }

    [Fact]
    public async Task Read_IssuerOfASetting_IsTheConnectionsOwn()
    {
        Use(new() { Issuer = "https://{site}.acme.test/t1", Scopes = ["a"] }, [new("site", "Site") { Pattern = "[a-z]+" }]);
        _wire.On(OAuthPlace, (200, Metadata()));

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback, new() { Settings = new() { ["site"] = "as" } });

        Assert.Equal("as.acme.test", start.Url.Host);
    }

    [Theory]
    [InlineData("&iss=https%3A%2F%2Fas.acme.test%2Ft1", true)]
    [InlineData("", false)]
    [InlineData("&iss=https%3A%2F%2Fevil.test", false)]
    [InlineData("&iss=https%3A%2F%2Fas.acme.test%2Ft1%2F", false)]
    public async Task Complete_IssuerThatNamesItselfInCallbacks_RefusesEveryOtherOne(string iss, bool isGood)
    {
        _wire.On(OAuthPlace, (200, Metadata(more: ""","authorization_response_iss_parameter_supported":true"""))).On(Token, (200, """{"access_token":"a"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var complete = _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}{iss}", start.Binding);

        if (isGood)
        {
            Assert.Equal(ConnectionStatus.Active, (await complete).Status);
            return;
        }

        var error = await Assert.ThrowsAsync<ConnectorException>(() => complete);
        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Contains("issuer", error.Message, StringComparison.Ordinal);
        Assert.Empty(_wire.At(Token));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("&iss=https%3A%2F%2Fissuer.acme.test", true)]
    [InlineData("&iss=https%3A%2F%2Fevil.test", false)]
    public async Task Complete_EndpointsStatedAndIssuerToo_ChecksAnIssuerThatIsNamed(string iss, bool isGood)
    {
        Use(new() { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = The.TokenEndpoint, Issuer = "https://issuer.acme.test", Scopes = ["a"] });
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"a"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var complete = _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}{iss}", start.Binding);

        Assert.Equal(isGood, await complete.ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default));
        Assert.Equal(isGood ? 1 : 0, _wire.Log.Count);
    }

    public void Dispose() => _world.Dispose();

    private static string Metadata(string issuer = Issuer, string token = Token, string more = "", string revoke = "https://as.acme.test/t1/revoke") => $$"""
        {"issuer":"{{issuer}}","authorization_endpoint":"https://as.acme.test/t1/authorize","token_endpoint":"{{token}}",
        "revocation_endpoint":"{{revoke}}","response_types_supported":["code"]{{more}}}
        """;

    private static string State(AuthorizationStart start) => The.Form(start.Url.Query[1..])["state"];

    private void Use(OAuth2Scheme scheme, IReadOnlyList<ConnectionSetting>? settings = null) => _world.Use(The.Definition(scheme, settings: settings));

    private Task StartAsync() => _world.Time.RunAsync(_world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback), s_step);

    private async Task<ConnectorException> FailsAsync(ErrorKind kind)
    {
        var error = await Assert.ThrowsAsync<ConnectorException>(StartAsync);
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
