using System.Net;
using System.Web;
using Connectors.Greenhouse;
using Connectors.Providers.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Providers.Greenhouse.GreenhouseBench;

namespace Connectors.Providers.Greenhouse;

public sealed class GreenhouseSignInTests
{
    [Fact]
    public async Task ConnectAsync_CustomersClient_GetsATokenAndProvesIt()
    {
        using var greenhouse = await ConnectAsync();

        Assert.Equal("Basic Y2xpZW50OnMzY3JldC12YWx1ZQ==", greenhouse.Sent[0].Authorization);
        Assert.Equal("grant_type=client_credentials", greenhouse.Sent[0].Body);
        Assert.Equal(Api + "jobs?per_page=1", greenhouse.Sent[1].Address);
        Assert.Equal("Bearer jwt-1", greenhouse.Sent[1].Authorization);
        Assert.Null(greenhouse.Connector.Connection.AccountId);
    }

    [Fact]
    public async Task ConnectAsync_UserToActAs_IsAskedFor()
    {
        using var greenhouse = await ConnectAsync(sub: "4019");

        Assert.Equal("4019", HttpUtility.ParseQueryString(greenhouse.Sent[0].Body!)["sub"]);
    }

    [Fact]
    public async Task Token_EndsAtAnIsoMoment_IsRenewedBefore()
    {
        var clock = Clock();
        using var greenhouse = await ConnectAsync(clock);
        greenhouse.Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]")
            .Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, Token("jwt-2", "2026-11-20T14:00:00Z"))
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]");

        clock.Now += TimeSpan.FromMinutes(30);
        await greenhouse.Connector.ListAsync<Job>().AllAsync();
        var early = greenhouse.Last.Authorization;
        clock.Now += TimeSpan.FromMinutes(30);
        await greenhouse.Connector.ListAsync<Job>().AllAsync();

        Assert.Equal(("Bearer jwt-1", "Bearer jwt-2"), (early, greenhouse.Last.Authorization));
    }

    [Fact]
    public async Task Token_RevokedByAnotherOne_IsRenewedOnce()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.Unauthorized, """{"message":"Unauthorized"}""")
            .Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, Token("jwt-2", "2026-11-20T13:00:00Z"))
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]");

        await greenhouse.Connector.ListAsync<Job>().AllAsync();

        Assert.Equal("Bearer jwt-2", greenhouse.Last.Authorization);
    }

    [Fact]
    public async Task SignIn_Partner_HasNoPkceAndRotatesRefreshTokens()
    {
        var clock = Clock();
        using var greenhouse = MockedProvider.Create(
            builder => builder.AddGreenhouse(options =>
            {
                options.ClientId = "app";
                options.ClientSecret = "s3cret-value";
                options.Scopes.Add("harvest:jobs:list");
                options.Scopes.Add("harvest:candidates:list");
            }),
            clock);
        greenhouse.Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, """{"token_type":"Bearer","access_token":"at-1","refresh_token":"rt-1","expires_at":"2026-11-20T13:00:00Z","scope":"harvest:jobs:list harvest:candidates:list"}""")
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]")
            .Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, """{"token_type":"Bearer","access_token":"at-2","refresh_token":"rt-2","expires_at":"2026-11-20T14:00:00Z"}""")
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]")
            .Expect(HttpMethod.Post, TokenAddress, HttpStatusCode.OK, """{"token_type":"Bearer","access_token":"at-3","refresh_token":"rt-3","expires_at":"2026-11-20T15:00:00Z"}""")
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]");

        var start = await greenhouse.Connections.StartAuthorizationAsync(new("greenhouse", "acme"), new("https://app.example/callback"));
        var asked = HttpUtility.ParseQueryString(start.Url.Query);
        var connection = await greenhouse.Connections.CompleteAuthorizationAsync($"?code=c0de&state={Uri.EscapeDataString(asked["state"]!)}", start.Binding);
        clock.Now += TimeSpan.FromHours(1);
        await greenhouse.Connections.VerifyAsync(connection.Key);
        clock.Now += TimeSpan.FromHours(1);
        await greenhouse.Connections.VerifyAsync(connection.Key);

        Assert.Equal("https://auth.greenhouse.io/authorize", start.Url.GetLeftPart(UriPartial.Path));
        Assert.Null(asked["code_challenge"]);
        Assert.Equal("harvest:jobs:list harvest:candidates:list", asked["scope"]);
        Assert.StartsWith("Basic ", greenhouse.Sent[0].Authorization, StringComparison.Ordinal);
        Assert.Contains("refresh_token=rt-1", greenhouse.Sent[2].Body, StringComparison.Ordinal);
        Assert.Contains("refresh_token=rt-2", greenhouse.Sent[4].Body, StringComparison.Ordinal);
        Assert.Equal(["harvest:jobs:list", "harvest:candidates:list"], connection.GrantedScopes);
    }

    [Fact]
    public void Definition_PartnersAskForEveryScopeThatAnEndpointNeeds()
    {
        var scheme = GreenhouseConnector.Definition.Auth.OfType<Definitions.OAuth2Scheme>().Single();

        Assert.Equal(
            ["harvest:applications:create", "harvest:applications:hire", "harvest:applications:list", "harvest:applications:move", "harvest:applications:reject", "harvest:candidates:create", "harvest:candidates:list", "harvest:candidates:update", "harvest:jobs:list"],
            scheme.Scopes.Order(StringComparer.Ordinal));
    }
}
