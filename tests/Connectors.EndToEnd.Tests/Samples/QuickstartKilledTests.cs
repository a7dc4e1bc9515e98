using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.Samples;

public class QuickstartKilledTests
{
    [Fact]
    public async Task Quickstart_KilledInItsFirstSync_EndsWithTheSameRows()
    {
        using var undisturbed = new Database();
        using var killed = new Database();
        var file = QuickstartTests.QuickstartDatabase(killed);

        var alone = SampleProgram.RunAsync("Quickstart", undisturbed.Folder);
        await SampleProgram.KillWhenAsync("Quickstart", killed.Folder, () => Database.Count(file) >= 1000);
        var left = Database.Rows(file, "crm.contact");
        var output = await SampleProgram.RunAsync("Quickstart", killed.Folder);
        await alone;

        Assert.InRange(left.Count, 1000, 4900);
        Assert.Equal(0, left.Count % 100);
        Assert.Contains("Full (gone on with)", output, StringComparison.Ordinal);
        Assert.Contains($"{5000 - left.Count} added", output, StringComparison.Ordinal);
        var rows = Database.Rows(file, "crm.contact");
        var differing = rows.ToHashSet();
        differing.SymmetricExceptWith(Database.Rows(QuickstartTests.QuickstartDatabase(undisturbed), "crm.contact"));
        Assert.Equal(5000, rows.Count);
        Assert.All(left, row => Assert.Contains(row.Id, rows.Select(one => one.Id).Append("151000003")));
        Assert.Subset(new HashSet<string>(["151000001", "151000002", "151005001"], StringComparer.Ordinal), differing.Select(row => row.Id).ToHashSet(StringComparer.Ordinal));
    }
}
