using System.Net;
using System.Text.Json.Nodes;
using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

/// <summary>The changed feed and the tables: what an employee's life looks like from outside.</summary>
public sealed class ChangeTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Changed_SeesCreatesUpdatesTerminationsAndDeletes()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();
        Assert.Empty((await ChangedAsync(client, "2026-11-20T12:00:00Z"))["employees"]!.AsObject());

        simulator.Employees.Update("102", ("mobilePhone", "+15550100"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        var created = simulator.Employees.Create(("firstName", "Neo"), ("lastName", "New"));
        simulator.Employees.Update(created.Id, ("city", "Ghent"));
        using var terminated = await client.PostAsync($"employees/103/tables/employmentStatus", """{"date":"2026-11-19","employmentStatus":"Terminated","comment":"bye"}""");
        simulator.Employees.Archive("104");

        var all = await ChangedAsync(client, "2026-11-20T12:00:00Z");
        var later = await ChangedAsync(client, "2026-11-20T12:00:05Z");
        var deleted = await ChangedAsync(client, "2026-11-20T12:00:00+00:00", "deleted");
        var inserted = await ChangedAsync(client, "2026-11-20T12:00:00Z", "inserted");

        Assert.Equal([("102", "Updated"), ("103", "Updated"), ("104", "Deleted"), ("131", "Inserted")], Actions(all));
        Assert.Equal("2026-11-20T12:00:10+00:00", (string?)all["latest"]);
        Assert.Equal("2026-11-20T12:00:00+00:00", (string?)all["employees"]!["102"]!["lastChanged"]);
        Assert.Equal([("103", "Updated"), ("104", "Deleted"), ("131", "Inserted")], Actions(later));
        Assert.Equal([("104", "Deleted")], Actions(deleted));
        Assert.Equal([("131", "Inserted")], Actions(inserted));
        using var gone = await client.GetAsync($"employees/104");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Changed_TheSecondOfSince_IsIn_UnlessSetOtherwise()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();
        _clock.Advance(TimeSpan.FromMilliseconds(700));
        simulator.Employees.Update("102", ("city", "Ghent"));

        Assert.Single((await ChangedAsync(client, "2026-11-20T12:00:00Z"))["employees"]!.AsObject());
        simulator.ChangedSinceIsExclusive = true;
        Assert.Empty((await ChangedAsync(client, "2026-11-20T12:00:00Z"))["employees"]!.AsObject());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?since=yesterday")]
    [InlineData("?since=2026-11-20T12:00:00Z&type=removed")]
    public async Task Changed_WithoutSinceOrWithAnotherType_Is400(string query)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await client.GetAsync($"employees/changed{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty(response.Header("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task Termination_InTheFuture_HoldsFromItsDay()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        using var posted = await client.PostAsync($"employees/103/tables/employmentStatus", """{"date":"2026-11-30","employmentStatus":"Terminated"}""");

        var before = await client.GetAsync($"employees/103?fields=status,employmentHistoryStatus,terminationDate").JsonAsync();
        _clock.Advance(TimeSpan.FromDays(10));
        var after = await client.GetAsync($"employees/103?fields=status,employmentHistoryStatus,terminationDate").JsonAsync();

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal(("Active", null), ((string?)before["status"], (string?)before["terminationDate"]));
        Assert.Equal(("Inactive", "Terminated", "2026-11-30"), ((string?)after["status"], (string?)after["employmentHistoryStatus"], (string?)after["terminationDate"]));
        using var rehired = await client.PostAsync($"employees/103/tables/employmentStatus", """{"date":"2026-11-30","employmentStatus":"Part-Time"}""");
        Assert.Equal("Active", (string?)(await client.GetAsync($"employees/103?fields=status").JsonAsync())["status"]);
    }

    [Fact]
    public async Task JobRow_ChangesTheEmployee_AndTheEmployeeChangesTheRow()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();

        using var posted = await client.PostAsync($"employees/110/tables/jobInfo", """{"date":"2026-11-01","department":"Finance","jobTitle":"Accountant","reportsTo":"103","teams":["Alpha"]}""");
        var row = await client.GetAsync($"employees/110?fields=department,jobTitle,supervisorEId,location").JsonAsync();
        Assert.Equal(("Finance", "Accountant", "103", null), ((string?)row["department"], (string?)row["jobTitle"], (string?)row["supervisorEId"], (string?)row["location"]));
        Assert.Equal("Finance", simulator.Employees.Find("110")!.Text("department"));

        simulator.Employees.Update("110", ("department", "Sales"), ("employmentHistoryStatus", "Terminated"));
        var jobs = (await client.GetAsync($"employees/110/tables/jobInfo").JsonAsync()).AsArray();
        Assert.Equal("Sales", (string?)jobs[^1]!["department"]);
        Assert.Equal(host.Get<BambooHRSimulator>().Employees.Find("103") is { } boss ? $"{boss.Text("preferredName") ?? boss.Text("firstName")} {boss.Text("lastName")}" : "", (string?)jobs[^1]!["reportsTo"]);
        var left = await client.GetAsync($"employees/110?fields=status,department,terminationDate").JsonAsync();
        Assert.Equal(("Inactive", "Sales", "2026-11-20"), ((string?)left["status"], (string?)left["department"], (string?)left["terminationDate"]));
    }

    [Fact]
    public async Task Rows_AreUpdatedAndDeleted_AndMarkTheEmployee()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();
        var row = simulator.JobInfo.Snapshot().First(one => one.Text("employeeId") == "105");

        using var updated = await client.PostAsync($"employees/105/tables/jobInfo/{row.Id}", """{"jobTitle":"Analyst"}""");
        using var foreign = await client.PostAsync($"employees/106/tables/jobInfo/{row.Id}", """{"jobTitle":"Analyst"}""");
        var deleted = await client.DeleteAsync(new Uri($"employees/105/tables/jobInfo/{row.Id}", UriKind.Relative)).JsonAsync();
        var again = await client.DeleteAsync(new Uri($"employees/105/tables/jobInfo/{row.Id}", UriKind.Relative)).JsonAsync();
        var changed = await client.GetAsync($"employees/changed/tables/jobInfo?since=2026-11-20T12:00:00Z").JsonAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (updated.StatusCode, foreign.StatusCode));
        Assert.True((bool)deleted["success"]!);
        Assert.False((bool)again["success"]!);
        Assert.Equal(["105"], changed["employees"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(["jobInfo.update", "jobInfo.delete"], simulator.Ledger.WriteEntries().Select(write => write.Kind));
    }

    [Theory]
    [InlineData("employmentStatus", """{"employmentStatus":"Full-Time"}""", 400)]
    [InlineData("employmentStatus", """{"date":"2026-11-30"}""", 400)]
    [InlineData("employmentStatus", """{"date":"2026-11-30","employmentStatus":"Fired"}""", 406)]
    [InlineData("jobInfo", """{"date":"tomorrow"}""", 406)]
    [InlineData("jobInfo", """{"date":"2026-11-30","reportsTo":"Nobody At All"}""", 406)]
    [InlineData("jobInfo", """{"date":"2026-11-30","salary":"1"}""", 400)]
    [InlineData("compensation", """{"startDate":"2026-11-30","rate":"lots"}""", 406)]
    [InlineData("nothing", "{}", 404)]
    public async Task Row_WhatIsNotRight_IsRefused(string table, string body, int status)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await client.PostAsync($"employees/105/tables/{table}", body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(0, host.Get<BambooHRSimulator>().Ledger.Writes);
    }

    private static IEnumerable<(string Id, string? Action)> Actions(JsonNode answer) =>
        answer["employees"]!.AsObject().Select(pair => (pair.Key, (string?)pair.Value!["action"])).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static Task<JsonNode> ChangedAsync(HttpClient client, string since, string type = "all") =>
        client.GetAsync($"employees/changed?since={Uri.EscapeDataString(since)}&type={type}").JsonAsync();
}
