using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

/// <summary>
/// A credential is one grant, and is kept and renewed under its own id: connections that share a grant share its tokens and renew once. What an access token is for
/// (resource, audience) belongs to the credential: a connection that asks for something else never gets it. A grant carries its scopes whole.
/// </summary>
public sealed class TokenTargetTests : IDisposable
{
    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public TokenTargetTests() => _wire = new(_world.Http, _world.Time);

    [Fact]
    public async Task SignIn_ResourcesAndAudience_AreSentWhereverATokenIsAskedFor()
    {
        _world.Use(The.Definition(Scheme(["https://api.acme.test/", "https://files.acme.test/a?b"], "acme-api")));
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600}"""));

        var connection = await SignInAsync(AuthWorld.Key);
        _world.Time.Advance(TimeSpan.FromHours(2));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        const string Resources = "resource=https%3A%2F%2Fapi.acme.test%2F&resource=https%3A%2F%2Ffiles.acme.test%2Fa%3Fb";
        Assert.Contains($"&audience=acme-api&{Resources}", (await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback)).Url.Query, StringComparison.Ordinal);
        Assert.Equal(2, _wire.Log.Count);
        Assert.All(_wire.Log, asked => Assert.Contains(Resources, asked.Body, StringComparison.Ordinal));
        Assert.All(_wire.Log, asked => Assert.DoesNotContain("audience", asked.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renew_TwoConnectionsOnOneGrant_AskOnce()
    {
        _world.Use(The.Definition(Scheme(["https://api.acme.test/"])));
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600}"""), (200, """{"access_token":"access-2","expires_in":3600}"""));
        var one = await SignInAsync(AuthWorld.Key);
        var other = (await _world.Connections.TryWriteAsync(one with { Key = new("acme", "tenant", "second"), Version = 0 }, default))!;
        _world.Time.Advance(TimeSpan.FromHours(2));

        var live = await Task.WhenAll(new[] { one, other, one, other }.Select(connection => _world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask()));

        Assert.All(live, given => Assert.Equal("access-2", The.Access(given)));
        Assert.Equal(2, _wire.Log.Count);
    }

    [Fact]
    public async Task Get_SchemeForAnotherTarget_NeverGetsTheToken()
    {
        var files = Scheme(["https://files.acme.test/"]);
        _world.Use(The.Definition(files));
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"access-files","refresh_token":"refresh-1","expires_in":3600}"""));
        var connection = await SignInAsync(AuthWorld.Key);
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        foreach (var scheme in new[] { Scheme(["https://mail.acme.test/"]), Scheme([]), Scheme(["https://files.acme.test/", "https://mail.acme.test/"]), Scheme(["https://files.acme.test/"], "x"), Scheme([], "https://files.acme.test/ ") })
        {
            _world.Use(The.Definition(scheme));
            var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => _world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask());

            Assert.Equal(ErrorKind.Configuration, error.Kind);
            Assert.Contains("other resources", error.Message, StringComparison.Ordinal);
        }

        _world.Use(The.Definition(files));
        Assert.Equal("access-files", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
    }

    [Fact]
    public async Task Get_ResourceOfASetting_IsOfTheConnectionThatItWasGivenFor()
    {
        _world.Use(The.Definition(Scheme(["{resource}"]), settings: [new("resource", "Resource")]));
        _wire.On(The.TokenEndpoint, (200, """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600}"""));
        var connection = await SignInAsync(AuthWorld.Key, new() { Settings = new() { ["resource"] = "https://one.acme.test/" } });
        var other = connection with { Key = new("acme", "tenant", "second"), Settings = new() { ["resource"] = "https://two.acme.test/" } };

        Assert.Equal("access-1", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
        await Assert.ThrowsAnyAsync<ConnectorException>(() => _world.Keeper.GetAsync(other, _world.Runtime, default).AsTask());
    }

    [Fact]
    public async Task Connect_GrantThatTheAppBrings_IsForWhatTheSchemeAsksFor()
    {
        _world.Use(The.Definition(Scheme(["https://api.acme.test/"])));

        var connection = await _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));

        Assert.Equal("access-1", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
    }

    public void Dispose() => _world.Dispose();

    private static OAuth2Scheme Scheme(IReadOnlyList<string> resources, string? audience = null) => new()
    {
        AuthorizationEndpoint = The.AuthorizationEndpoint,
        TokenEndpoint = The.TokenEndpoint,
        Resources = resources,
        Audience = audience,
    };

    private async Task<Connection> SignInAsync(ConnectionKey key, AuthorizationOptions? options = null)
    {
        var start = await _world.Service.StartAuthorizationAsync(key, The.Callback, options);
        return await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);
    }

    private static string State(AuthorizationStart start) => start.Url.Query[1..].Split('&').First(pair => pair.StartsWith("state=", StringComparison.Ordinal))["state=".Length..];
}
