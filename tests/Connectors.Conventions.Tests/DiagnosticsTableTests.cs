using System.Text.RegularExpressions;

namespace Connectors.Conventions;

/// <summary>What an app can watch is written down where it looks for it: every metric with its unit, every log event with its words.</summary>
public sealed partial class DiagnosticsTableTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.PackageFolders.Single(folder => Path.GetFileName(folder) == "Connectors.Core"), "Diagnostics", "README.md"));

    private static readonly string s_code = string.Join('\n', Repository.PackageFolders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));

    [Fact]
    public void Metrics_OfTheCode_AreThoseOfTheTable()
    {
        var made = Instrument().Matches(s_code).Select(match => $"| `{match.Groups[2].Value}` | {match.Groups[1].Value.ToLowerInvariant()} | `{match.Groups[3].Value}` |").Order(StringComparer.Ordinal).ToList();
        var told = Row().Matches(s_readme).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(made);
        Assert.Equal(made, told);
    }

    [Fact]
    public void LogEvents_OfTheCode_AreThoseOfTheTable()
    {
        var made = Event().Matches(s_code).Select(match => $"| {match.Groups[1].Value} | {match.Groups[2].Value} | {match.Groups[3].Value} |").Order(StringComparer.Ordinal);
        var told = s_readme.Split('\n').Where(line => line.Length > 3 && char.IsAsciiDigit(line[2]));

        Assert.Equal(string.Join('\n', made), string.Join('\n', told));
    }

    [GeneratedRegex("""Create(Counter|Histogram)(?:<\w+>)?\("([^"]+)", "([^"]+)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^(\| `connectors\.[^|]+\| \w+ \| [^|]+\|)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("""\[LoggerMessage\((\d+), LogLevel\.(\w+), "([^"]*)"\)""")]
    private static partial Regex Event();
}
