using System.Web;
using Connectors.Definitions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>OpenID Connect at a certified server: metadata, id_tokens with nonce, the issuer in the callback, pushed requests, resources.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class OpenIdTests(OAuthServerProcess server)
{
    [OAuthServerFact]
    public async Task SignIn_OnlyTheIssuerIsStated_FindsAllElseAndChecksTheIdToken()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.ByIssuer(server.Issuer)));
        var connector = await app.SignInAsync("discovered");
        await server.EndAccessTokensAsync("discovered");

        var caller = await connector.CallAsync(Notes.Me, default);
        await app.Connections.DisconnectAsync(App.KeyOf("discovered"));

        var tally = await server.TallyAsync("discovered");
        Assert.Equal("discovered", caller.Id);
        Assert.Equal((1, 1, 1), (tally.SignIns, tally.Renewals, tally.Revoked));
    }

    [OAuthServerFact]
    public async Task Start_SignIn_SendsANonceOfItsOwnEachTime()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.ByIssuer(server.Issuer)));

        var nonces = new List<string?>();
        for (var round = 0; round < 3; round++)
        {
            nonces.Add(Query((await app.Connections.StartAuthorizationAsync(App.KeyOf("nonces"), new(OAuthServerProcess.Callback))).Url, "nonce"));
        }

        Assert.All(nonces, nonce => Assert.InRange(nonce!.Length, 22, 200));
        Assert.Equal(3, nonces.Distinct().Count());
    }

    [OAuthServerFact]
    public async Task Complete_IdTokenOfAnotherNonce_IsRefused()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.ByIssuer(server.Issuer)));
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf("nonce"), new(OAuthServerProcess.Callback));
        var address = start.Url.AbsoluteUri.Replace(Query(start.Url, "nonce")!, "another-nonce", StringComparison.Ordinal);
        using var browser = new Browser();
        var back = await browser.ConsentAsync(new(address), "nonce");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, start.Binding));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("nonce", error.Message, StringComparison.Ordinal);
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("nonce")));
    }

    [OAuthServerTheory]
    [InlineData("https://evil.test")]
    [InlineData(null)]
    public async Task Complete_CallbackOfAnotherIssuerOrOfNone_IsRefusedAndTheCodeNeverSent(string? issuer)
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.ByIssuer(server.Issuer)));
        var account = $"mixed-up-{issuer is null}";
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf(account), new(OAuthServerProcess.Callback));
        using var browser = new Browser();
        var query = HttpUtility.ParseQueryString(new Uri(await browser.ConsentAsync(start.Url, account)).Query);
        Assert.Equal(server.Issuer.GetLeftPart(UriPartial.Authority), query["iss"]);
        query.Remove("iss");
        if (issuer is not null)
        {
            query["iss"] = issuer;
        }

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync($"?{query}", start.Binding));

        Assert.Contains("issuer", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await server.TallyAsync(account)).Tokens);
    }

    [OAuthServerFact]
    public async Task SignIn_Pushed_KeepsTheParametersOutOfTheAddress()
    {
        await using var app = new App(Notes.Definition(server.Issuer, Notes.Pushed(server.Issuer)), "pushed");

        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf("pusher"), new(OAuthServerProcess.Callback));
        using var browser = new Browser();
        await app.Connections.CompleteAuthorizationAsync(await browser.ConsentAsync(start.Url, "pusher"), start.Binding);

        Assert.Equal(["client_id", "request_uri"], HttpUtility.ParseQueryString(start.Url.Query).AllKeys.Order());
        Assert.Equal("pusher", (await (await app.OpenAsync("pusher")).CallAsync(Notes.Me, default)).Id);
    }

    [OAuthServerFact]
    public async Task SignIn_NotPushedWhereTheServerDemandsIt_IsRefused()
    {
        await using var app = new App(Notes.Definition(server.Issuer), "pushed");
        var start = await app.Connections.StartAuthorizationAsync(App.KeyOf("not-pushed"), new(OAuthServerProcess.Callback));
        using var browser = new Browser();
        var back = await browser.ConsentAsync(start.Url, "not-pushed");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteAuthorizationAsync(back, start.Binding));

        Assert.Equal((ErrorKind.Remote, "invalid_request"), (error.Kind, error.ErrorCode));
    }

    [OAuthServerFact]
    public async Task SignIn_ForAResource_GetsTokensOfThatAudienceAlsoWhenRenewed()
    {
        var resource = new Uri(server.Issuer, "/api").AbsoluteUri;
        await using var app = new App(Notes.Definition(server.Issuer, Notes.ForResource(server.Issuer, resource)));
        var connector = await app.SignInAsync("resourceful");

        var first = await connector.CallAsync(Notes.Me, default);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await connector.CallAsync(Notes.Me, default);

        Assert.Equal((resource, resource), (first.Audience, second.Audience));
        Assert.Equal("api:read", second.Scope);
        Assert.Equal(1, (await server.TallyAsync("resourceful")).Renewals);
    }

    private static string? Query(Uri address, string name) => HttpUtility.ParseQueryString(address.Query)[name];
}
