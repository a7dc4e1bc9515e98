using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

public sealed class ListTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData("candidates")]
    [InlineData("applications")]
    [InlineData("job_interview_stages")]
    public async Task List_PagedToTheEnd_GivesEveryRowOnceHighestIdFirst(string resource)
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var store = resource switch
        {
            "candidates" => host.Get<GreenhouseSimulator>().Candidates,
            "applications" => host.Get<GreenhouseSimulator>().Applications,
            _ => host.Get<GreenhouseSimulator>().JobInterviewStages,
        };

        var ids = new List<string>();
        for (var next = $"{resource}?per_page=13"; next is not null;)
        {
            using var response = await client.SendAsync("GET", next);
            var page = (await response.JsonAsync()).AsArray();
            Assert.True(page.Count is > 0 and <= 13);
            ids.AddRange(page.Select(row => row!["id"]!.ToJsonString()));
            next = response.Next();
            Assert.Matches($"^https://harvest.greenhouse.io/v3/{resource}\\?cursor=[A-Za-z0-9_-]+$", next ?? $"https://harvest.greenhouse.io/v3/{resource}?cursor=x");
        }

        Assert.Equal(store.Snapshot().Select(row => row.Id).Reverse(), ids);
    }

    [Fact]
    public async Task List_Default_Is100RowsAndCarriesFiltersInTheCursor()
    {
        await using var host = Hire.Host(_clock, candidates: 300);
        using var client = await host.HarvestClientAsync();

        using var first = await client.SendAsync("GET", "applications?status=rejected&per_page=60&fields=id,status");
        using var second = await client.SendAsync("GET", first.Next()!);
        using var plain = await client.SendAsync("GET", "candidates");

        Assert.Equal(60, (await first.JsonAsync()).AsArray().Count);
        Assert.All((await second.JsonAsync()).AsArray(), row => Assert.Equal(["id", "status"], row!.AsObject().Select(pair => pair.Key)));
        Assert.All((await second.JsonAsync()).AsArray(), row => Assert.Equal("rejected", (string?)row!["status"]));
        Assert.Equal(100, (await plain.JsonAsync()).AsArray().Count);
        Assert.InRange(host.Get<GreenhouseSimulator>().Applications.Count, 390, 410);
        Assert.Equal(12, host.Get<GreenhouseSimulator>().Jobs.Count);
    }

    [Fact]
    public async Task List_ExactlyOnePage_HasNoLink()
    {
        await using var host = Hire.Host(_clock, candidates: 20);
        using var client = await host.HarvestClientAsync();

        using var response = await client.SendAsync("GET", "candidates?per_page=20");

        Assert.Equal(20, (await response.JsonAsync()).AsArray().Count);
        Assert.Null(response.Next());
    }

    [Theory]
    [InlineData("candidates?per_page=0")]
    [InlineData("candidates?per_page=501")]
    [InlineData("candidates?page=2")]
    [InlineData("candidates?job_ids=1")]
    [InlineData("candidates?cursor=nonsense")]
    [InlineData("candidates?updated_at=2026-11-01T00:00:00Z")]
    [InlineData("candidates?updated_at=ge|2026-11-01T00:00:00Z")]
    [InlineData("candidates?updated_at=gte|yesterday")]
    [InlineData("candidates?updated_at[gte]=2026-11-01T00:00:00Z")]
    [InlineData("candidates?fields=id,nope")]
    [InlineData("applications?status=in_process")]
    [InlineData("applications?prospect=yes")]
    [InlineData("applications?ids=1,x")]
    [InlineData("jobs?status=active")]
    public async Task List_WhatGreenhouseDoesNotTake_Is422WithTextErrors(string path)
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var error = await client.SendAsync("GET", path).JsonAsync(422);

        Assert.NotEmpty((string)error["errors"]![0]!);
    }

    [Fact]
    public async Task Cursor_WithAnythingElse_OrOfAnotherList_Is422()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        using var first = await client.SendAsync("GET", "candidates?per_page=5");

        await client.SendAsync("GET", first.Next() + "&per_page=5").JsonAsync(422);
        await client.SendAsync("GET", first.Next()!.Replace("/candidates", "/applications", StringComparison.Ordinal)).JsonAsync(422);
    }

    [Fact]
    public async Task Ids_AtMostFifty()
    {
        await using var host = Hire.Host(_clock, candidates: 60);
        using var client = await host.HarvestClientAsync();
        var ids = host.Get<GreenhouseSimulator>().Candidates.Snapshot().Select(row => row.Id).ToList();

        var fifty = await client.SendAsync("GET", $"candidates?ids={string.Join(',', ids.Take(50))}").JsonAsync();

        Assert.Equal(50, fifty.AsArray().Count);
        await client.SendAsync("GET", $"candidates?ids={string.Join(',', ids.Take(51))}").JsonAsync(422);
    }

    [Fact]
    public async Task TimeFilters_TakeOneBoundOrTwo()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var simulator = host.Get<GreenhouseSimulator>();
        var ids = simulator.Candidates.Snapshot().Select(row => row.Id).ToList();
        simulator.Candidates.Update(ids[3], ("title", "First"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        simulator.Candidates.Update(ids[1], ("title", "Second"));

        Assert.Equal([ids[3], ids[1]], await IdsAsync(client, "candidates?updated_at=gte%7C2026-11-20T12:00:00Z"));
        Assert.Equal([ids[1]], await IdsAsync(client, "candidates?updated_at=gt|2026-11-20T12:00:00Z"));
        Assert.Equal([ids[3]], await IdsAsync(client, "candidates?updated_at=gte|2026-11-20T12:00:00Z|lt|2026-11-20T12:01:00Z"));
        Assert.Equal([ids[3]], await IdsAsync(client, "candidates?updated_at=gte%7C2026-11-20T12%3A00%3A00.000Z%7Clte%7C2026-11-20T12%3A00%3A59Z"));
        Assert.Empty(await IdsAsync(client, "candidates?created_at=gte|2026-11-01T00:00:00Z"));
    }

    [Fact]
    public async Task Filters_FindWhatTheySay()
    {
        await using var host = Hire.Host(_clock, candidates: 60);
        using var client = await host.HarvestClientAsync();
        var simulator = host.Get<GreenhouseSimulator>();
        var candidate = simulator.Candidates.Snapshot()[6];
        var email = (string)JsonNode.Parse(candidate["email_addresses"]!.ToString()!)![0]!["value"]!;
        var mine = simulator.Applications.Snapshot().Where(one => one["candidate_id"] is long id && id == candidate.Number()).Select(one => one.Id).Reverse().ToList();
        var active = simulator.Applications.Snapshot().Where(one => one.Text("status") == "in_process").Select(one => one.Id).Reverse();

        Assert.Equal([candidate.Id], await IdsAsync(client, $"candidates?email={Uri.EscapeDataString(email)}"));
        Assert.Equal(2, mine.Count);
        Assert.Equal(mine, await IdsAsync(client, $"applications?candidate_ids={candidate.Id}"));
        Assert.Equal(active, await IdsAsync(client, "applications?status=active&per_page=500"));
        Assert.Equal(["4000010"], await IdsAsync(client, "jobs?status=draft"));
        Assert.Equal(6, (await IdsAsync(client, "job_interview_stages?job_ids=4000001")).Count);
        Assert.Equal(["4280010"], await IdsAsync(client, "users?deactivated=true"));
        Assert.Equal([], await IdsAsync(client, "candidates?private=true"));
    }

    [Fact]
    public async Task RestrictedCandidates_AreMessageRows()
    {
        await using var host = Hire.Host(_clock, configure: simulator => simulator.SeededRestrictedCandidates = 2);
        using var client = await host.HarvestClientAsync();

        var rows = (await client.SendAsync("GET", "candidates?per_page=500").JsonAsync()).AsArray();

        Assert.Equal(40, rows.Count);
        Assert.All(rows.TakeLast(2), row => Assert.Equal(["message"], row!.AsObject().Select(pair => pair.Key)));
        Assert.NotNull(rows[0]!["id"]);
    }

    [Fact]
    public async Task Deletes_AreInvisible()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var simulator = host.Get<GreenhouseSimulator>();
        var gone = simulator.Candidates.Snapshot()[2].Id;

        simulator.Candidates.Purge(gone);

        Assert.DoesNotContain(gone, await IdsAsync(client, "candidates?per_page=500"));
        Assert.Empty(await IdsAsync(client, "candidates?updated_at=gte|2026-11-20T00:00:00Z"));
    }

    [Fact]
    public async Task RepeatCursor_PointsThePageToItself()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        host.Get<GreenhouseSimulator>().Faults.Next(HttpMethod.Get, "/v3/candidates").Always().RepeatCursor();

        using var first = await client.SendAsync("GET", "candidates?per_page=5");
        using var again = await client.SendAsync("GET", first.Next()!);

        Assert.Equal((await first.JsonAsync()).ToJsonString(), (await again.JsonAsync()).ToJsonString());
        Assert.Equal(first.Next(), again.Next());
    }

    private static async Task<List<string>> IdsAsync(HttpClient client, string path) =>
        [.. (await client.SendAsync("GET", path).JsonAsync()).AsArray().Select(row => row!["id"]!.ToJsonString())];
}
