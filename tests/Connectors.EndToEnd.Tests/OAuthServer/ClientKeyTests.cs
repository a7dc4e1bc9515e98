using System.Security.Cryptography;
using Connectors.Definitions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Clients that prove themselves by a signed assertion, to a server that takes each assertion once.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class ClientKeyTests(OAuthServerProcess server)
{
    [OAuthServerFact]
    public async Task SignIn_AppsClientHasAKey_ConnectsRenewsAndDisconnects()
    {
        await using var app = new App(
            Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, ClientAuthentication.PrivateKeyJwt)),
            "web-key",
            configure: options => (options.ClientSecret, options.ClientKey, options.ClientKeyId) = (null, server.ClientKeyPem, "key-1"));

        await UseAsync(app, "key-holder", "web-key");
    }

    [OAuthServerFact]
    public async Task SignIn_AppsClientSignsWithItsSecret_ConnectsRenewsAndDisconnects()
    {
        await using var app = new App(
            Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, ClientAuthentication.ClientSecretJwt)), "web-hmac", configure: options => options.ClientSecret = OAuthServerProcess.LongClientSecret);

        await UseAsync(app, "hmac-holder", "web-hmac");
    }

    [OAuthServerFact]
    public async Task Connect_CustomersClientHasAKey_FetchesATokenWithANewAssertionEachTime()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.Machine(server.Issuer, ClientAuthentication.PrivateKeyJwt)));
        await app.Connections.ConnectAsync(App.KeyOf("machine-key"), new PrivateKeyCredential("machine-key", new(server.ClientKeyPem)) { KeyId = "key-1" });
        var connector = await app.OpenAsync("machine-key");
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("machine-key", (await connector.CallAsync(Notes.Me, default)).Id);
            await server.EndAccessTokensAsync("machine-key");
        }

        Assert.Empty((await server.TallyAsync("machine-key")).Refusals);
    }

    [OAuthServerFact]
    public async Task Connect_KeyThatTheServerDoesNotKnow_IsAnAuthorizationErrorAndSavesNothing()
    {
        using var other = RSA.Create(2048);
        await using var app = new App(Notes.Definition(server.Issuer, Notes.Machine(server.Issuer, ClientAuthentication.PrivateKeyJwt)));

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() =>
            app.Connections.ConnectAsync(App.KeyOf("wrong-key"), new PrivateKeyCredential("machine-key", new(other.ExportPkcs8PrivateKeyPem())) { KeyId = "key-1" }));

        Assert.Equal((ErrorKind.Authorization, "invalid_client"), (error.Kind, error.ErrorCode));
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("wrong-key")));
    }

    private async Task UseAsync(App app, string account, string client)
    {
        var connector = await app.SignInAsync(account);
        await server.EndAccessTokensAsync(account);
        var caller = await connector.CallAsync(Notes.Me, default);
        await app.Connections.DisconnectAsync(App.KeyOf(account));

        var tally = await server.TallyAsync(account);
        Assert.Equal((account, client), (caller.Id, caller.Client));
        Assert.Equal((1, 1, 1), (tally.SignIns, tally.Renewals, tally.Revoked));
    }
}
