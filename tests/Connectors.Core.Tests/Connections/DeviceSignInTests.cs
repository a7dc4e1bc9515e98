using System.Text;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Connections;

public sealed class DeviceSignInTests : IDisposable
{
    private const string Endpoint = "https://auth.acme.test/device";
    private const string DeviceCode = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS";
    private const string Tokens = """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600,"scope":"a"}""";

    // RFC 8628, 3.2.
    private const string Started = $$"""
        {"device_code":"{{DeviceCode}}","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device",
        "verification_uri_complete":"https://example.com/device?user_code=WDJB-MJHT","expires_in":1800,"interval":5}
        """;

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public DeviceSignInTests()
    {
        _wire = new(_world.Http, _world.Time);

        // The clock runs ahead of a busy machine: an answer that is on its way must not time out for that.
        _world.Options.AttemptTimeout = TimeSpan.FromHours(1);
        _world.Use(The.Definition(new OAuth2Scheme { DeviceAuthorizationEndpoint = Endpoint, TokenEndpoint = The.TokenEndpoint, Scopes = ["a", "b"], Resources = ["https://api.acme.test"] }));
    }

    [Fact]
    public async Task Start_Standard_AsksAsTheRfcHasItAndTellsWhatToShow()
    {
        _wire.On(Endpoint, (200, Started));

        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        Assert.Equal(
            $"POST {Endpoint} resource=https%3A%2F%2Fapi.acme.test&scope=a+b&client_id={The.ClientId}&client_secret={The.ClientSecret}", Assert.Single(_wire.Log).ToString());
        Assert.Equal(("WDJB-MJHT", "https://example.com/device", TimeSpan.FromSeconds(5)), (start.UserCode, start.VerificationUri.AbsoluteUri, start.Interval));
        Assert.Equal("https://example.com/device?user_code=WDJB-MJHT", start.VerificationUriComplete!.AbsoluteUri);
        Assert.Equal(_world.Time.GetUtcNow().AddSeconds(1800), start.ExpiresAt);
        Assert.DoesNotContain(start.Handle, start.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("WDJB", start.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"device_code":"d","user_code":"u","verification_url":"https://www.google.com/device","expires_in":"1800"}""", "https://www.google.com/device", 5, 1800)]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"http://127.0.0.1:8/device","expires_in":90,"interval":"7"}""", "http://127.0.0.1:8/device", 7, 90)]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://a.test/d","verification_uri_complete":"javascript:alert(1)","interval":0}""", "https://a.test/d", 1, 600)]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://a.test/d","expires_in":1e12,"interval":1e12}""", "https://a.test/d", 60, 86400)]
    public async Task Start_Dialects_AreUnderstoodAndBounded(string answer, string address, int interval, int life)
    {
        _wire.On(Endpoint, (200, answer));

        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        Assert.Equal((address, interval, life), (start.VerificationUri.AbsoluteUri, (int)start.Interval.TotalSeconds, (int)(start.ExpiresAt - _world.Time.GetUtcNow()).TotalSeconds));
        Assert.Null(start.VerificationUriComplete);
    }

