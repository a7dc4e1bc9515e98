using System.Reflection;
using System.Text.RegularExpressions;

namespace Connectors.Conventions;

/// <summary>Log event ids are unique, and each package keeps to its range.</summary>
public sealed partial class LogEventTests
{
    private static readonly Dictionary<string, (int From, int To)> s_ranges = new(StringComparer.Ordinal)
    {
        ["Connectors.Core"] = (1000, 1999),
        ["Connectors.Sync"] = (2000, 2999),
        ["Connectors.Sqlite"] = (3000, 3999),
    };

    [Fact]
    public void LogEvents_AreUniqueAndInTheRangeOfTheirPackage()
    {
        var seen = new Dictionary<int, string>();
        foreach (var folder in Repository.PackageFolders)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                foreach (Match match in LoggerMessage().Matches(File.ReadAllText(file)))
                {
                    var id = int.Parse(match.Groups[1].Value);
                    var package = Path.GetFileName(folder);
                    Assert.True(seen.TryAdd(id, file), $"Log event {id} is in {file} and in {seen[id]}.");
                    Assert.True(s_ranges.TryGetValue(package, out var range), $"{package} logs: give it a range in LogEventTests.");
                    Assert.InRange(id, range.From, range.To);
                }
            }
        }

        Assert.NotEmpty(seen);
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LoggerMessage();
}
