using System.Net;
using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

/// <summary>The states of an application, and what each allows.</summary>
public sealed class StatusTests
{
    private const string OneOpening = "4000001";
    private const string TwoOpenings = "4000002";
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Hire_FillsTheOnlyOpening_AndHappensOnce()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var id = await ApplyAsync(client, OneOpening);

        using var hired = await client.SendAsync("POST", $"applications/{id}/hire", """{"start_date":"2026-12-01T00:00:00Z"}""");
        var again = await client.SendAsync("POST", $"applications/{id}/hire").JsonAsync(422);
        var late = await client.SendAsync("POST", $"applications/{await ApplyAsync(client, OneOpening)}/hire").JsonAsync(422);

        Assert.Equal(HttpStatusCode.NoContent, hired.StatusCode);
        Assert.Equal("", await hired.Content.ReadAsStringAsync());
        Assert.Equal("hired", (string?)(await RowAsync(client, id))["status"]);
        Assert.Equal("Application must be 'active', is currently 'hired'", (string?)again["errors"]![0]!["message"]);
        Assert.Null(again["message"]);
        Assert.NotEmpty((string)late["errors"]![0]!["message"]!);
        var opening = (await client.SendAsync("GET", $"openings?job_ids={OneOpening}").JsonAsync())[0]!;
        Assert.False((bool)opening["open"]!);
        Assert.Equal(id, opening["application_id"]!.ToJsonString());
        Assert.Equal(1, host.Get<GreenhouseSimulator>().Ledger.WriteEntries().Count(write => write.Kind == "applications.hire"));
    }

    [Fact]
    public async Task Hire_SeveralOpenings_NeedsToNameOne()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var id = await ApplyAsync(client, TwoOpenings);
        var openings = (await client.SendAsync("GET", $"openings?job_ids={TwoOpenings}&open=true").JsonAsync()).AsArray().Select(row => row!["id"]!.ToJsonString()).ToList();

        Assert.Equal("opening_id", (string?)(await client.SendAsync("POST", $"applications/{id}/hire", "{}").JsonAsync(422))["errors"]![0]!["field"]);
        Assert.Equal("opening_id", (string?)(await client.SendAsync("POST", $"applications/{id}/hire", """{"opening_id":5000001}""").JsonAsync(422))["errors"]![0]!["field"]);
        using var hired = await client.SendAsync("POST", $"applications/{id}/hire", $$"""{"opening_id":{{openings[0]}},"close_reason_id":3}""");

        Assert.Equal(HttpStatusCode.NoContent, hired.StatusCode);
        Assert.Equal([openings[1]], (await client.SendAsync("GET", $"openings?job_ids={TwoOpenings}&open=true").JsonAsync()).AsArray().Select(row => row!["id"]!.ToJsonString()));
    }

    [Fact]
    public async Task Reject_ThenUnreject_GoesBack()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var id = await ApplyAsync(client, OneOpening);
        var reason = (await client.SendAsync("GET", "rejection_reasons").JsonAsync())[0]!["id"]!.ToJsonString();

        Assert.Equal("Application must be 'rejected', is currently 'active'", (string?)(await client.SendAsync("POST", $"applications/{id}/unreject", "{}").JsonAsync(422))["errors"]![0]!["message"]);
        Assert.Equal("rejection_reason_id", (string?)(await client.SendAsync("POST", $"applications/{id}/reject", "{}").JsonAsync(422))["errors"]![0]!["field"]);
        Assert.Equal("rejection_reason_id", (string?)(await client.SendAsync("POST", $"applications/{id}/reject", """{"rejection_reason_id":1}""").JsonAsync(422))["errors"]![0]!["field"]);
        using var rejected = await client.SendAsync("POST", $"applications/{id}/reject", $$"""{"rejection_reason_id":{{reason}},"notes":"no"}""");
        var row = await RowAsync(client, id);
        var detail = (await client.SendAsync("GET", $"rejection_details?application_ids={id}").JsonAsync())[0]!;
        await client.SendAsync("POST", $"applications/{id}/hire", "{}").JsonAsync(422);
        await client.SendAsync("POST", $"applications/{id}/move", $$"""{"from_stage_id":{{row["job_interview_stage_id"]}}}""").JsonAsync(422);
        using var back = await client.SendAsync("POST", $"applications/{id}/unreject", "{}");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (rejected.StatusCode, back.StatusCode));
        Assert.Equal(("rejected", "2026-11-20T12:00:00.000Z"), ((string?)row["status"], (string?)row["rejected_at"]));
        Assert.Equal(reason, detail["rejection_reason_id"]!.ToJsonString());
        Assert.Equal(("in_process", null), ((string?)(await RowAsync(client, id))["status"], (string?)(await RowAsync(client, id))["rejected_at"]));
        Assert.Empty((await client.SendAsync("GET", $"rejection_details?application_ids={id}").JsonAsync()).AsArray());
    }

    [Fact]
    public async Task Move_AdvancesJumpsAndTransfers()
    {
        await using var host = Hire.Host(_clock, configure: simulator => simulator.OAuth.Options.AccessTokenLifetime = TimeSpan.FromDays(7));
        using var client = await host.HarvestClientAsync();
        var id = await ApplyAsync(client, OneOpening);
        var stages = (await client.SendAsync("GET", $"job_interview_stages?job_ids={OneOpening}").JsonAsync()).AsArray().OrderBy(stage => (int)stage!["sort_order"]!).Select(stage => stage!["id"]!.ToJsonString()).ToList();

        await MoveAsync(client, id, $$"""{"from_stage_id":{{stages[0]}}}""");
        Assert.Equal(stages[1], (await RowAsync(client, id))["job_interview_stage_id"]!.ToJsonString());
        Assert.Equal("from_stage_id", (string?)(await client.SendAsync("POST", $"applications/{id}/move", $$"""{"from_stage_id":{{stages[0]}}}""").JsonAsync(422))["errors"]![0]!["field"]);
        Assert.Equal("from_stage_id", (string?)(await client.SendAsync("POST", $"applications/{id}/move", "{}").JsonAsync(422))["errors"]![0]!["field"]);
        Assert.Equal("to_stage_id", (string?)(await client.SendAsync("POST", $"applications/{id}/move", $$"""{"from_stage_id":{{stages[1]}},"to_stage_id":7000008}""").JsonAsync(422))["errors"]![0]!["field"]);
        _clock.Advance(TimeSpan.FromDays(2));
        await MoveAsync(client, id, $$"""{"from_stage_id":{{stages[1]}},"to_stage_id":{{stages[5]}}}""");
        Assert.Equal("Offer", (string?)(await RowAsync(client, id))["stage_name"]);
        await client.SendAsync("POST", $"applications/{id}/move", $$"""{"from_stage_id":{{stages[5]}}}""").JsonAsync(422);
        await MoveAsync(client, id, $$"""{"from_stage_id":{{stages[5]}},"to_job_id":{{TwoOpenings}}}""");

        var row = await RowAsync(client, id);
        var history = (await client.SendAsync("GET", $"application_stages?application_ids={id}").JsonAsync()).AsArray();
        Assert.Equal((TwoOpenings, "Application Review"), (row["job_id"]!.ToJsonString(), (string?)row["stage_name"]));
        Assert.Equal(row["stage_id"]!.ToJsonString(), history[0]!["id"]!.ToJsonString());
        Assert.Equal([true, false, false, false], history.Select(stage => (bool)stage!["current"]!));
        Assert.Equal([0, 0, 2, 0], history.Select(stage => (int)stage!["days_in_stage"]!));
    }

    [Fact]
    public async Task Prospect_CannotBeHiredOrMoved_NorACandidateConverted()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var prospect = (await client.SendAsync("GET", "applications?prospect=true").JsonAsync())[0]!["id"]!.ToJsonString();
        var candidate = await ApplyAsync(client, OneOpening);

        await client.SendAsync("POST", $"applications/{prospect}/hire", "{}").JsonAsync(422);
        await client.SendAsync("POST", $"applications/{prospect}/move", """{"from_stage_id":7000001}""").JsonAsync(422);
        await client.SendAsync("POST", $"applications/{candidate}/convert_to_candidate", $$"""{"job_id":{{OneOpening}}}""").JsonAsync(422);
        await client.SendAsync("POST", "applications/1/hire", "{}").JsonAsync(404);
        await client.SendAsync("POST", $"applications/{candidate}/hire", """{"hired_at":"2026-12-01"}""").JsonAsync(422);
        Assert.Equal("in_process", (string?)(await RowAsync(client, candidate))["status"]);
    }

    private static async Task<string> ApplyAsync(HttpClient client, string job) =>
        (await client.SendAsync("POST", "applications", $$"""{"candidate_id":19000001,"job_id":{{job}}}""").JsonAsync(201))["id"]!.ToJsonString();

    private static async Task<JsonNode> RowAsync(HttpClient client, string id) => (await client.SendAsync("GET", $"applications?ids={id}").JsonAsync())[0]!;

    private static async Task MoveAsync(HttpClient client, string id, string body)
    {
        using var response = await client.SendAsync("POST", $"applications/{id}/move", body);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());
    }
}
