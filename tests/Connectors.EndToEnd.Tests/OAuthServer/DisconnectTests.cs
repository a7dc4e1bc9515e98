using Connectors.Definitions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Leaving takes the tokens back at the server (RFC 7009).</summary>
[Collection(OAuthServerTests.Name)]
public sealed class DisconnectTests(OAuthServerProcess server)
{
    [OAuthServerFact]
    public async Task Disconnect_OAuthGrant_IsInactiveAtTheServer()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, ClientAuthentication.Post)), "web-post");
        var tokens = await HandMade.SignInAsync(server, "leaver");
        await app.Connections.ConnectAsync(App.KeyOf("leaver"), tokens);
        var connector = await app.OpenAsync("leaver");
        var before = await HandMade.IsActiveAsync(server, tokens.Token.RefreshToken);

        var was = await app.Connections.DisconnectAsync(App.KeyOf("leaver"));

        Assert.Equal((true, true), (before, was));
        Assert.False(await HandMade.IsActiveAsync(server, tokens.Token.RefreshToken));
        Assert.False(await HandMade.IsActiveAsync(server, tokens.Token.AccessToken));
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("leaver")));
        await Assert.ThrowsAnyAsync<ConnectorException>(() => connector.CallAsync(Notes.Me, default));
    }

    [OAuthServerFact]
    public async Task Disconnect_AfterARotation_TakesBackTheNewTokens()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var connector = await app.SignInAsync("rotated-leaver");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await connector.CallAsync(Notes.Me, default);

        await app.Connections.DisconnectAsync(App.KeyOf("rotated-leaver"));

        Assert.Equal((1, 1), ((await server.TallyAsync("rotated-leaver")).Renewals, (await server.TallyAsync("rotated-leaver")).Revoked));
    }
}
