using System.Net;
using System.Net.Http.Headers;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.HubSpot;

public sealed class GateTests
{
    private static readonly Uri s_owners = new("crm/owners/2026-09", UriKind.Relative);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task PrivateToken_190In10Seconds_Then429_ThenTheWindowMovesOn()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();
        for (var i = 1; i <= 190; i++)
        {
            using var response = await client.GetAsync(s_owners);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal($"{190 - i}", response.Header("X-HubSpot-RateLimit-Remaining"));
        }

        using var refused = await client.GetAsync(s_owners);
        var body = await refused.JsonAsync(429);
        Assert.Equal("190", refused.Header("X-HubSpot-RateLimit-Max"));
        Assert.Equal("10000", refused.Header("X-HubSpot-RateLimit-Interval-Milliseconds"));
        Assert.Equal("TEN_SECONDLY_ROLLING", (string?)body["policyName"]);
        Assert.Equal("You have reached your ten_secondly_rolling limit.", (string?)body["message"]);
        Assert.Equal("RATE_LIMIT", (string?)body["errorType"]);
        Assert.Null(refused.Headers.RetryAfter);

        _clock.Advance(TimeSpan.FromSeconds(10));
        using var later = await client.GetAsync(s_owners);
        Assert.Equal("189", later.Header("X-HubSpot-RateLimit-Remaining"));
        Assert.Equal($"{625_000 - 191}", later.Header("X-HubSpot-RateLimit-Daily-Remaining"));
        Assert.Equal(1, host.Get<HubSpotSimulator>().Ledger.RateLimited);
    }

    [Fact]
    public async Task OAuth_110ForEachAccount_WithoutDailyHeaders()
    {
        await using var host = Some.HubSpot(_clock);
        var oauth = host.Get<HubSpotSimulator>().OAuth;
        using var client = await host.ClientAsync(oauth.Issue(HubSpotSimulator.DemoClientId, "1", "crm.objects.owners.read").Access.Value);
        for (var i = 0; i < 110; i++)
        {
            using var response = await client.GetAsync(s_owners);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("X-HubSpot-RateLimit-Daily"));
        }

        await client.GetAsync(s_owners).JsonAsync(429);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", oauth.Issue(HubSpotSimulator.DemoClientId, "2", "crm.objects.owners.read").Access.Value);
        await client.GetAsync(s_owners).JsonAsync(200);
    }

    [Fact]
    public async Task Search_FiveInASecondForAllTypes_WithoutHeaders()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();
        async Task<HttpResponseMessage> SearchAsync(int i) =>
            await client.PostAsync(new Uri($"crm/objects/2026-09/{(i % 2 == 0 ? "contacts" : "deals")}/search", UriKind.Relative), Some.Json("{}"));
        for (var i = 0; i < 5; i++)
        {
            using var response = await SearchAsync(i);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("X-HubSpot-RateLimit-Max"));
        }

        using var refused = await SearchAsync(5);
        Assert.Equal("You have reached your secondly limit.", (string?)(await refused.JsonAsync(429))["message"]);
        using var list = await client.GetAsync(s_owners);
        Assert.Equal("189", list.Header("X-HubSpot-RateLimit-Remaining"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var later = await SearchAsync(6);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task DailyLimit_EndsAtMidnight()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator => simulator.Limits.Daily.Permits = 1);
        using var client = await host.ClientAsync();
        await client.GetAsync(s_owners).JsonAsync();

        Assert.Equal("DAILY", (string?)(await client.GetAsync(s_owners).JsonAsync(429))["policyName"]);
        _clock.Advance(TimeSpan.FromHours(12));
        await client.GetAsync(s_owners).JsonAsync();
    }

    [Theory]
    [InlineData("GET", "crm/objects/2026-09/contacts", "crm.objects.contacts.read")]
    [InlineData("POST", "crm/objects/2026-09/contacts", "crm.objects.contacts.write")]
    [InlineData("POST", "crm/v3/objects/deals/search", "crm.objects.deals.read")]
    [InlineData("GET", "crm/owners/2026-09", "crm.objects.owners.read")]
    public async Task MissingScope_Is403NamingIt(string method, string path, string scope)
    {
        await using var host = Some.HubSpot(_clock);
        host.Get<HubSpotSimulator>().Tokens.Register("pat-na1-weak", HubSpotSimulator.DemoAccount, "tickets");
        using var client = await host.ClientAsync("pat-na1-weak");

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var error = await client.SendAsync(request).JsonAsync(403);

        Assert.Equal("MISSING_SCOPES", (string?)error["category"]);
        Assert.Equal([scope], error["errors"]![0]!["context"]!["requiredGranularScopes"]!.AsArray().Select(one => (string?)one));
    }

    [Fact]
    public async Task Token_MissingWrongExpiredRevoked_Are401()
    {
        await using var host = Some.HubSpot(_clock);
        var oauth = host.Get<HubSpotSimulator>().OAuth;
        using var client = await host.ClientAsync(token: null);
        var issue = oauth.Issue(HubSpotSimulator.DemoClientId, null, "crm.objects.owners.read");
        Assert.Equal("INVALID_AUTHENTICATION", (string?)(await client.GetAsync(s_owners).JsonAsync(401))["category"]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issue.Refresh!.Value);
        Assert.Equal("INVALID_AUTHENTICATION", (string?)(await client.GetAsync(s_owners).JsonAsync(401))["category"]);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issue.Access.Value);
        _clock.Advance(TimeSpan.FromMinutes(35));
        var expired = await client.GetAsync(s_owners).JsonAsync(401);
        Assert.Equal("EXPIRED_AUTHENTICATION", (string?)expired["category"]);
        Assert.Equal("The OAuth token used to make this call expired 5 minute(s) ago.", (string?)expired["message"]);
        Assert.Equal("2026-11-20T12:30:00.000Z", (string?)expired["context"]!["expireTime"]![0]);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", oauth.Issue(HubSpotSimulator.DemoClientId, "9", "crm.objects.owners.read").Access.Value);
        await client.GetAsync(s_owners).JsonAsync();
        oauth.RevokeAccount("9");
        Assert.Equal("INVALID_AUTHENTICATION", (string?)(await client.GetAsync(s_owners).JsonAsync(401))["category"]);
    }
}
