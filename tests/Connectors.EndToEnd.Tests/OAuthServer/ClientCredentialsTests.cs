namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Customers' own clients at a certified server.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class ClientCredentialsTests(OAuthServerProcess server)
{
    private static readonly ConnectionKey s_key = App.KeyOf("machine");

    [OAuthServerFact]
    public async Task Connect_IdAndSecret_FetchesATokenOnceAndAgainWhenItHasEnded()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.Machine(server.Issuer)));
        var before = await server.TallyAsync("machine");
        await app.Connections.ConnectAsync(s_key, new ClientCredential("machine", OAuthServerProcess.ClientSecret));
        var connector = await app.OpenAsync("machine");

        var callers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => connector.CallAsync(Notes.Me, default)));
        var first = (await server.TallyAsync("machine")).Tokens - before.Tokens;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => connector.CallAsync(Notes.Me, default)));

        Assert.All(callers, caller => Assert.Equal(("machine", "api:read"), (caller.Id, caller.Scope)));
        Assert.Equal((1, 2), (first, (await server.TallyAsync("machine")).Tokens - before.Tokens));
    }

    [OAuthServerFact]
    public async Task Connect_WrongSecret_IsAnAuthorizationErrorAndSavesNothing()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.Machine(server.Issuer)));

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => app.Connections.ConnectAsync(s_key, new ClientCredential("machine", "wrong-secret-2e4")));

        Assert.Equal((ErrorKind.Authorization, "invalid_client"), (error.Kind, error.ErrorCode));
        Assert.DoesNotContain("wrong-secret-2e4", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await app.Connections.FindAsync(s_key));
    }
}
