using System.Net;
using System.Web;
using Connectors.Providers.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Providers.BambooHR.BambooHRBench;

namespace Connectors.Providers.BambooHR;

public sealed class BambooHRSignInTests
{
    private const string Tokens = """{"access_token":"at-1","refresh_token":"rt-1","token_type":"Bearer","expires_in":3600,"scope":"employee employee.write field public.user offline_access"}""";

    [Fact]
    public async Task SignIn_TenantsOwnAddresses_GivesAConnectionThatRenewsWithItsCallback()
    {
        var clock = new StandingClock(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        using var bamboo = MockedProvider.Create(
            builder => builder.AddBambooHR(options =>
            {
                options.ClientId = "app";
                options.ClientSecret = "s3cret-value";
            }),
            clock);
        bamboo.Expect(HttpMethod.Post, "https://acme.bamboohr.com/token.php?request=token", HttpStatusCode.OK, Tokens)
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, OneEmployee)
            .Expect(HttpMethod.Post, "https://acme.bamboohr.com/token.php?request=token", HttpStatusCode.OK, Tokens.Replace("-1", "-2", StringComparison.Ordinal))
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, OneEmployee);

        var start = await bamboo.Connections.StartAuthorizationAsync(new("bamboohr", "acme"), new("https://app.example/callback"), new() { Settings = new() { ["subdomain"] = "acme" } });
        var asked = HttpUtility.ParseQueryString(start.Url.Query);
        var connection = await bamboo.Connections.CompleteAuthorizationAsync($"?code=c0de&state={Uri.EscapeDataString(asked["state"]!)}", start.Binding);
        clock.Now += TimeSpan.FromHours(1);
        await bamboo.Connections.VerifyAsync(connection.Key);

        Assert.StartsWith("https://acme.bamboohr.com/authorize.php?request=authorize&response_type=code&client_id=app&", start.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("employee employee.write field public.user offline_access", asked["scope"]);
        var exchange = HttpUtility.ParseQueryString(bamboo.Sent[0].Body!);
        Assert.Equal(("authorization_code", "c0de", "app", "s3cret-value"), (exchange["grant_type"], exchange["code"], exchange["client_id"], exchange["client_secret"]));
        Assert.Equal("Bearer at-1", bamboo.Sent[1].Authorization);
        var renewal = HttpUtility.ParseQueryString(bamboo.Sent[2].Body!);
        Assert.Equal(("refresh_token", "rt-1", "https://app.example/callback"), (renewal["grant_type"], renewal["refresh_token"], renewal["redirect_uri"]));
        Assert.Equal("Bearer at-2", bamboo.Last.Authorization);
    }
}
