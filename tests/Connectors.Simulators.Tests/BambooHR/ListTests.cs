using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

public sealed class ListTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData("https://acme.bamboohr.com/api/v1/")]
    [InlineData("https://api.bamboohr.com/api/gateway.php/acme/v1/")]
    public async Task List_PagedToTheEnd_GivesEveryEmployeeOnce(string address)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient(address: new Uri(address));

        var ids = new List<string>();
        var sizes = new List<int>();
        for (var next = "employees?page%5Blimit%5D=12&fields=workEmail"; next is not null;)
        {
            var page = await client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute)).JsonAsync();
            sizes.Add(page["data"]!.AsArray().Count);
            ids.AddRange(page["data"]!.AsArray().Select(row => (string)row!["employeeId"]!));
            Assert.Equal(30, (int)page["meta"]!["total"]!);
            next = (string?)page["_links"]!["next"]?["href"];
            Assert.Equal(next is null, page["meta"]!["page"]!["nextCursor"] is null);
            Assert.True(next?.StartsWith(address, StringComparison.Ordinal) != false);
        }

        Assert.Equal([12, 12, 6], sizes);
        Assert.Equal(host.Get<BambooHRSimulator>().Employees.Snapshot().Select(row => row.Id), ids);
    }

    [Fact]
    public async Task List_Default_Is250RowsOfSevenFields()
    {
        await using var host = Bamboo.Host(_clock, employees: 260);
        using var client = host.BambooClient();

        var page = await client.GetAsync($"employees").JsonAsync();

        Assert.Equal(250, page["data"]!.AsArray().Count);
        Assert.Equal(250, (int)page["meta"]!["page"]!["limit"]!);
        Assert.Equal(["employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status", "_restrictedFields"], page["data"]![0]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task List_ExtraFields_AreThoseOfTheList_UnknownOnesAreLeftOut()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        var row = (await client.GetAsync($"employees?page[limit]=1&page[after]={await SecondAsync(client)}&fields=workEmail,birthDate,departmentName,departmentId,reportsToId,employmentStatusName,customShirtSize,nope").JsonAsync())["data"]![0]!.AsObject();

        Assert.Equal(["workEmail", "birthDate", "departmentName", "departmentId", "reportsToId", "employmentStatusName"], row.Select(pair => pair.Key).Skip(7).SkipLast(1));
        Assert.Equal("101", (string?)row["reportsToId"]);
        Assert.Equal(host.Get<BambooHRSimulator>().ListOptions.Snapshot().Single(option => option.Text("name") == (string?)row["departmentName"]).Id, (string?)row["departmentId"]);
    }

    [Fact]
    public async Task List_Filters_NarrowRowsAndTotal()
    {
        await using var host = Bamboo.Host(_clock, employees: 120);
        using var client = host.BambooClient();
        var employees = host.Get<BambooHRSimulator>().Employees.Snapshot();

        var inactive = await client.GetAsync($"employees?filter[status]=inactive").JsonAsync();
        var active = await client.GetAsync($"employees?filter[status]=active").JsonAsync();
        var byIds = await client.GetAsync($"employees?filter[ids][]=103&filter[ids][]=101&filter[ids][]=999999").JsonAsync();
        var byOldIds = await client.GetAsync($"employees?filter[ids]=103,101").JsonAsync();
        var byName = await client.GetAsync($"employees?filter[firstName]={Uri.EscapeDataString(employees[5].Text("firstName")![1..])}&filter[lastName]={Uri.EscapeDataString(employees[5].Text("lastName")!.ToUpperInvariant())}").JsonAsync();

        Assert.InRange((int)inactive["meta"]!["total"]!, 3, 30);
        Assert.Equal(120, (int)inactive["meta"]!["total"]! + (int)active["meta"]!["total"]!);
        Assert.All(inactive["data"]!.AsArray(), row => Assert.Equal("Inactive", (string?)row!["status"]));
        Assert.Equal(["101", "103"], Ids(byIds));
        Assert.Equal(["101", "103"], Ids(byOldIds));
        Assert.Contains(employees[5].Id, Ids(byName));
        Assert.All(byName["data"]!.AsArray(), row => Assert.Equal(employees[5].Text("lastName"), (string?)row!["lastName"]));
    }

    [Fact]
    public async Task List_Sort_BothWays()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        var down = await client.GetAsync($"employees?sort=-employeeId").JsonAsync();
        var preferred = (await client.GetAsync($"employees?sort=preferredName,employeeId").JsonAsync())["data"]!.AsArray().Select(row => (string?)row!["preferredName"]).ToList();

        Assert.Equal(host.Get<BambooHRSimulator>().Employees.Snapshot().Select(row => row.Id).Reverse(), Ids(down));
        Assert.Null(preferred[0]);
        Assert.Equal(preferred.Count(name => name is null), preferred.TakeWhile(name => name is null).Count());
    }

    [Fact]
    public async Task List_Backward_GivesThePageBefore()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var first = await client.GetAsync($"employees?page[limit]=10").JsonAsync();
        var second = await client.GetAsync($"employees?page[limit]=10&page[after]={first["meta"]!["page"]!["nextCursor"]}").JsonAsync();

        var back = await client.GetAsync($"employees?page[limit]=10&page[before]={second["meta"]!["page"]!["prevCursor"]}").JsonAsync();

        Assert.Null(first["meta"]!["page"]!["prevCursor"]);
        Assert.Equal(Ids(first), Ids(back));
        Assert.Equal((string?)first["meta"]!["page"]!["nextCursor"], (string?)back["meta"]!["page"]!["nextCursor"]);
    }

    [Fact]
    public async Task List_CursorWhoseEmployeeIsGone_IsBadPage()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var simulator = host.Get<BambooHRSimulator>();
        var cursor = await SecondAsync(client);

        simulator.Employees.Archive("101");

        Assert.Equal("BadPage", (string?)(await client.GetAsync($"employees?page[after]={cursor}").JsonAsync(400))["error"]!["code"]);
    }

    [Theory]
    [InlineData("page[limit]=0", "BadRequest")]
    [InlineData("page[limit]=2501", "BadRequest")]
    [InlineData("page[size]=5", "BadRequest")]
    [InlineData("page[after]=nonsense", "BadPage")]
    [InlineData("page[after]=eyJiZWZvcmUiOiIxMDIifQ", "BadPage")]
    [InlineData("filter[status]=Active", "BadRequest")]
    [InlineData("filter[ids][]=x", "BadRequest")]
    [InlineData("filter[department]=x", "BadRequest")]
    [InlineData("sort=hireDate", "BadRequest")]
    public async Task List_WhatBambooDoesNotTake_Is400WithItsCode(string query, string code)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        var error = await client.GetAsync($"employees?{query}").JsonAsync(400);

        Assert.Equal(code, (string?)error["error"]!["code"]);
        Assert.NotEmpty((string)error["error"]!["message"]!);
    }

    [Fact]
    public async Task List_RestrictedFields_AreNullAndNamed()
    {
        await using var host = Bamboo.Host(_clock, configure: simulator => simulator.RestrictedFields = ["workEmail", "jobTitleName"]);
        using var client = host.BambooClient();

        var row = (await client.GetAsync($"employees?fields=workEmail,hireDate").JsonAsync())["data"]![0]!;
        var sorted = await client.GetAsync($"employees?sort=jobTitleName").JsonAsync();
        var one = (await client.GetAsync($"employees/101?fields=workEmail,hireDate").JsonAsync()).AsObject();

        Assert.Null(row["workEmail"]);
        Assert.NotNull(row["hireDate"]);
        Assert.Equal(["jobTitleName", "workEmail"], row["_restrictedFields"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(0, (int)sorted["meta"]!["total"]!);
        Assert.Equal(["id", "hireDate"], one.Select(pair => pair.Key));
    }

    [Fact]
    public async Task RepeatCursor_PointsThePageToItself()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        host.Get<BambooHRSimulator>().Faults.Next(HttpMethod.Get, "/api/v1/employees").Always().RepeatCursor();

        var first = await client.GetAsync($"employees?page[limit]=10").JsonAsync();
        var again = await client.GetAsync(new Uri((string)first["_links"]!["next"]!["href"]!)).JsonAsync();

        Assert.Equal(Ids(first), Ids(again));
        Assert.Equal((string?)first["meta"]!["page"]!["nextCursor"], (string?)again["meta"]!["page"]!["nextCursor"]);
    }

    private static IEnumerable<string> Ids(System.Text.Json.Nodes.JsonNode page) => page["data"]!.AsArray().Select(row => (string)row!["employeeId"]!);

    private static async Task<string> SecondAsync(HttpClient client) =>
        (string)(await client.GetAsync($"employees?page[limit]=1").JsonAsync())["meta"]!["page"]!["nextCursor"]!;
}