    [Theory]
    [InlineData(200, """{"device_code":"d","user_code":"u","verification_uri":"http://evil.test/device"}""", ErrorKind.Protocol)]
    [InlineData(200, """{"device_code":"d","verification_uri":"https://a.test/device"}""", ErrorKind.Protocol)]
    [InlineData(200, """{"error":"device_flow_disabled"}""", ErrorKind.Remote)]
    [InlineData(401, """{"error":"invalid_client"}""", ErrorKind.Configuration)]
    [InlineData(400, """{"error":"invalid_scope"}""", ErrorKind.Configuration)]
    [InlineData(404, "<html>", ErrorKind.Protocol)]
    public async Task Start_NoGoodAnswer_IsTyped(int status, string answer, ErrorKind kind)
    {
        _wire.On(Endpoint, (status, answer));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public async Task Start_ProviderWithoutDeviceSignIn_SaysSo()
    {
        _world.Use(The.Definition(The.OAuth()));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key));
        var noBrowser = await Assert.ThrowsAsync<ConnectorException>(() => Device().Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback));

        Assert.Equal((ErrorKind.NotSupported, ErrorKind.NotSupported), (error.Kind, noBrowser.Kind));
    }

    [Fact]
    public async Task Complete_CustomerAnswersLater_PollsAtThePaceThatTheProviderSetsAndSaves()
    {
        _wire.On(Endpoint, (200, Started)).On(
            The.TokenEndpoint,
            (400, """{"error":"authorization_pending"}"""),
            (428, """{"error":"authorization_pending"}"""),
            (200, """{"error":"authorization_pending"}"""),
            (400, """{"error":"slow_down"}"""),
            (403, """{"error":"slow_down"}"""),
            (400, """{"error":"authorization_pending"}"""),
            (200, Tokens));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        var connection = await WaitAsync(_world.Service.CompleteDeviceAuthorizationAsync(start.Handle));

        var polls = _wire.At(The.TokenEndpoint).ToList();
        NeverFasterThan([5, 5, 5, 5, 10, 15, 15], polls);
        Assert.All(polls, poll => Assert.Equal(
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code={DeviceCode}&resource=https%3A%2F%2Fapi.acme.test&client_id={The.ClientId}&client_secret={The.ClientSecret}", poll.Body));
        Assert.Equal(("42", ConnectionStatus.Active, "a"), (connection.AccountId, connection.Status, string.Join(' ', connection.GrantedScopes!)));
        Assert.Equal("refresh-1", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Theory]
    [InlineData("""{"error":"access_denied"}""", "did not agree")]
    [InlineData("""{"error":"expired_token"}""", "in time")]
    [InlineData("""{"error":"invalid_grant"}""", "used or is too old")]
    public async Task Complete_EndsWithoutTokens_IsTypedAndTheHandleIsUsedUp(string answer, string says)
    {
        _wire.On(Endpoint, (200, Started)).On(The.TokenEndpoint, (400, answer));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        var error = await FailsAsync(start.Handle);
        var again = await FailsAsync(start.Handle);

        Assert.Equal(ErrorKind.Authorization, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("tart the sign-in again", error.Message, StringComparison.Ordinal);
        Assert.Contains("not known", again.Message, StringComparison.Ordinal);
        Assert.Single(_wire.At(The.TokenEndpoint));
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Complete_NobodyAnswers_EndsWithTheCodesTime()
    {
        _wire.On(Endpoint, (200, Started.Replace("1800", "30", StringComparison.Ordinal))).On(The.TokenEndpoint, (400, """{"error":"authorization_pending"}"""));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        var error = await FailsAsync(start.Handle);

        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
        Assert.InRange(_wire.At(The.TokenEndpoint).Count(), 1, 5);
        Assert.True(_world.Time.GetUtcNow() >= start.ExpiresAt);
    }

    [Fact]
    public async Task Complete_TokenEndpointFailsForAWhile_BacksOffAndGoesOn()
    {
        _wire.On(Endpoint, (200, Started)).On(The.TokenEndpoint, (503, ""), (502, ""), (500, ""), (200, Tokens));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        await WaitAsync(_world.Service.CompleteDeviceAuthorizationAsync(start.Handle));

        NeverFasterThan([5, 10, 20, 40], [.. _wire.At(The.TokenEndpoint)]);
    }

    [Fact]
    public async Task Complete_Cancelled_CanBeTakenUpAgainByAnotherProcess()
    {
        _wire.On(Endpoint, (200, Started)).On(The.TokenEndpoint, (400, """{"error":"authorization_pending"}"""), (200, Tokens));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);
        using var leaving = new CancellationTokenSource();
        var wait = _world.Service.CompleteDeviceAuthorizationAsync(start.Handle, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        using var other = new AuthWorld(_world);
        other.Use(_world.Runtime.Definition);

        var connection = await WaitAsync(other.Service.CompleteDeviceAuthorizationAsync(start.Handle));
        var again = await FailsAsync(start.Handle);

        Assert.Equal("42", connection.AccountId);
        Assert.Contains("not known", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_ErasedWhileItWaited_SavesNothingAndGivesTheGrantBack()
    {
        _world.Use(The.Definition(new OAuth2Scheme { DeviceAuthorizationEndpoint = Endpoint, TokenEndpoint = The.TokenEndpoint, RevocationEndpoint = "https://auth.acme.test/revoke" }));
        _wire.On(Endpoint, (200, Started)).On(The.TokenEndpoint, (400, """{"error":"authorization_pending"}"""), (200, Tokens)).On("https://auth.acme.test/revoke", (200, ""));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);
        var wait = _world.Service.CompleteDeviceAuthorizationAsync(start.Handle);
        await _world.Service.ForgetAsync(AuthWorld.Key);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => WaitAsync(wait));

        Assert.Contains("erased", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("token=refresh-1&", Assert.Single(_wire.At("https://auth.acme.test/revoke")).Body, StringComparison.Ordinal);
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Complete_HandleThatIsNone_IsNotKnown()
    {
        _wire.On(Endpoint, (200, Started));
        var browser = await new Func<Task<AuthorizationStart>>(() =>
        {
            _world.Use(The.Definition(The.OAuth()));
            return _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        })();

        foreach (var handle in new[] { "unknown", The.Form(browser.Url.Query[1..])["state"] })
        {
            Assert.Contains("not known", (await FailsAsync(handle)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Complete_ErrorThatEchoesTheCode_DoesNotShowIt()
    {
        _wire.On(Endpoint, (200, Started)).On(The.TokenEndpoint, (400, $$"""{"error":"invalid_grant","error_description":"{{DeviceCode}} {{The.ClientSecret}}"}"""));
        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key);

        var text = (await FailsAsync(start.Handle)).ToString();

        Assert.DoesNotContain(DeviceCode, text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhatIsKept_ShowsNothingInTheClear()
    {
        _wire.On(Endpoint, (200, Started));
        var store = new RecordingConnectionStore(_world.Connections);
        var saving = new ConnectionSaving(_world.Credentials, store, _world.Rows, _world.Protector, _world.Keeper, _world.Time);

        var start = await new DeviceFlow(store, saving, new Envelope(_world.Keys), _world, _world.Time).StartAsync(AuthWorld.Key, new(), default);

        Assert.False(start.Handle == store.State);
        foreach (var secret in new[] { start.Handle, DeviceCode, "tenant" })
        {
            Assert.Equal(-1, store.Payload.Span.IndexOf(Encoding.UTF8.GetBytes(secret)));
        }
    }

    public void Dispose() => _world.Dispose();

    /// <summary>The clock may run on before the wait sees it, so a pause may be longer than asked for; shorter it may not be.</summary>
    private void NeverFasterThan(int[] seconds, List<Asked> polls)
    {
        Assert.Equal(seconds.Length, polls.Count);
        Assert.All(polls.Zip(polls.Prepend(_wire.Log[0]), seconds), poll => Assert.True(poll.First.At - poll.Second.At >= TimeSpan.FromSeconds(poll.Third)));
    }

    private AuthWorld Device()
    {
        _world.Use(The.Definition(new OAuth2Scheme { DeviceAuthorizationEndpoint = Endpoint, TokenEndpoint = The.TokenEndpoint }));
        return _world;
    }

    private Task<Connection> WaitAsync(Task<Connection> wait) => _world.Time.RunAsync(wait, TimeSpan.FromMilliseconds(500));

    private Task<ConnectorException> FailsAsync(string handle) =>
        Assert.ThrowsAnyAsync<ConnectorException>(() => WaitAsync(_world.Service.CompleteDeviceAuthorizationAsync(handle)));
}
