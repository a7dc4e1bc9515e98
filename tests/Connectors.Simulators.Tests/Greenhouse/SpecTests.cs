using System.Text.Json.Nodes;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Simulators.Tests.Greenhouse;

/// <summary>The simulator's answers against Greenhouse's official description, and its lists against the registry of all v3 lists.</summary>
public sealed class SpecTests
{
    // Rows carry the job's own stage, as live answers do; the description leaves it out, yet a move cannot be made without it.
    private const string LiveOnly = "'job_interview_stage_id' is not documented";

    // The description has every list answer under one name; error bodies it does not describe at all.
    private static readonly Lazy<ApiDescription> s_description = new(() => ApiDescription.Load(SpecFolder.PathOf("greenhouse", "harvest-v3.openapi.json")));
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string, string, string[]> Lists => new()
    {
        { "candidates", "candidate", ["custom_field_option_id"] },
        { "applications", "application", ["custom_field_option_id"] },
        { "application_stages", "application_stage", [] },
        { "jobs", "job", ["custom_field_option_id"] },
        { "job_interview_stages", "job_interview_stage", [] },
        { "openings", "opening", ["custom_field_option_id"] },
        { "offers", "offer", ["custom_field_option_id"] },
        { "users", "user", ["custom_field_option_id", "external_department_id", "external_office_id", "interviewer_tag_ids"] },
        { "departments", "department", [] },
        { "offices", "office", [] },
        { "rejection_reasons", "rejection_reason", [] },
        { "rejection_details", "rejection_detail", ["custom_field_option_id"] },
        { "sources", "source", [] },
        { "custom_fields", "custom_field", [] },
    };

    [SpecTheory("greenhouse")]
    [MemberData(nameof(Lists))]
    public async Task Rows_AreAsDescribed(string resource, string schema, string[] notPlayed)
    {
        await using var host = Hire.Host(_clock, candidates: 120, configure: simulator => simulator.SeededRestrictedCandidates = 1);
        using var client = await host.HarvestClientAsync();
        var entry = JsonNode.Parse(await File.ReadAllTextAsync(SpecFolder.PathOf("greenhouse", "harvest-v3-get-endpoints.derived.json")))!.AsArray().Single(one => (string?)one!["path"] == $"/v3/{resource}")!;
        var description = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" };

        var rows = (await client.SendAsync("GET", $"{resource}?per_page=500").JsonAsync()).AsArray();

        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            Assert.All(new SchemaCheck(s_description.Value, allowUndocumented: false).Run(description, row), problem => Assert.EndsWith(LiveOnly, problem, StringComparison.Ordinal));
        }

        // "message" is all that a restricted candidate's row has; the registry lists it among a candidate's fields.
        var fields = rows[0]!.AsObject().Select(pair => pair.Key).Where(name => name != "job_interview_stage_id" || resource != "applications");
        Assert.Equal(entry["fields"]!.AsObject().Select(pair => pair.Key).Where(name => name != "message").Order(StringComparer.Ordinal), fields.Order(StringComparer.Ordinal));
        var refused = new List<string>();
        foreach (var (name, type) in entry["query"]!.AsObject().Where(pair => pair.Key != "cursor"))
        {
            using var response = await client.SendAsync("GET", $"{resource}?{name}={Sample(name, (string)type!)}");
            if (!response.IsSuccessStatusCode)
            {
                refused.Add(name);
            }
        }

        Assert.Equal(notPlayed, refused.Order(StringComparer.Ordinal));
    }

    [SpecTheory("greenhouse")]
    [InlineData("GET", "applications?per_page=500", null, 200)]
    [InlineData("GET", "application_stages", null, 200)]
    [InlineData("GET", "users", null, 200)]
    [InlineData("POST", "applications", """{"candidate_id":19000001,"job_id":4000001,"custom_fields":[{"name_key":"expected_salary","value":{"amount":1,"currency_code":"EUR"}}]}""", 201)]
    [InlineData("POST", "applications", """{"candidate_id":19000001,"prospect":true}""", 201)]
    [InlineData("PATCH", "applications/33000001", """{"recruiter_id":4280001}""", 200)]
    [InlineData("POST", "applications/{active}/move", """{"from_stage_id":0}""", 422)]
    [InlineData("POST", "applications/{active}/hire", """{"opening_id":5000001}""", 204)]
    [InlineData("POST", "applications/{active}/reject", """{"rejection_reason_id":14001}""", 204)]
    [InlineData("POST", "applications/{rejected}/unreject", "{}", 204)]
    [InlineData("POST", "applications/{prospect}/convert_to_candidate", """{"job_id":4000001}""", 200)]
    [InlineData("DELETE", "applications/33000001", null, 200)]
    [InlineData("DELETE", "applications/1", null, 404)]
    public async Task Endpoints_AnswerAsDescribed(string method, string path, string? body, int status)
    {
        await using var host = Hire.Host(_clock);
        using var client = await host.HarvestClientAsync();
        var applications = host.Get<GreenhouseSimulator>().Applications.Snapshot();
        var active = applications.First(one => one.Text("status") == "in_process" && one["job_id"] is 4000001L);
        path = path.Replace("{active}", active.Id, StringComparison.Ordinal)
            .Replace("{rejected}", applications.First(one => one.Text("status") == "rejected").Id, StringComparison.Ordinal)
            .Replace("{prospect}", applications.First(one => one["prospect"] is true).Id, StringComparison.Ordinal);

        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(status == (int)response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        var answer = text.Length == 0 || status >= 400 ? null : JsonNode.Parse(text);
        Assert.All(s_description.Value.Check(new HttpMethod(method), "/v3/" + path.Split('?')[0], status, answer), problem => Assert.EndsWith(LiveOnly, problem, StringComparison.Ordinal));
    }

    private static string Sample(string name, string type) => type switch
    {
        "integer" => name == "per_page" ? "5" : "1",
        "boolean" => "true",
        "object" => "gte|2026-01-01T00:00:00Z",
        "array" => name == "fields" ? "id" : "1,2",
        "string" => "x",
        _ => type.Split(':', '|')[1],
    };
}
