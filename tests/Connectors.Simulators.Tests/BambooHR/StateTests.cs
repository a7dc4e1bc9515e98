using Connectors.Simulators.BambooHR;

namespace Connectors.Simulators.Tests.BambooHR;

public sealed class StateTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _file = Some.TempFile();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Seed_SameSeedSameData_OtherSeedOtherData()
    {
        await using var one = Bamboo.Host(_clock, employees: 120);
        _clock.Advance(TimeSpan.FromDays(3));
        await using var same = Bamboo.Host(_clock, employees: 120);
        await using var other = Bamboo.Host(_clock, employees: 120, seed: 2);

        Assert.Equal(await DumpAsync(one), await DumpAsync(same));
        Assert.NotEqual(await DumpAsync(one), await DumpAsync(other));
    }

    [Fact]
    public async Task Seed_Is120EmployeesWithManagers_AllBeforeNovember()
    {
        await using var host = Bamboo.Host(_clock, employees: new BambooHRSimulator().SeededEmployees);
        var simulator = host.Get<BambooHRSimulator>();
        var employees = simulator.Employees.Snapshot();

        Assert.Equal(120, employees.Count);
        Assert.Null(employees[0].Text("reportsToId"));
        Assert.All(employees.Skip(1), employee => Assert.NotNull(simulator.Employees.Find(employee.Text("reportsToId")!)));
        Assert.All(employees, employee => Assert.True(employee.ModifiedAt < new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.All(employees, employee => Assert.Contains(simulator.JobInfo.Snapshot(), row => row.Text("employeeId") == employee.Id));
        Assert.InRange(employees.Count(employee => employee.Text("employmentHistoryStatus") == "Terminated"), 5, 30);
    }

    [Fact]
    public async Task Restart_BringsBackEditsRowsAndTokens()
    {
        OAuthIssue issue;
        string before;
        await using (var host = Bamboo.Host(_clock, stateFile: _file))
        {
            var simulator = host.Get<BambooHRSimulator>();
            using var client = host.BambooClient();
            using var created = await client.PostAsync($"employees", """{"firstName":"Ada","lastName":"Byron","jobTitle":"Engineer"}""");
            using var updated = await client.PostAsync($"employees/102", """{"department":"Sales","city":"Ghent"}""");
            using var terminated = await client.PostAsync($"employees/103/tables/employmentStatus", """{"date":"2026-11-19","employmentStatus":"Terminated"}""");
            simulator.Employees.Archive("104");
            issue = simulator.OAuth.Issue(BambooHRSimulator.DemoClientId, null, "employee");
            before = await DumpAsync(host);
        }

        await using var again = Bamboo.Host(_clock, stateFile: _file);
        using var reader = again.BambooClient();

        Assert.Equal(before, await DumpAsync(again));
        Assert.Equal(TokenStanding.Valid, again.Get<BambooHRSimulator>().OAuth.Check(issue.Access.Value, out _, out _));
        Assert.Equal("Inactive", (string?)(await reader.GetAsync($"employees/103?fields=status").JsonAsync())["status"]);
        Assert.Equal("Sales", (string?)(await reader.GetAsync($"employees/102?fields=department").JsonAsync())["department"]);
        Assert.Equal("Deleted", (string?)(await reader.GetAsync($"employees/changed?since=2026-11-20T00:00:00Z").JsonAsync())["employees"]!["104"]!["action"]);
    }

    private static async Task<string> DumpAsync(SimulatorHost host)
    {
        using var client = host.BambooClient();
        var parts = new List<string>();
        foreach (var path in (string[])["employees?page[limit]=2500&fields=workEmail,hireDate,departmentId,reportsToName", "employees/all/tables/jobInfo", "employees/all/tables/employmentStatus", "employees/all/tables/compensation", "meta/users", "meta/lists", "employees/changed?since=2020-01-01"])
        {
            parts.Add((await client.GetAsync($"{path}").JsonAsync()).ToJsonString());
        }

        return string.Join('\n', parts);
    }
}
