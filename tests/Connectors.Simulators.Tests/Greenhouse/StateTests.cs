using System.Text.RegularExpressions;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

public sealed class StateTests : IDisposable
{
    private static readonly string[] s_resources =
    [
        "candidates", "applications", "application_stages", "jobs", "job_interview_stages", "openings", "offers", "users", "departments", "offices", "rejection_reasons", "rejection_details", "sources", "custom_fields",
    ];

    private readonly ManualTimeProvider _clock = new();
    private readonly string _file = Some.TempFile();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Seed_SameSeedSameData_WheneverTheHostStarts()
    {
        await using var one = Hire.Host(_clock);
        var first = Undated(await DumpAsync(one));
        _clock.Advance(TimeSpan.FromMinutes(40));
        await using var same = Hire.Host(_clock);
        await using var other = Hire.Host(_clock, seed: 2);

        Assert.Equal(first, Undated(await DumpAsync(same)));
        Assert.NotEqual(first, Undated(await DumpAsync(other)));
    }

    [Fact]
    public async Task Seed_HasEveryStatus_AllBeforeNovember()
    {
        await using var host = Hire.Host(_clock, candidates: new GreenhouseSimulator().SeededCandidates);
        var simulator = host.Get<GreenhouseSimulator>();
        var applications = simulator.Applications.Snapshot();
        var november = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(400, applications.Count);
        Assert.Equal(["hired", "in_process", "rejected"], applications.Select(one => one.Text("status")).Distinct().Order());
        Assert.All(applications, one => Assert.True(one.ModifiedAt < november && one.CreatedAt <= one.ModifiedAt));
        Assert.All(simulator.Candidates.Snapshot(), one => Assert.True(one.ModifiedAt < november));
        Assert.All(applications.Where(one => one["prospect"] is not true), one => Assert.Equal(one.Number(), simulator.ApplicationStages.Find($"{one["stage_id"]}")!["application_id"]));
        Assert.NotEqual(0, simulator.Offers.Count);
    }

    [Fact]
    public async Task Restart_BringsBackWritesAndTokens()
    {
        string before;
        HttpClient client;
        await using (var host = Hire.Host(_clock, stateFile: _file))
        {
            client = await host.HarvestClientAsync();
            var created = await client.SendAsync("POST", "candidates", """{"first_name":"Ada","last_name":"Byron","application":{"job_id":4000001}}""").JsonAsync(201);
            using var hired = await client.SendAsync("POST", $"applications/{created["application"]!["id"]}/hire");
            using var deleted = await client.SendAsync("DELETE", "candidates/19000003");
            host.Get<GreenhouseSimulator>().Jobs.Update("4000005", ("status", "closed"));
            before = await DumpAsync(host, client);
        }

        await using var again = Hire.Host(_clock, stateFile: _file);
        using var reader = new HttpClient(again.CreateHandler()) { BaseAddress = client.BaseAddress };
        reader.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        client.Dispose();

        Assert.Equal(before, await DumpAsync(again, reader));
        Assert.Null(again.Get<GreenhouseSimulator>().Candidates.Find("19000003"));
        Assert.Equal("19000042", again.Get<GreenhouseSimulator>().Candidates.Create(("first_name", "Next")).Id);
    }

    // Days pass for everybody.
    private static string Undated(string dump) => Regex.Replace(dump, "\"days_in_stage\":\\d+", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task<string> DumpAsync(SimulatorHost host, HttpClient? client = null)
    {
        client ??= await host.HarvestClientAsync();
        var parts = new List<string>();
        foreach (var resource in s_resources)
        {
            parts.Add((await client.SendAsync("GET", $"{resource}?per_page=500").JsonAsync()).ToJsonString());
        }

        return string.Join('\n', parts);
    }
}
