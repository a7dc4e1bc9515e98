using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.Base;

public sealed class StateFileTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _file = Some.TempFile();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Restart_BringsBackRecordsTokensAndCounters()
    {
        string created, edited, gone;
        OAuthIssue issue;
        await using (var host = Some.HubSpot(_clock, stateFile: _file))
        {
            var simulator = host.Get<HubSpotSimulator>();
            created = simulator.Contacts.Create(("email", "new@example.com")).Id;
            edited = simulator.Contacts.Snapshot()[3].Id;
            simulator.Contacts.Update(edited, ("phone", "+15550100"));
            gone = simulator.Contacts.Snapshot()[4].Id;
            simulator.Contacts.Archive(gone);
            simulator.Associations.Link("contacts", created, "companies", simulator.Companies.Snapshot()[0].Id);
            simulator.Contacts.Purge(simulator.Contacts.Create(("email", "purged@example.com")).Id);
            issue = simulator.OAuth.Issue(HubSpotSimulator.DemoClientId, "777", "oauth");
        }

        await using var again = Some.HubSpot(_clock, stateFile: _file);
        var back = again.Get<HubSpotSimulator>();

        Assert.Equal("new@example.com", back.Contacts.Find(created)!.Text("email"));
        Assert.Equal("+15550100", back.Contacts.Find(edited)!.Text("phone"));
        Assert.NotNull(back.Contacts.Find(edited)!.Text("email"));
        Assert.Equal(_clock.GetUtcNow(), back.Contacts.Find(gone)!.DeletedAt);
        Assert.True(back.Associations.Of("contacts", created, "companies")[0].Primary);
        Assert.Equal(TokenStanding.Valid, back.OAuth.Check(issue.Access.Value, out var grant, out _));
        Assert.Equal("777", grant!.Account);
        Assert.Equal(long.Parse(created) + 2, long.Parse(back.Contacts.Create(("email", "next@example.com")).Id));
        Assert.NotEqual(issue.Access.Value, back.OAuth.Issue(HubSpotSimulator.DemoClientId, null, "oauth").Access.Value);
    }

    [Fact]
    public async Task SeededData_IsNotInTheFile()
    {
        await using var host = Some.HubSpot(_clock, contacts: 500, stateFile: _file);
        host.Get<HubSpotSimulator>().Contacts.Create(("email", "only@example.com"));

        Assert.Equal(2, (await ReadAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("""{"p":"hubspot","m":[{"t":"contacts","k":"15""")]
    [InlineData("{\"p\":\"hubspot\",\"m\":[{\"t\":\n")]
    public async Task TornLastLine_IsForgotten_AndTheFileGoesOn(string torn)
    {
        await using (var host = Some.HubSpot(_clock, stateFile: _file))
        {
            host.Get<HubSpotSimulator>().Contacts.Create(("email", "one@example.com"));
        }

        await File.AppendAllTextAsync(_file, torn);
        await using (var host = Some.HubSpot(_clock, stateFile: _file))
        {
            Assert.Equal(51, host.Get<HubSpotSimulator>().Contacts.Count);
            host.Get<HubSpotSimulator>().Contacts.Create(("email", "two@example.com"));
        }

        await using var last = Some.HubSpot(_clock, stateFile: _file);
        Assert.Equal(52, last.Get<HubSpotSimulator>().Contacts.Count);
    }

    [Fact]
    public async Task DamagedLineInTheMiddle_Throws()
    {
        await using (var host = Some.HubSpot(_clock, stateFile: _file))
        {
            host.Get<HubSpotSimulator>().Contacts.Create(("email", "one@example.com"));
        }

        await File.WriteAllTextAsync(_file, "not json\n" + await File.ReadAllTextAsync(_file));

        Assert.Throws<InvalidDataException>(() => Some.HubSpot(_clock, stateFile: _file));
    }

    [Fact]
    public async Task OtherSeedOrSize_IsRefused()
    {
        await using (Some.HubSpot(_clock, stateFile: _file))
        {
        }

        Assert.Throws<InvalidOperationException>(() => Some.HubSpot(_clock, contacts: 60, stateFile: _file));
    }

    [Fact]
    public async Task Commit_SeveralChanges_AreOneLine()
    {
        await using var host = Some.HubSpot(_clock, stateFile: _file);
        var simulator = host.Get<HubSpotSimulator>();

        simulator.State.Commit(() =>
        {
            simulator.Contacts.Create(("email", "a@example.com"));
            simulator.Contacts.Create(("email", "b@example.com"));
        });

        Assert.Equal(2, (await ReadAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task EveryChange_IsInTheFileBeforeTheAnswer()
    {
        // The host is not closed: what a killed process leaves is what the file holds now.
        await using var host = Some.HubSpot(_clock, stateFile: _file);
        using var client = await host.ClientAsync();

        await client.PostAsync(new Uri("crm/objects/2026-09/contacts", UriKind.Relative), Some.Json("""{"properties":{"email":"durable@example.com"}}""")).JsonAsync(201);

        Assert.Contains("durable@example.com", await ReadAsync(), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync()
    {
        await using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
