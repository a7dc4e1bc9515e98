using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

public sealed class GateTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Token_SaysWhenItEnds_AndLivesAnHour()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var token = await client.TokenAsync();

        Assert.Equal("2026-11-20T13:00:00Z", (string?)token["expires_at"]);
        Assert.Equal(["token_type", "access_token", "expires_at"], token.AsObject().Select(pair => pair.Key));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)token["access_token"]!);
        _clock.Advance(TimeSpan.FromSeconds(3599));
        await client.SendAsync("GET", "jobs").JsonAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await client.SendAsync("GET", "jobs").JsonAsync(401))["message"]);
    }

    [Fact]
    public async Task Token_NewOneEndsTheOldOne_OfTheSameUserOnly()
    {
        await using var host = Hire.Host(_clock);
        var admin = host.Get<GreenhouseSimulator>().Users.Snapshot()[0].Id;
        using var service = await host.HarvestClientAsync();
        using var user = await host.HarvestClientAsync(admin);
        await service.SendAsync("GET", "jobs").JsonAsync();

        await service.TokenAsync();

        await service.SendAsync("GET", "jobs").JsonAsync(401);
        await user.SendAsync("GET", "jobs").JsonAsync();
    }

    [Fact]
    public async Task Token_WrongSecretClientOrSub_IsRefused()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        (string, string) grant = ("grant_type", "client_credentials");

        Assert.Equal("invalid_client", (string?)(await client.PostTokenAsync(GreenhouseSimulator.DemoClientId, "x", grant).JsonAsync(401))["error"]);
        Assert.Equal("invalid_client", (string?)(await client.PostTokenAsync("x", GreenhouseSimulator.DemoClientSecret, grant).JsonAsync(401))["error"]);
        Assert.Equal("invalid_request", (string?)(await client.PostTokenAsync(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret, grant, ("sub", "7")).JsonAsync(400))["error"]);
        await client.PostTokenAsync(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret, ("grant_type", "password")).JsonAsync(400);
    }

    [Fact]
    public async Task Token_EndpointHasItsOwnLimit()
    {
        await using var host = Hire.Host(_clock, configure: simulator => simulator.Limits.Token.Permits = 1);
        using var client = await host.HarvestClientAsync();

        using var refused = await client.PostTokenAsync(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret, ("grant_type", "client_credentials"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("60", refused.Header("Retry-After"));
        await client.SendAsync("GET", "jobs").JsonAsync();
    }

    [Fact]
    public async Task Limit_75InAWindowOf30Seconds_WithHeadersOnEveryAnswer()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var reset = new DateTimeOffset(2026, 11, 20, 12, 0, 30, TimeSpan.Zero).ToUnixTimeSeconds();
        for (var i = 1; i <= 75; i++)
        {
            using var response = await client.SendAsync("GET", i % 2 == 0 ? "departments" : "departments?nope=1");
            Assert.Equal(("75", $"{75 - i}", $"{reset}"), (response.Header("X-RateLimit-Limit"), response.Header("X-RateLimit-Remaining"), response.Header("X-RateLimit-Reset")));
        }

        _clock.Advance(TimeSpan.FromSeconds(10.5));
        using var refused = await client.SendAsync("GET", "departments");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(("20", "0", $"{reset}"), (refused.Header("Retry-After"), refused.Header("X-RateLimit-Remaining"), refused.Header("X-RateLimit-Reset")));
        Assert.NotNull((await refused.JsonAsync(429))["message"]);
        _clock.Advance(TimeSpan.FromSeconds(20));
        await client.SendAsync("GET", "departments").JsonAsync();
    }

    [Fact]
    public async Task Scopes_OfAClient_AreNeeded()
    {
        await using var host = Hire.Host(_clock);
        host.Get<GreenhouseSimulator>().OAuth.Register(new OAuthClient("small", "s") { Scopes = ["harvest:jobs:list", "harvest:candidates:create"] });
        using var client = await host.HarvestClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await client.PostTokenAsync("small", "s", ("grant_type", "client_credentials")).JsonAsync())["access_token"]!);

        await client.SendAsync("GET", "jobs").JsonAsync();
        Assert.Contains("harvest:candidates:list", (string?)(await client.SendAsync("GET", "candidates").JsonAsync(403))["message"], StringComparison.Ordinal);
        await client.SendAsync("PATCH", "candidates/19000001", "{}").JsonAsync(403);
    }

    [Fact]
    public async Task Lists_NeedASiteAdmin_WritesDoNot()
    {
        await using var host = Hire.Host(_clock);
        var simulator = host.Get<GreenhouseSimulator>();
        var basic = simulator.Users.Snapshot()[5].Id;
        using var client = await host.HarvestClientAsync(basic);

        await client.SendAsync("GET", "jobs").JsonAsync(403);
        await client.SendAsync("PATCH", "candidates/19000001", """{"title":"x"}""").JsonAsync();
        simulator.NonAdminLists = GreenhouseListRule.Empty;
        Assert.Empty((await client.SendAsync("GET", "jobs").JsonAsync()).AsArray());
        simulator.NonAdminLists = GreenhouseListRule.Open;
        Assert.NotEmpty((await client.SendAsync("GET", "jobs").JsonAsync()).AsArray());
        simulator.NonAdminLists = GreenhouseListRule.Forbidden;
        simulator.Users.Update(basic, ("site_admin", true));
        await client.SendAsync("GET", "jobs").JsonAsync();
    }

    [Fact]
    public async Task ServiceUser_CanBeNoSiteAdmin()
    {
        await using var host = Hire.Host(_clock, configure: simulator => simulator.ServiceUserIsSiteAdmin = false);
        using var client = await host.HarvestClientAsync();

        await client.SendAsync("GET", "jobs").JsonAsync(403);
    }

    [Fact]
    public async Task Partner_CodeFlow_RotatesRefreshTokens_AndIntrospectionNamesTheOrganization()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        using var redirect = await client.GetAsync(new Uri($"https://auth.greenhouse.io/authorize?client_id={GreenhouseSimulator.DemoPartnerClientId}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope=harvest%3Ajobs%3Alist&state=s"));
        var code = redirect.Headers.Location!.Query.Split('&', '?', '=').SkipWhile(part => part != "code").ElementAt(1);
        Task<HttpResponseMessage> PartnerAsync(params (string, string)[] form) => client.PostTokenAsync(GreenhouseSimulator.DemoPartnerClientId, GreenhouseSimulator.DemoPartnerClientSecret, form);

        var first = await PartnerAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://app.example/cb")).JsonAsync();
        var second = await PartnerAsync(("grant_type", "refresh_token"), ("refresh_token", (string)first["refresh_token"]!)).JsonAsync();
        var spent = await PartnerAsync(("grant_type", "refresh_token"), ("refresh_token", (string)first["refresh_token"]!)).JsonAsync(400);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)second["access_token"]!);

        Assert.NotEqual((string?)first["refresh_token"], (string?)second["refresh_token"]);
        Assert.Equal("harvest:jobs:list", (string?)second["scope"]);
        Assert.Equal("invalid_grant", (string?)spent["error"]);
        await client.SendAsync("GET", "jobs").JsonAsync();
        await client.SendAsync("GET", "candidates").JsonAsync(403);
        var facts = await IntrospectAsync(client, (string)second["access_token"]!);
        Assert.True((bool)facts["active"]!);
        Assert.Equal(long.Parse(GreenhouseSimulator.DemoOrganization), (long)facts["https://auth.greenhouse.io/claims"]!["organization"]!["id"]!);
        Assert.False((bool)(await IntrospectAsync(client, "unknown"))["active"]!);
        Assert.Equal(1, host.Get<GreenhouseSimulator>().Ledger.Renewals);
    }

    [Fact]
    public async Task Code_OlderThanAMinute_IsRefused()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        using var redirect = await client.GetAsync(new Uri($"https://auth.greenhouse.io/authorize?client_id={GreenhouseSimulator.DemoPartnerClientId}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope=harvest%3Ajobs%3Alist"));
        var code = redirect.Headers.Location!.Query.Split('=')[1];
        _clock.Advance(TimeSpan.FromSeconds(60));

        var refused = await client.PostTokenAsync(GreenhouseSimulator.DemoPartnerClientId, GreenhouseSimulator.DemoPartnerClientSecret, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://app.example/cb")).JsonAsync(400);

        Assert.Equal("invalid_grant", (string?)refused["error"]);
    }

    private static Task<JsonNode> IntrospectAsync(HttpClient client, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://auth.greenhouse.io/introspect") { Content = Some.Form(("token", token)) };
        request.Headers.Authorization = BambooHR.Bamboo.Basic(GreenhouseSimulator.DemoPartnerClientId, GreenhouseSimulator.DemoPartnerClientSecret);
        return client.SendAsync(request).JsonAsync();
    }
}
