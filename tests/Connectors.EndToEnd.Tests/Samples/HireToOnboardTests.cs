using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.Samples;

public class HireToOnboardTests
{
    [Fact]
    public async Task HireToOnboard_RunTwice_CreatesOneEmployee()
    {
        using var database = new Database();

        var first = await SampleProgram.RunAsync("HireToOnboard", database.Folder);
        var second = await SampleProgram.RunAsync("HireToOnboard", database.Folder);

        Assert.Contains("Connected to Greenhouse, BambooHR and Slack.", first, StringComparison.Ordinal);
        Assert.Contains("Hired in Greenhouse: application", first, StringComparison.Ordinal);
        Assert.Single(Lines(first, "Created in BambooHR: employee"));
        Assert.Single(Lines(first, "Posted in Slack: #"));
        Assert.Contains("~ BambooHR holds 121 employees.", first, StringComparison.Ordinal);
        Assert.Empty(Lines(second, "Created in BambooHR"));
        Assert.Empty(Lines(second, "Posted in Slack"));
        Assert.Contains("No new hire; nobody is created twice.", second, StringComparison.Ordinal);
        Assert.Contains("~ BambooHR holds 121 employees.", second, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string output, string text) => output.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));
}
