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
}
