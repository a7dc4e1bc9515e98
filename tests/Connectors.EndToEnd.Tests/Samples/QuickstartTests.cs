using System.Text.RegularExpressions;
using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.Samples;

public class QuickstartTests
{
    [Fact]
    public async Task Quickstart_RunTwice_TakesAllThenMovesOnlyWhatChanged()
    {
        using var database = new Database();

        var first = await SampleProgram.RunAsync("Quickstart", database.Folder);
        var second = await SampleProgram.RunAsync("Quickstart", database.Folder);

        Assert.Matches("hubspot/acme/default signed in", first);
        Assert.Matches("Full, 5000 records in .* 5000 added, 0 changed, 0 removed", first);
        Assert.Matches("Incremental, .* 1 added, 2 changed, 1 removed", first);
        Assert.Matches(@"\b0 answers of 429", first);
        Assert.Matches("hubspot/acme/default is connected since", second);
        Assert.DoesNotMatch("Full,", second);
        Assert.Matches(@"\b0 answers of 429", second);
        var runs = Regex.Matches(second, "Incremental, .* ([0-9]+) added, ([0-9]+) changed, ([0-9]+) removed");
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.InRange(run.Groups.Values.Skip(1).Sum(count => int.Parse(count.Value, System.Globalization.CultureInfo.InvariantCulture)), 0, 4));
        Assert.Equal(5000, Database.Rows(QuickstartDatabase(database), "crm.contact").Count);
    }

    internal static string QuickstartDatabase(Database database) => Path.Combine(database.Folder, "quickstart-data", "quickstart.db");
}
