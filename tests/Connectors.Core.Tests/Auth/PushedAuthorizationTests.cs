using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

public sealed class PushedAuthorizationTests : IDisposable
{
    private const string Endpoint = "https://auth.acme.test/as/par";

    // RFC 9126, 2.2.
    private const string RequestUri = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public PushedAuthorizationTests()
    {
        _wire = new(_world.Http, _world.Time);
        Use(new(The.TokenEndpoint) { ClientAuthentication = ClientAuthentication.Basic });
    }

    [Fact]
    public async Task Start_Pushed_TheAddressHoldsTheClientAndTheRequestOnly()
    {
        _wire.On(Endpoint, (201, $$"""{"request_uri":"{{RequestUri}}","expires_in":60}"""));

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        Assert.Equal($"https://auth.acme.test/authorize?realm=a&client_id={The.ClientId}&request_uri={Uri.EscapeDataString(RequestUri)}", start.Url.AbsoluteUri);
        var asked = Assert.Single(_wire.Log);
        Assert.StartsWith("Basic ", asked.Authorization, StringComparison.Ordinal);
        Assert.Equal(
            ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "prompt"], asked.Form.Keys, StringComparer.Ordinal);
        Assert.Equal(("code", "S256", "contacts.read", "consent"), (asked.Form["response_type"], asked.Form["code_challenge_method"], asked.Form["scope"], asked.Form["prompt"]));
    }

    [Fact]
    public async Task Start_Pushed_IsCompletedByTheStateThatWasPushed()
    {
        _wire.On(Endpoint, (201, $$"""{"request_uri":"{{RequestUri}}"}""")).On(The.TokenEndpoint, (200, """{"access_token":"a"}"""));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=c&state={_wire.Log[0].Form["state"]}", start.Binding);

        Assert.Equal(ConnectionStatus.Active, connection.Status);
        Assert.Equal(_wire.Log[0].Form["code_challenge"], Connectors.Auth.OAuthPkce.Challenge(_wire.Log[1].Form["code_verifier"]));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request","error_description":"The redirect_uri is not valid."}""", ErrorKind.Remote)]
    [InlineData(401, """{"error":"invalid_client"}""", ErrorKind.Configuration)]
    [InlineData(400, """{"error":"invalid_target"}""", ErrorKind.Configuration)]
    [InlineData(201, """{"expires_in":60}""", ErrorKind.Protocol)]
    public async Task Start_PushRefused_IsTyped(int status, string body, ErrorKind kind)
    {
        _wire.On(Endpoint, (status, body));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public async Task Start_PushFailsForAWhile_IsTriedAgain()
    {
        _wire.On(Endpoint, (503, ""), (201, $$"""{"request_uri":"{{RequestUri}}"}"""));

        await _world.Time.RunAsync(_world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback), TimeSpan.FromMilliseconds(20));

        Assert.Equal(2, _wire.Log.Count);
    }

    public void Dispose() => _world.Dispose();

    private void Use(TokenEndpoint token) => _world.Use(The.Definition(new OAuth2Scheme
    {
        AuthorizationEndpoint = "https://auth.acme.test/authorize?realm=a",
        TokenEndpoint = token,
        PushedAuthorizationEndpoint = Endpoint,
        Scopes = ["contacts.read"],
        AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "consent" },
    }));
}
