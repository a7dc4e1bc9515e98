using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

public sealed class GateTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Key_IsTheUserName_AnyPasswordDoes()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        client.DefaultRequestHeaders.Authorization = Bamboo.Basic(BambooHRSimulator.DemoKey, "");
        await client.GetAsync($"company_information").JsonAsync();
        client.DefaultRequestHeaders.Authorization = Bamboo.Basic("x", BambooHRSimulator.DemoKey);
        using var swapped = await client.GetAsync($"company_information");

        Assert.Equal(HttpStatusCode.Unauthorized, swapped.StatusCode);
    }

    [Theory]
    [InlineData(null, "https://acme.bamboohr.com/api/v1/")]
    [InlineData("0000000000000000000000000000000000000000", "https://acme.bamboohr.com/api/v1/")]
    [InlineData(BambooHRSimulator.DemoKey, "https://other.bamboohr.com/api/v1/")]
    [InlineData(BambooHRSimulator.DemoKey, "https://api.bamboohr.com/api/gateway.php/other/v1/")]
    public async Task Key_MissingWrongOrAnotherCompanys_Is401WithoutBody(string? key, string address)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient(key, new Uri(address));

        using var response = await client.GetAsync($"employees/101");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(response.Header("X-Request-Id"));
    }

    [Fact]
    public async Task Tenants_HaveTheirOwnKeysAndLimits()
    {
        await using var host = Bamboo.Host(_clock, configure: simulator => simulator.RequestLimit.Permits = 1);
        host.Get<BambooHRSimulator>().Keys.Register("k2", "other");
        using var acme = host.BambooClient();
        using var other = host.BambooClient("k2", new Uri("https://other.bamboohr.com/api/v1/"));

        await acme.GetAsync($"company_information").JsonAsync();

        Assert.Equal("Other", (string?)(await other.GetAsync($"company_information").JsonAsync())["displayName"]);
    }

    [Fact]
    public async Task Loopback_ServesTheDemoCompany()
    {
        await using var host = Bamboo.Host(_clock);
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.AddressOf("bamboohr"), "api/v1/") };
        client.DefaultRequestHeaders.Authorization = Bamboo.Basic(BambooHRSimulator.DemoKey);

        var page = await client.GetAsync($"employees?page[limit]=1").JsonAsync();

        Assert.StartsWith(host.AddressOf("bamboohr").ToString(), (string?)page["_links"]!["next"]!["href"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_IsRefusedWith429AndRetryAfter_UntilTheWindowEnds()
    {
        await using var host = Bamboo.Host(_clock, configure: simulator => simulator.RequestLimit.Permits = 2);
        using var client = host.BambooClient();
        await client.GetAsync($"company_information").JsonAsync();
        _clock.Advance(TimeSpan.FromSeconds(15.5));
        await client.GetAsync($"company_information").JsonAsync();

        using var refused = await client.GetAsync($"company_information");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("45", refused.Header("Retry-After"));
        _clock.Advance(TimeSpan.FromSeconds(45));
        await client.GetAsync($"company_information").JsonAsync();
        Assert.Equal(1, host.Get<BambooHRSimulator>().Ledger.RateLimited);
    }

    [Theory]
    [InlineData("GET", "employees/101", "employee:name", true)]
    [InlineData("GET", "employees/101", "company:info", false)]
    [InlineData("GET", "employees", "employee:job", true)]
    [InlineData("GET", "employees", "field", false)]
    [InlineData("GET", "employees/changed?since=2026-01-01T00:00:00Z", "employee", false)]
    [InlineData("GET", "employees/changed?since=2026-01-01T00:00:00Z", "public.user", true)]
    [InlineData("POST", "employees/101", "employee:name", false)]
    public async Task OAuth_NeedsAScopeOfTheEndpoint(string method, string path, string scope, bool allowed)
    {
        await using var host = Bamboo.Host(_clock);
        var issue = host.Get<BambooHRSimulator>().OAuth.Issue(BambooHRSimulator.DemoClientId, null, scope);
        using var client = host.BambooClient(key: null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issue.Access.Value);

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Some.Json("{}") : null });

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(!allowed, response.Headers.Contains("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task OAuth_CodeFlow_GivesARefreshTokenOnlyForOfflineAccess()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient(key: null, new Uri("https://acme.bamboohr.com/"));

        var online = await SignInAsync(client, "employee+field");
        var offline = await SignInAsync(client, "employee%20offline_access");
        var renewed = await TokenAsync(client, ("grant_type", "refresh_token"), ("refresh_token", (string)offline["refresh_token"]!), ("redirect_uri", "https://app.example/callback")).JsonAsync();

        Assert.Null(online["refresh_token"]);
        Assert.Equal(3600, (int)online["expires_in"]!);
        Assert.Equal("employee field", (string?)online["scope"]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)renewed["access_token"]!);
        await client.GetAsync($"api/v1/employees/101").JsonAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        using var expired = await client.GetAsync($"api/v1/employees/101");
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
    }

    [Fact]
    public async Task EmployeeListNeedsOAuth_RefusesKeysThereOnly()
    {
        await using var host = Bamboo.Host(_clock, configure: simulator => simulator.EmployeeListNeedsOAuth = true);
        using var client = host.BambooClient();

        using var list = await client.GetAsync($"employees");

        Assert.Equal(HttpStatusCode.Unauthorized, list.StatusCode);
        await client.GetAsync($"employees/101").JsonAsync();
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/v1/nothing")]
    public async Task UnknownRoute_Is404WithoutBody(string path)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(0, response.Content.Headers.ContentLength);
    }

    private static async Task<JsonNode> SignInAsync(HttpClient client, string scope)
    {
        using var redirect = await client.GetAsync($"authorize.php?request=authorize&response_type=code&client_id={BambooHRSimulator.DemoClientId}&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&scope={scope}&state=s1");
        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        var code = redirect.Headers.Location!.Query.Split('&', '?', '=').SkipWhile(part => part != "code").ElementAt(1);
        return await TokenAsync(client, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://app.example/callback")).JsonAsync();
    }

    private static Task<HttpResponseMessage> TokenAsync(HttpClient client, params (string Name, string Value)[] form) =>
        client.PostAsync(new Uri("token.php?request=token", UriKind.Relative), Some.Form([.. form, ("client_id", BambooHRSimulator.DemoClientId), ("client_secret", BambooHRSimulator.DemoClientSecret)]));
}
