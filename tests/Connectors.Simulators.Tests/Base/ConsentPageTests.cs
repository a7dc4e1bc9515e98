using System.Net;
using Connectors.Simulators.HubSpot;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectors.Simulators.Tests.Base;

public sealed class ConsentPageTests
{
    private const string Request = $"https://app.hubspot.com/oauth/authorize?client_id={HubSpotSimulator.DemoClientId}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=oauth&state=";
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Authorize_AsksForConsent_ShowsAPageThatHoldsTheRequestEscaped()
    {
        await using var host = Asking();
        using var client = await host.ClientAsync(token: null);

        using var answer = await client.GetAsync(new Uri(Request + "%22%3E%3Cscript%3E"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("""name="state" value="&quot;&gt;&lt;script&gt;">""", page, StringComparison.Ordinal);
        Assert.Contains("""<button name="consent" value="allow">""", page, StringComparison.Ordinal);
        Assert.Contains("""<button name="consent" value="deny">""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow", "code")]
    [InlineData("deny", "error")]
    public async Task Authorize_Decision_GoesToTheApp(string decision, string expected)
    {
        await using var host = Asking();
        using var client = await host.ClientAsync(token: null);

        using var answer = await client.GetAsync(new Uri($"{Request}s1&consent={decision}"));
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal([expected, "state"], query.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(decision == "deny" ? "access_denied" : null, (string?)query.GetValueOrDefault("error"));
    }

    [Fact]
    public async Task Authorize_RequestThatIsRefused_AsksNobody()
    {
        await using var host = Asking();
        using var client = await host.ClientAsync(token: null);

        using var answer = await client.GetAsync(new Uri(Request + "s1&response_type=token"));

        Assert.Contains("error=unsupported_response_type", answer.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalAddressOf_OfficialAddress_IsPlayedOnThePort()
    {
        await using var host = Asking();
        await host.StartAsync();
        using var browser = new HttpClient();

        var local = host.LocalAddressOf(new(Request + "s1"));
        var page = await browser.GetStringAsync(local);

        Assert.Equal((host.AddressOf("hubspot").Authority, new Uri(Request + "s1").PathAndQuery), (local.Authority, local.PathAndQuery));
        Assert.Contains("Allow", page, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => host.LocalAddressOf(new("https://other.example/")));
    }

    private SimulatorHost Asking()
    {
        var host = Some.HubSpot(_clock);
        host.Get<HubSpotSimulator>().OAuth.AsksForConsent = true;
        return host;
    }
}
