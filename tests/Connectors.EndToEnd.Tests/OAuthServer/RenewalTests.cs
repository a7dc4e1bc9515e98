using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Tokens that end, against a server that rotates refresh tokens and ends a grant whose old one comes again.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class RenewalTests(OAuthServerProcess server)
{
    private static readonly TimeSpan s_pastTheEnd = TimeSpan.FromMinutes(10);

    [OAuthServerFact]
    public async Task Call_TokenHasEnded_RenewsBeforeTheCall()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var connector = await app.SignInAsync("ended");

        for (var renewals = 1; renewals <= 3; renewals++)
        {
            app.Clock.Advance(s_pastTheEnd);
            await connector.CallAsync(Notes.Me, default);

            Assert.Equal((renewals, 0, 0), await RenewalsAsync("ended"));
        }
    }

    [OAuthServerFact]
    public async Task Call_TokenIsRefused_RenewsOnceAndSendsAgain()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var connector = await app.SignInAsync("refused");
        await server.EndAccessTokensAsync("refused");

        await connector.CallAsync(Notes.Me, default);

        Assert.Equal((1, 0, 1), await RenewalsAsync("refused"));
    }

    [OAuthServerFact]
    public async Task Call_FiftyAtOnceOnAnEndedToken_RenewOnce()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var connector = await app.SignInAsync("storm");
        app.Clock.Advance(s_pastTheEnd);

        var callers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => connector.CallAsync(Notes.Me, default)));

        Assert.All(callers, caller => Assert.Equal("storm", caller.Id));
        Assert.Equal((1, 0, 0), await RenewalsAsync("storm"));
    }

    [OAuthServerFact]
    public async Task Call_FiftyAtOnceOnARefusedToken_RenewOnce()
    {
        await using var app = new App(Notes.Definition(server.Issuer));
        var connector = await app.SignInAsync("refused-storm");
        await server.EndAccessTokensAsync("refused-storm");

        var callers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => connector.CallAsync(Notes.Me, default)));

        Assert.All(callers, caller => Assert.Equal("refused-storm", caller.Id));
        var (renewals, reuses, _) = await RenewalsAsync("refused-storm");
        Assert.Equal((1, 0), (renewals, reuses));
    }

    [OAuthServerFact]
    public async Task Call_TwoProcessesOverOneDatabase_RenewOnce()
    {
        using var database = new Database();
        await using var first = new App(Notes.Definition(server.Issuer), database: database.Path);
        await using var second = new App(Notes.Definition(server.Issuer), database: database.Path, clock: first.Clock);
        IConnector[] processes = [await first.SignInAsync("shared"), await second.OpenAsync("shared")];
        await Task.WhenAll(processes.Select(process => process.CallAsync(Notes.Me, default)));
        first.Clock.Advance(s_pastTheEnd);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => processes[number % 2].CallAsync(Notes.Me, default)));

        Assert.Equal((1, 0, 0), await RenewalsAsync("shared"));
    }

    [OAuthServerFact]
    public async Task Call_SecondProcessMissedARotation_TakesWhatTheStoreHolds()
    {
        using var database = new Database();
        await using var first = new App(Notes.Definition(server.Issuer), database: database.Path);
        await using var second = new App(Notes.Definition(server.Issuer), database: database.Path, clock: first.Clock);
        IConnector[] processes = [await first.SignInAsync("behind"), await second.OpenAsync("behind")];
        await processes[1].CallAsync(Notes.Me, default);
        await server.EndAccessTokensAsync("behind");
        await processes[0].CallAsync(Notes.Me, default);

        await processes[1].CallAsync(Notes.Me, default);

        var (renewals, reuses, _) = await RenewalsAsync("behind");
        Assert.Equal((1, 0), (renewals, reuses));
    }

    [OAuthServerFact]
    public async Task Call_RefreshTokenStaysTheSame_RenewsEachTime()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, Definitions.ClientAuthentication.Post)), "web-kept");
        var connector = await app.SignInAsync("kept");

        app.Clock.Advance(s_pastTheEnd);
        await connector.CallAsync(Notes.Me, default);
        app.Clock.Advance(s_pastTheEnd);
        await connector.CallAsync(Notes.Me, default);

        Assert.Equal((2, 0, 0), await RenewalsAsync("kept"));
    }

    [OAuthServerFact]
    public async Task Call_OldRefreshTokenWasReplayed_MustReconnectAndAsksNoMore()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, Definitions.ClientAuthentication.Post)), "web-post");
        var stolen = await HandMade.SignInAsync(server, "stolen");
        await app.Connections.ConnectAsync(App.KeyOf("stolen"), stolen);
        var connector = await app.OpenAsync("stolen");
        app.Clock.Advance(s_pastTheEnd);
        await connector.CallAsync(Notes.Me, default);

        var replay = await HandMade.RenewAsync(server, stolen);
        var first = await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.CallAsync(Notes.Me, default));
        var before = await server.TallyAsync("web-post");
        var second = await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.CallAsync(Notes.Me, default));

        Assert.Equal("invalid_grant", (string?)replay["error"]);
        Assert.Equal(ErrorKind.Authorization, first.Kind);
        Assert.Equal(ErrorKind.Authorization, second.Kind);
        Assert.Equal((1, 1, 1), await RenewalsAsync("stolen"));
        Assert.Equal(1, (await server.TallyAsync("stolen")).Revoked);
        Assert.Equal(before.Refusals, (await server.TallyAsync("web-post")).Refusals);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await app.Connections.FindAsync(App.KeyOf("stolen")))!.Status);
    }

    [OAuthServerFact]
    public async Task SignIn_AfterReconnectWasRequired_MakesTheConnectionActiveAgain()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.OAuth(server.Issuer, Definitions.ClientAuthentication.Post)), "web-post");
        var stolen = await HandMade.SignInAsync(server, "returning");
        await app.Connections.ConnectAsync(App.KeyOf("returning"), stolen);
        await HandMade.RenewAsync(server, stolen);
        await HandMade.RenewAsync(server, stolen);
        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await (await app.OpenAsync("returning")).CallAsync(Notes.Me, default));

        var connector = await app.SignInAsync("returning");

        Assert.Equal("returning", (await connector.CallAsync(Notes.Me, default)).Id);
        Assert.Equal(ConnectionStatus.Active, (await app.Connections.FindAsync(App.KeyOf("returning")))!.Status);
    }

    /// <summary>Gives what the server counted: renewals, reuses of an old refresh token, refused calls.</summary>
    private async Task<(int Renewals, int Reuses, int Refused)> RenewalsAsync(string account)
    {
        var tally = await server.TallyAsync(account);
        return (tally.Renewals, tally.Reuses, tally.Refused);
    }
}
