using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.Base;

public sealed class HostTests
{
    [Fact]
    public async Task CreateHandler_UnknownHost_IsRefusedWithoutTouchingTheNetwork()
    {
        await using var host = Some.HubSpot(new ManualTimeProvider());
        using var client = await host.ClientAsync();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.example.com/")));

        Assert.Equal(HttpRequestError.NameResolutionError, error.HttpRequestError);
        Assert.Equal(0, host.Get<HubSpotSimulator>().Ledger.Arrivals);
    }

    [Fact]
    public async Task MemoryAndLoopback_OneState_OneLedger()
    {
        await using var host = Some.HubSpot(new ManualTimeProvider());
        using var memory = await host.ClientAsync();
        using var loopback = await host.ClientAsync(loopback: true);

        var created = await memory.PostAsync(new Uri("crm/objects/2026-09/contacts", UriKind.Relative), Some.Json("""{"properties":{"email":"one@example.com"}}""")).JsonAsync(201);
        var read = await loopback.GetAsync(new Uri($"crm/objects/2026-09/contacts/{created["id"]}", UriKind.Relative)).JsonAsync();

        Assert.Equal("one@example.com", (string?)read["properties"]!["email"]);
        Assert.Equal(2, host.Get<HubSpotSimulator>().Ledger.Arrivals);
        Assert.Equal(0, host.OpenRequests);
    }

    [Fact]
    public async Task Links_PointToTheOriginThatWasCalled()
    {
        await using var host = Some.HubSpot(new ManualTimeProvider());
        using var memory = await host.ClientAsync();
        using var loopback = await host.ClientAsync(loopback: true);
        var path = new Uri("crm/objects/2026-09/contacts", UriKind.Relative);

        var official = await memory.GetAsync(path).JsonAsync();
        var local = await loopback.GetAsync(path).JsonAsync();

        Assert.StartsWith("https://api.hubapi.com/crm/", (string?)official["paging"]!["next"]!["link"], StringComparison.Ordinal);
        Assert.StartsWith(host.AddressOf("hubspot").ToString(), (string?)local["paging"]!["next"]!["link"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_SameSeed_SameData()
    {
        await using var one = Some.HubSpot(new ManualTimeProvider());
        await using var two = Some.HubSpot(new ManualTimeProvider());
        await using var other = SimulatorHost.Create(options =>
        {
            options.Seed = 2;
            options.Add<HubSpotSimulator>(simulator => simulator.SeededContacts = 50);
        });

        static IEnumerable<string?> Emails(SimulatorHost host) => host.Get<HubSpotSimulator>().Contacts.Snapshot().Select(row => row.Text("email"));
        Assert.Equal(Emails(one), Emails(two));
        Assert.NotEqual(Emails(one), Emails(other));
        Assert.Equal(50, Emails(one).Distinct().Count());
    }

    [Fact]
    public async Task AddressesHandler_TakesOfficialNamesToThePort_AndNoOthers()
    {
        await using var host = Some.HubSpot(new ManualTimeProvider());
        await host.StartAsync();
        using var client = new HttpClient(SimulatorAddresses.CreateHandler(new Dictionary<string, Uri> { ["*.hubapi.com"] = host.AddressOf("hubspot") }));
        client.DefaultRequestHeaders.Authorization = new("Bearer", HubSpotSimulator.DemoToken);

        using var response = await client.GetAsync(new Uri("https://api.hubapi.com/crm/v3/objects/contacts"));
        var page = await response.JsonAsync();

        Assert.Equal("https://api.hubapi.com/crm/v3/objects/contacts", response.RequestMessage!.RequestUri!.ToString());
        Assert.StartsWith("https://api.hubapi.com/", (string?)page["paging"]!["next"]!["link"], StringComparison.Ordinal);
        Assert.Equal("api.hubapi.com", host.Simulators[0].Ledger.Entries()[0].Host);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.example.com/")));
        Assert.Throws<ArgumentException>(() => SimulatorAddresses.CreateHandler(new Dictionary<string, Uri> { ["a"] = new("https://example.com") }));
    }

    [Fact]
    public void Add_SameProviderTwice_Throws() =>
        Assert.Throws<InvalidOperationException>(() => SimulatorHost.Create(options => options.Add<HubSpotSimulator>().Add<HubSpotSimulator>()));

    [Fact]
    public async Task AddressOf_BeforeStart_SaysWhatToDo()
    {
        await using var host = Some.HubSpot(new ManualTimeProvider());

        Assert.Contains("StartAsync", Assert.Throws<InvalidOperationException>(() => host.AddressOf("hubspot")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Date_FollowsTheHostsClockAndItsSkew()
    {
        var clock = new ManualTimeProvider();
        await using var host = Some.HubSpot(clock);
        host.Get<HubSpotSimulator>().Faults.ClockSkew = TimeSpan.FromMinutes(-7);
        using var memory = await host.ClientAsync();
        using var loopback = await host.ClientAsync(loopback: true);
        var path = new Uri("crm/owners/2026-09", UriKind.Relative);

        using var one = await memory.GetAsync(path);
        using var two = await loopback.GetAsync(path);

        Assert.Equal(clock.GetUtcNow().AddMinutes(-7), one.Headers.Date);
        Assert.Equal(clock.GetUtcNow().AddMinutes(-7), two.Headers.Date);
    }
}
