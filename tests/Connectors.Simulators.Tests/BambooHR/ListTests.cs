using System.Net.Http.Headers;
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
}
