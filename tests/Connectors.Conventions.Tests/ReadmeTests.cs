using System.Text;
using System.Text.RegularExpressions;

namespace Connectors.Conventions;

/// <summary>README tells the truth: its code is compiled, its table comes from the definitions. To write the table anew: <c>ACCEPT_README=1 dotnet test tests/Connectors.Conventions.Tests</c>.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string s_path = Path.Combine(Repository.Root, "README.md");

    [Fact]
    public void ProviderTable_IsWhatTheDefinitionsSay()
    {
        var readme = File.ReadAllText(s_path).ReplaceLineEndings("\n");
        var table = ProviderTable.Write(Repository.Definitions);
        var actual = Providers().Match(readme);
        Assert.True(actual.Success, "README has no <!-- providers --> … <!-- /providers -->.");
        if (Environment.GetEnvironmentVariable("ACCEPT_README") == "1")
        {
            File.WriteAllText(s_path, Providers().Replace(readme, $"<!-- providers -->\n{table}<!-- /providers -->"));
            return;
        }

        Assert.True(table == actual.Groups[1].Value, "The provider table is out of date. Run: ACCEPT_README=1 dotnet test tests/Connectors.Conventions.Tests");
    }

    [Fact]
    public void Program_IsTheSampleThatIsBuilt()
    {
        var program = File.ReadAllText(Path.Combine(Repository.Root, "samples", "FirstProgram", "Program.cs")).ReplaceLineEndings("\n");

        Assert.Contains($"<!-- program -->\n```csharp\n{program}```\n<!-- /program -->", File.ReadAllText(s_path).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.InRange(program.Split('\n').Count(line => line.Trim().Length > 0), 10, 24);
    }

    [Fact]
    public void Snippets_AreTheCodeThatIsCompiled()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Connectors.Conventions.Tests", "Snippets");
        var compiled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*.cs"))
        {
            foreach (Match match in Snippet().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            {
                compiled.Add(match.Groups[1].Value, Unindent(match.Groups[2].Value));
            }
        }

        var shown = Shown().Matches(File.ReadAllText(s_path).ReplaceLineEndings("\n"));
        Assert.All(shown, match => Assert.Equal(compiled[match.Groups[1].Value], match.Groups[2].Value));
        Assert.Empty(compiled.Keys.Except(shown.Select(match => match.Groups[1].Value), StringComparer.Ordinal));
    }

    private static string Unindent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line.Length >= indent ? line[indent..] : line).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex("<!-- providers -->\n(.*?)<!-- /providers -->", RegexOptions.Singleline)]
    private static partial Regex Providers();

    [GeneratedRegex("// <([a-z0-9-]+)>\n(.*?)[ ]*// </\\1>", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("<!-- snippet: ([a-z0-9-]+) -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shown();
}
