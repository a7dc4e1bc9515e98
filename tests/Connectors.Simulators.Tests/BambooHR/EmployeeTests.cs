using System.Net;
using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

public sealed class EmployeeTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Get_WithoutAskingForJson_IsXml()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        client.DefaultRequestHeaders.Accept.Clear();

        using var one = await client.GetAsync($"employees/101");
        client.DefaultRequestHeaders.Accept.ParseAdd("*/*");
        using var users = await client.GetAsync($"meta/users");
        using var lists = await client.GetAsync($"meta/lists?format=json");
        using var list = await client.GetAsync($"employees");

        Assert.Equal("text/xml", one.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<field id=\"firstName\">", await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("text/xml", users.Content.Headers.ContentType!.MediaType);
        Assert.Equal("application/json", lists.Content.Headers.ContentType!.MediaType);
        Assert.Equal("application/json", list.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Get_ByNameIdAndAlias_KeysAreAsAsked()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();
        simulator.Employees.Update("103", ("customShirtSize", "XL"), ("preferredName", "Zed"));

        var plain = (await client.GetAsync($"employees/103").JsonAsync()).AsObject();
        var row = (await client.GetAsync($"employees/103?fields=displayName,supervisor,supervisorEId,supervisorId,4340,customShirtSize,status,employmentHistoryStatus,payRate,nope,lastChanged,terminationDate").JsonAsync()).AsObject();

        Assert.Equal(["id", "firstName", "lastName"], plain.Select(pair => pair.Key));
        Assert.Equal("103", (string?)row["id"]);
        Assert.Equal("101", (string?)row["supervisorEId"]);
        Assert.Equal("5000", (string?)row["supervisorId"]);
        Assert.Equal("XL", (string?)row["4340"]);
        Assert.Equal("XL", (string?)row["customShirtSize"]);
        Assert.Equal("Active", (string?)row["status"]);
        Assert.StartsWith("Zed ", (string?)row["displayName"], StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.00 USD$", (string?)row["payRate"]);
        Assert.Equal("2026-11-20T12:00:00+00:00", (string?)row["lastChanged"]);
        Assert.True(row.ContainsKey("terminationDate"));
        Assert.False(row.ContainsKey("nope"));
    }

    [Fact]
    public async Task Get_Zero_IsTheKeysOwnEmployee()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        Assert.Equal("101", (string?)(await client.GetAsync($"employees/0").JsonAsync())["id"]);
        host.Get<BambooHRSimulator>().KeyEmployeeId = null;
        using var none = await client.GetAsync($"employees/0");

        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal("", await none.Content.ReadAsStringAsync());
        Assert.Equal("The employee does not exist.", none.Header("X-BambooHR-Error-Message"));
    }

    [Fact]
    public async Task Get_MoreThan400Fields_Is400()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await client.GetAsync($"employees/101?fields={string.Join(',', Enumerable.Repeat("firstName", 401))}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("https://acme.bamboohr.com/api/v1/")]
    [InlineData("https://api.bamboohr.com/api/gateway.php/acme/v1/")]
    public async Task Create_Answers201WithoutBody_IdIsTheEndOfLocation(string address)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient(address: new Uri(address));

        using var response = await client.PostAsync($"employees", """{"firstName":"Ada","lastName":"Byron","workEmail":"ada@acme.example","department":"Engineering","jobTitle":"Engineer","hireDate":"2026-11-02","employmentHistoryStatus":"Full-Time","customShirtSize":"M"}""");
        var id = response.Headers.Location!.Segments[^1];
        var row = await client.GetAsync($"employees/{id}?fields=firstName,department,customShirtSize,hireDate,status").JsonAsync();
        var jobs = await client.GetAsync($"employees/{id}/tables/jobInfo").JsonAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(new Uri($"{address}employees/131"), response.Headers.Location);
        Assert.Equal(("Ada", "Engineering", "M", "2026-11-02", "Active"), ((string?)row["firstName"], (string?)row["department"], (string?)row["customShirtSize"], (string?)row["hireDate"], (string?)row["status"]));
        Assert.Equal(("2026-11-02", "Engineer"), ((string?)jobs[0]!["date"], (string?)jobs[0]!["jobTitle"]));
        Assert.Equal("employees.create", host.Get<BambooHRSimulator>().Ledger.WriteEntries().Single().Kind);
    }

    [Theory]
    [InlineData("""{"firstName":"Ada"}""", 400)]
    [InlineData("not json", 400)]
    [InlineData("""{"firstName":"Ada","lastName":"B","favouriteColour":"red"}""", 400)]
    [InlineData("""{"firstName":"Ada","lastName":"B","payRate":"1"}""", 400)]
    [InlineData("""{"firstName":"Ada","lastName":"B","hireDate":"02/11/2026"}""", 409)]
    [InlineData("""{"firstName":"Ada","lastName":"B","department":"Astrology"}""", 409)]
    [InlineData("""{"firstName":"Ada","lastName":"B","department":"Field Operations"}""", 409)]
    [InlineData("""{"firstName":"Ada","lastName":"B","supervisorEId":"9"}""", 409)]
    public async Task Create_WhatIsNotRight_IsRefusedInAHeader(string body, int status)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await client.PostAsync($"employees", body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(response.Header("x-bamboohr-error-message"));
        Assert.Equal(30, host.Get<BambooHRSimulator>().Employees.Count);
    }

    [Fact]
    public async Task Email_OfAnotherEmployee_Is409_OnesOwnIsNot()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var email = host.Get<BambooHRSimulator>().Employees.Find("102")!.Text("workEmail");

        using var taken = await client.PostAsync($"employees/103", $$"""{"workEmail":"{{email}}"}""");
        using var own = await client.PostAsync($"employees/102", $$"""{"workEmail":"{{email}}"}""");

        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains(email!, taken.Header("X-BambooHR-Error-Message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Update_ChangesWhatWasSent_AnswersNothing()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var before = host.Get<BambooHRSimulator>().Employees.Find("105")!;

        using var response = await client.PostAsync($"employees/105", """{"mobilePhone":"+15550100","homeEmail":null}""");
        using var unknown = await client.PostAsync($"employees/999", """{"mobilePhone":"+15550100"}""");
        var after = host.Get<BambooHRSimulator>().Employees.Find("105")!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(("+15550100", null, before.Text("lastName")), (after.Text("mobilePhone"), after.Text("homeEmail"), after.Text("lastName")));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Directory_HasTheActiveOnes_AndCanBeClosed()
    {
        await using var host = Bamboo.Host(_clock, employees: 60);
        using var client = host.BambooClient();
        var active = (int)(await client.GetAsync($"employees?filter[status]=active").JsonAsync())["meta"]!["total"]!;

        var directory = await client.GetAsync($"employees/directory").JsonAsync();
        host.Get<BambooHRSimulator>().SharesDirectory = false;
        using var closed = await client.GetAsync($"employees/directory");

        Assert.Equal(active, directory["employees"]!.AsArray().Count);
        Assert.True(active < 60);
        Assert.Equal(directory["fields"]!.AsArray().Select(field => (string)field!["id"]!).Prepend("id"), directory["employees"]![0]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }
}
