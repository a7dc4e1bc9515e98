using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;

namespace Connectors.Simulators.Tests.Greenhouse;

public sealed class WriteTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task CreateCandidate_WithApplication_GivesBoth()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var answer = await client.SendAsync(
            "POST",
            "candidates",
            """
            {"first_name":"Ada","last_name":"Byron","company":"Analytical","email_addresses":[{"value":"ada@example.com","type":"personal"}],"tags":["poet"],"is_private":true,
             "custom_fields":[{"name_key":"years_of_experience","value":7},{"custom_field_id":113003,"value":true}],
             "application":{"job_id":4000001,"source_id":16901,"custom_fields":[{"name_key":"expected_salary","value":{"amount":50000,"currency_code":"EUR"}}]}}
            """).JsonAsync(201);

        var (candidate, application) = (answer["candidate"]!, answer["application"]!);
        Assert.Equal("ada@example.com", (string?)candidate["email_addresses"]![0]!["value"]);
        Assert.True((bool)candidate["private"]!);
        Assert.True((bool)candidate["can_email"]!);
        Assert.Equal(7, (int)candidate["custom_fields"]!["years_of_experience"]!["value"]!);
        Assert.True((bool)candidate["custom_fields"]!["visa_needed"]!["value"]!);
        Assert.Null(candidate["custom_fields"]!["preferred_start"]!["value"]);
        Assert.Equal((long)candidate["id"]!, (long)application["candidate_id"]!);
        Assert.Equal(("in_process", "Application Review"), ((string?)application["status"], (string?)application["stage_name"]));
        Assert.Equal("""{"amount":50000,"unit":"EUR"}""", application["custom_fields"]!["expected_salary"]!["value"]!.ToJsonString());
        Assert.Equal("2026-11-20T12:00:00.000Z", (string?)application["created_at"]);
    }

    [Fact]
    public async Task CreateCandidate_Twice_MakesTwo()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var one = await client.SendAsync("POST", "candidates", """{"first_name":"A","last_name":"B"}""").JsonAsync(201);
        var two = await client.SendAsync("POST", "candidates", """{"first_name":"A","last_name":"B"}""").JsonAsync(201);

        Assert.Null(one["application"]);
        Assert.NotEqual((long)one["candidate"]!["id"]!, (long)two["candidate"]!["id"]!);
        Assert.Equal(["candidates.create", "candidates.create"], host.Get<GreenhouseSimulator>().Ledger.WriteEntries().Select(write => write.Kind));
    }

    [Fact]
    public async Task UnknownAttribute_Is422AsGreenhouseWritesIt()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var error = await client.SendAsync("POST", "candidates", """{"first_name":"A","last_name":"B","unknown_field":1}""").JsonAsync(422);

        Assert.Equal("""{"message":"Your request included invalid JSON.","errors":[{"message":"Invalid attribute: unknown_field","field":"unknown_field"}]}""", error.ToJsonString());
    }

    [Theory]
    [InlineData("POST", "candidates", "{", null)]
    [InlineData("POST", "candidates", """{"first_name":"A"}""", "last_name")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","private":true}""", "private")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","tags":"x"}""", "tags")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","email_addresses":["a@example.com"]}""", "email_addresses")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","custom_fields":{"years_of_experience":1}}""", "custom_fields")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","custom_fields":[{"name_key":"nope","value":1}]}""", "custom_fields")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","custom_fields":[{"name_key":"years_of_experience","value":"many"}]}""", "custom_fields")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","application":[{"job_id":4000001}]}""", "application")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","application":{"job_id":9}}""", "job_id")]
    [InlineData("POST", "candidates", """{"first_name":"A","last_name":"B","application":{"job_id":4000001,"custom_fields":[{"name_key":"notice_period","value":"Never"}]}}""", "custom_fields")]
    [InlineData("PATCH", "applications/33000001", """{"custom_fields":[{"name_key":"expected_salary","value":{"amount":"1","currency_code":"EUR"}}]}""", "custom_fields")]
    [InlineData("PATCH", "candidates/19000001", """{"application":{"job_id":4000001}}""", "application")]
    [InlineData("POST", "applications", """{"candidate_id":19000001}""", "job_id")]
    [InlineData("POST", "applications", """{"candidate_id":1,"job_id":4000001}""", "candidate_id")]
    [InlineData("POST", "applications", """{"candidate_id":19000001,"job_id":4000001,"initial_stage_id":7000007}""", "initial_stage_id")]
    [InlineData("POST", "applications", """{"candidate_id":19000001,"job_id":4000001,"job_ids":[4000001]}""", "job_ids")]
    [InlineData("PATCH", "applications/33000001", """{"status":"hired"}""", "status")]
    [InlineData("PATCH", "applications/33000001", """{"source_id":1}""", "source_id")]
    public async Task WhatIsNotRight_Is422NamingTheField_AndChangesNothing(string method, string path, string body, string? field)
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var simulator = host.Get<GreenhouseSimulator>();
        var (candidates, applications) = (simulator.Candidates.Count, simulator.Applications.Count);

        var error = await client.SendAsync(method, path, body).JsonAsync(422);

        Assert.Equal(field, (string?)error["errors"]?[0]!["field"]);
        Assert.Equal((candidates, applications, 0L), (simulator.Candidates.Count, simulator.Applications.Count, simulator.Ledger.Writes));
    }

    [Fact]
    public async Task UpdateCandidate_ReplacesArrays_EmptyTextClears_CustomFieldsAreMerged()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var id = (long)(await client.SendAsync("POST", "candidates", """{"first_name":"A","last_name":"B","company":"C","tags":["x","y"],"custom_fields":[{"name_key":"years_of_experience","value":7}]}""").JsonAsync(201))["candidate"]!["id"]!;
        _clock.Advance(TimeSpan.FromMinutes(1));

        var row = await client.SendAsync("PATCH", $"candidates/{id}", """{"company":"","tags":["z"],"custom_fields":[{"name_key":"preferred_start","value":"2026-12-01"}]}""").JsonAsync();
        await client.SendAsync("PATCH", "candidates/1", "{}").JsonAsync(404);

        Assert.Null(row["company"]);
        Assert.Equal("A", (string?)row["first_name"]);
        Assert.Equal(["z"], row["tags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Equal(7, (int)row["custom_fields"]!["years_of_experience"]!["value"]!);
        Assert.Equal("2026-12-01", (string?)row["custom_fields"]!["preferred_start"]!["value"]);
        Assert.Equal("2026-11-20T12:01:00.000Z", (string?)row["updated_at"]);
    }

    [Fact]
    public async Task CreateApplication_ForAJobInAStage_OrAsAProspect()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var candidate = await client.SendAsync("POST", "applications", """{"candidate_id":19000002,"job_id":4000001,"initial_stage_id":7000003,"created_at":"2026-01-02T03:04:05Z"}""").JsonAsync(201);
        var prospect = await client.SendAsync("POST", "applications", """{"candidate_id":19000002,"prospect":true,"job_ids":[4000001,4000002]}""").JsonAsync(201);
        var converted = await client.SendAsync("POST", $"applications/{prospect["id"]}/convert_to_candidate", """{"job_id":4000002}""").JsonAsync();

        Assert.Equal(("Take Home Test", 7000003, "2026-01-02T03:04:05.000Z"), ((string?)candidate["stage_name"], (int)candidate["job_interview_stage_id"]!, (string?)candidate["created_at"]));
        Assert.True((bool)prospect["prospect"]!);
        Assert.Null(prospect["job_id"]);
        Assert.Equal([4000001, 4000002], prospect["prospective_job_ids"]!.AsArray().Select(id => (int)id!));
        Assert.False((bool)converted["prospect"]!);
        Assert.Equal((4000002, "Application Review"), ((int)converted["job_id"]!, (string?)converted["stage_name"]));
    }

    [Fact]
    public async Task Delete_SaysSo_ThenIs404()
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();

        var deleted = await client.SendAsync("DELETE", "applications/33000001").JsonAsync();
        var missing = await client.SendAsync("DELETE", "applications/33000001").JsonAsync(404);
        var person = await client.SendAsync("DELETE", "candidates/19000004").JsonAsync();

        Assert.Equal("""{"message":"Application 33000001 deleted successfully"}""", deleted.ToJsonString());
        Assert.Equal("""{"message":"Resource not found","errors":[{"message":"Could not find application with id 33000001","field":"id"}]}""", missing.ToJsonString());
        Assert.Equal("Candidate 19000004 deleted successfully", (string?)person["message"]);
        Assert.Empty((await client.SendAsync("GET", "applications?candidate_ids=19000004").JsonAsync()).AsArray());
        Assert.Empty((await client.SendAsync("GET", "application_stages?application_ids=33000001").JsonAsync()).AsArray());
    }
}
