using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.VendorClients;

/// <summary>The vendors' own clients as a third witness: what they read and write is what the simulator has.</summary>
public sealed class VendorClientTests
{
    private readonly ManualTimeProvider _clock = new();

    [VendorClientFact]
    public async Task HubSpot_OwnClient_ReadsEveryContactOnce_AndWritesOnce()
    {
        await using var host = SimulatorHost.Create(options =>
        {
            options.TimeProvider = _clock;
            options.Add<HubSpotSimulator>();
        });
        await host.StartAsync();
        var hubspot = host.Get<HubSpotSimulator>();
        var seeded = hubspot.Contacts.Count;

        var seen = await VendorClient.RunAsync("hubspot.mjs", host.AddressOf("hubspot"), HubSpotSimulator.DemoToken);

        var created = (string)seen["created"]!;
        Assert.Equal(5000, seeded);
        Assert.Equal(seeded, (int)seen["rows"]!);
        Assert.Equal(seeded, (int)seen["distinct"]!);
        Assert.Equal(seeded + 1, hubspot.Contacts.Count);
        Assert.Equal("witness@example.org", hubspot.Contacts.Find(created)!.Text("email"));
        Assert.Equal("witness@example.org", (string?)seen["email"]);
        Assert.Equal("Witness", (string?)seen["lastname"]);
        Assert.Equal(Timestamps.Iso(_clock.GetUtcNow()), (string?)seen["createdAt"]);
        Assert.Equal([created], seen["found"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(hubspot.Owners.Count, (int)seen["owners"]!);
        Assert.Equal(409, (int)seen["conflict"]!);
        Assert.Equal([created], hubspot.Ledger.WriteEntries().Select(write => write.Target));
        Assert.Equal(0, hubspot.Ledger.RateLimited);
    }

    [VendorClientFact]
    public async Task Slack_OwnClient_ReadsEveryRowOnce_AndPostsOnce()
    {
        await using var host = SimulatorHost.Create(options =>
        {
            options.TimeProvider = _clock;
            options.Add<SlackSimulator>();
        });
        await host.StartAsync();
        var slack = host.Get<SlackSimulator>();

        var seen = await VendorClient.RunAsync("slack.mjs", host.AddressOf("slack"), SlackSimulator.DemoToken);

        var (channel, posted) = ((string)seen["channel"]!, (string)seen["posted"]!);
        Assert.Equal(SlackSimulator.DemoTeam, (string?)seen["team"]);
        Assert.Equal(SlackScopes.DemoBot, seen["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(230, slack.Users.Snapshot().Count);
        Assert.Equal(230, (int)seen["users"]!);
        Assert.Equal(230, (int)seen["distinctUsers"]!);
        Assert.Equal(45, (int)seen["channels"]!);
        Assert.Equal(45, (int)seen["distinctChannels"]!);
        Assert.Equal("Third witness", (string?)seen["text"]);
        Assert.Equal("Third witness", slack.Messages.Find(channel, posted)!.Text);
        Assert.Equal(posted, (string?)seen["read"]);
        Assert.Equal("section", (string?)seen["block"]);
        Assert.Equal("channel_not_found", (string?)seen["refused"]);
        Assert.Equal([posted], slack.Ledger.WriteEntries().Select(write => write.Target));
        Assert.Equal(0, slack.Ledger.RateLimited);
    }
}
