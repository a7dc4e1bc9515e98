using System.Web;
using Connectors.Definitions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Signing in at a certified server: by code with PKCE, and all the ways in which it can go wrong.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class SignInTests(OAuthServerProcess server)
{
    [OAuthServerFact]
    public async Task SignIn_CodeWithPkce_ConnectsTheAccountAndCalls()
    {
        await using var app = new App(Notes.Definition(server.Issuer));

        var connector = await app.SignInAsync("ada");

        var caller = await connector.CallAsync(Notes.Me, default);
        Assert.Equal(("ada", "web"), (caller.Id, caller.Client));
        Assert.Equal(("ada", ConnectionStatus.Active), (connector.Connection.AccountId, connector.Connection.Status));
        Assert.Equal(["openid", "api:read"], connector.Connection.GrantedScopes);
        Assert.Equal((1, 0), ((await server.TallyAsync("ada")).SignIns, (await server.TallyAsync("ada")).Renewals));
    }

    [OAuthServerTheory]
    [InlineData("web-post", ClientAuthentication.Post)]
    [InlineData("public", ClientAuthentication.None)]
    public async Task SignIn_OtherClientProofs_AreAccepted(string client, ClientAuthentication way)
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, way)), client);

        var connector = await app.SignInAsync($"{client}-user");

        Assert.Equal(client, (await connector.CallAsync(Notes.Me, default)).Client);
    }

    [OAuthServerFact]
    public async Task Complete_CustomerRefused_SaysSo()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf("refuser"), new(OAuthServerProcess.Callback));
        using var browser = new Browser();

        var back = await browser.ConsentAsync(start.Url, account: null);
        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, start.Binding));

        Assert.Equal((ErrorKind.Authorization, "access_denied"), (error.Kind, error.ErrorCode));
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("refuser")));
    }

    [OAuthServerFact]
    public async Task Complete_StateTampered_IsRefusedAndTheCodeNeverSent()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var (back, binding) = await BackAsync(app, "tampered");
        var state = HttpUtility.ParseQueryString(new Uri(back).Query)["state"]!;

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            app.Connections.CompleteAuthorizationAsync(back.Replace(state, Tampered(state), StringComparison.Ordinal), binding));

        Assert.Equal(ErrorKind.Authorization, error.Kind);
        Assert.Equal(0, (await server.TallyAsync("tampered")).Tokens);
    }

    [OAuthServerFact]
    public async Task Complete_FromAnotherSession_IsRefusedAndTheCodeNeverSent()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var (back, _) = await BackAsync(app, "hijacked");
        var (_, otherBinding) = await BackAsync(app, "hijacker");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, otherBinding));

        Assert.Equal(ErrorKind.Authorization, error.Kind);
        Assert.Equal(0, (await server.TallyAsync("hijacked")).Tokens);
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("hijacked")));
    }

    [OAuthServerFact]
    public async Task Complete_Twice_IsRefusedTheSecondTime()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var (back, binding) = await BackAsync(app, "twice");
        await app.Connections.CompleteAuthorizationAsync(back, binding);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, binding));

        Assert.Equal(ErrorKind.Authorization, error.Kind);
        Assert.Equal((1, 0), ((await server.TallyAsync("twice")).SignIns, (await server.TallyAsync("twice")).Revoked));
    }

    [OAuthServerFact]
    public async Task Complete_WithACodeStolenFromAnotherSignIn_IsStoppedByPkce()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var (stolen, _) = await BackAsync(app, "robbed");
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf("robber"), new(OAuthServerProcess.Callback));
        var query = HttpUtility.ParseQueryString(new Uri(stolen).Query);
        query["state"] = HttpUtility.ParseQueryString(start.Url.Query)["state"];

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync($"?{query}", start.Binding));

        Assert.Equal((ErrorKind.Authorization, "invalid_grant"), (error.Kind, error.ErrorCode));
        Assert.Equal(0, (await server.TallyAsync("robbed")).Tokens);
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("robber")));
    }

    [OAuthServerFact]
    public async Task Complete_AppsSecretIsWrong_NamesTheOptionAndNotTheSecret()
    {
        await using var app = new App(Notes.Definition(server.Issuer), configure: options => options.ClientSecret = "wrong-secret-7c1");
        var (back, binding) = await BackAsync(app, "wrong-secret");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, binding));

        Assert.Equal((ErrorKind.Configuration, "invalid_client"), (error.Kind, error.ErrorCode));
        Assert.Contains("Connectors:Providers:notes:ClientSecret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret-7c1", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(string Back, string Binding)> BackAsync(App app, string account)
    {
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf(account), new(OAuthServerProcess.Callback));
        using var browser = new Browser();
        return (await browser.ConsentAsync(start.Url, account), start.Binding);
    }

    private static string Tampered(string state) => (state[0] == 'A' ? 'B' : 'A') + state[1..];
}
