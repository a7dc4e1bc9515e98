using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.Base;

/// <summary>Every fault, in memory and over a real connection.</summary>
public sealed class FaultTests
{
    private static readonly Uri s_contacts = new("crm/objects/2026-09/contacts?limit=20", UriKind.Relative);
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<bool> Ways => [false, true];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Status_GivesTheProvidersBodyAndTheHeadersAskedFor(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        var rule = host.Get<HubSpotSimulator>().Faults.Next(HttpMethod.Get, "/crm/objects").Status(503).Header("Retry-After", "7");

        using var broken = await client.GetAsync(s_contacts);
        using var healed = await client.GetAsync(s_contacts);

        Assert.Equal("error", (string?)(await broken.JsonAsync(503))["status"]);
        Assert.Equal(HttpStatusCode.OK, healed.StatusCode);
        Assert.Equal(1, rule.Hits);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Header_IsOnTheAnswerOfAStatusFault(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().Status(477).Header("Retry-After", "7");

        using var response = await client.GetAsync(s_contacts);

        Assert.Equal(477, (int)response.StatusCode);
        Assert.Equal("7", response.Header("Retry-After"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Reset_IsATransportErrorWithoutEffect(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        var simulator = host.Get<HubSpotSimulator>();
        using var client = await host.ClientAsync(loopback: loopback);
        simulator.Faults.Next(HttpMethod.Post).Reset();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("crm/objects/2026-09/contacts", UriKind.Relative), Some.Json("""{"properties":{"email":"lost@example.com"}}""")));

        Assert.Equal(50, simulator.Contacts.Count);
        Assert.Equal(0, simulator.Ledger.Writes);
        Assert.Equal(0, simulator.Ledger.Entries()[^1].Status);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task CommitThenDrop_IsATransportErrorWithEffect(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        var simulator = host.Get<HubSpotSimulator>();
        using var client = await host.ClientAsync(loopback: loopback);
        simulator.Faults.Next(HttpMethod.Post).CommitThenDrop();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("crm/objects/2026-09/contacts", UriKind.Relative), Some.Json("""{"properties":{"email":"kept@example.com"}}""")));

        Assert.Equal(51, simulator.Contacts.Count);
        Assert.Equal("contacts.create", Assert.Single(simulator.Ledger.WriteEntries()).Kind);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Truncate_AnnouncesMoreThanItSends(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().Truncate();

        using var response = await client.GetAsync(s_contacts, HttpCompletionOption.ResponseHeadersRead);
        var announced = response.Content.Headers.ContentLength;
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 20];
        var error = await Assert.ThrowsAsync<HttpIOException>(async () => await stream.ReadExactlyAsync(buffer));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.True(announced > 1000);
        var half = Encoding.UTF8.GetString(buffer).TrimEnd('\0');
        Assert.InRange(Encoding.UTF8.GetByteCount(half), 1, (announced!.Value / 2) + 4);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Truncate_BufferedByHttpClient_IsAnHttpRequestException(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().Truncate();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(s_contacts));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Stall_SendsHalfAndThenNothingUntilTheClientGivesUp(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().Stall();
        using var patience = new CancellationTokenSource();

        using var response = await client.GetAsync(s_contacts, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var half = response.Content.Headers.ContentLength!.Value / 2;
        await stream.ReadExactlyAsync(new byte[half]);
        var rest = stream.ReadAsync(new byte[1], patience.Token);
        Assert.False(rest.IsCompleted);
        Assert.Equal(1, host.OpenRequests);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rest);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task MalformedJson_LooksWholeAndIsNot(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().MalformedJson();

        using var response = await client.GetAsync(s_contacts);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Html_EmptyAndHuge_AreWhatTheySay(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        var faults = host.Get<HubSpotSimulator>().Faults;
        faults.Next().Html();
        faults.Next().OnNth(2).Empty();
        faults.Next().OnNth(3).HugeError(502);

        using var html = await client.GetAsync(s_contacts);
        using var empty = await client.GetAsync(s_contacts);
        using var huge = await client.GetAsync(s_contacts);

        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await empty.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        Assert.Equal(10 * 1024 * 1024, (await huge.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(HttpStatusCode.BadGateway, huge.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task RepeatCursor_LeadsToTheSamePageAgain(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        var first = await client.GetAsync(s_contacts).JsonAsync();
        var second = new Uri($"{s_contacts}&after={first["paging"]!["next"]!["after"]}", UriKind.Relative);
        host.Get<HubSpotSimulator>().Faults.Next().RepeatCursor();

        var page = await client.GetAsync(second).JsonAsync();

        Assert.Equal((string?)first["paging"]!["next"]!["after"], (string?)page["paging"]!["next"]!["after"]);
        Assert.NotEqual((string?)first["results"]![0]!["id"], (string?)page["results"]![0]!["id"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Delay_WaitsByTheHostsClock_AndComposesWithAStatus(bool loopback)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(loopback: loopback);
        host.Get<HubSpotSimulator>().Faults.Next().Delay(TimeSpan.FromHours(1)).Status(504);

        var sending = client.GetAsync(s_contacts);
        await _clock.UntilWaitingAsync();
        Assert.False(sending.IsCompleted);
        _clock.Advance(TimeSpan.FromHours(1));
        using var response = await sending;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task Rules_MethodPathAndTimes_AreKept()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();
        var faults = host.Get<HubSpotSimulator>().Faults;
        var rule = faults.Next(HttpMethod.Get, "/crm/*/contacts").Times(2).Status(500);
        faults.Next(HttpMethod.Delete).Status(500);

        var statuses = new List<int>();
        foreach (var path in (string[])["crm/owners/2026-09", "crm/v3/objects/contacts", "crm/objects/2026-09/contacts", "crm/objects/2026-09/contacts"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 500, 500, 200], statuses);
        Assert.Equal(2, rule.Hits);
        Assert.Equal(["Status 500", "Status 500"], host.Get<HubSpotSimulator>().Ledger.Entries().Select(entry => entry.Fault).OfType<string>());
    }

    [Fact]
    public async Task WithProbability_SameSeed_SameRequestsMeetIt()
    {
        async Task<string> RunAsync()
        {
            await using var host = Some.HubSpot(_clock, configure: simulator => simulator.Limits.Lift());
            using var client = await host.ClientAsync();
            host.Get<HubSpotSimulator>().Faults.Next().WithProbability(0.3).Status(500);
            var seen = new StringBuilder();
            for (var i = 0; i < 60; i++)
            {
                using var response = await client.GetAsync(new Uri("crm/owners/2026-09", UriKind.Relative));
                seen.Append(response.IsSuccessStatusCode ? '.' : 'x');
            }

            return seen.ToString();
        }

        var first = await RunAsync();

        Assert.Equal(first, await RunAsync());
        Assert.InRange(first.Count(mark => mark == 'x'), 6, 30);
    }
}
