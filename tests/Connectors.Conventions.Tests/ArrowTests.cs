namespace Connectors.Conventions;

/// <summary>Which package may stand on which.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Connectors.Core"] = [],
        ["Connectors.Unified"] = ["Connectors.Core"],
        ["Connectors.Sync"] = ["Connectors.Core", "Connectors.Unified"],
        ["Connectors.Sqlite"] = ["Connectors.Core", "Connectors.Sync"],
        ["Connectors.PostgreSql"] = ["Connectors.Core"],
        ["Connectors.SignIn"] = ["Connectors.Core"],
        ["Connectors.Simulators"] = [],
        ["Connectors.Testing"] = ["Connectors.Core", "Connectors.Simulators"],
    };

    public static TheoryData<string> Packages { get; } = [.. Repository.Packages.Select(package => package.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_References_OnlyWhatItStandsOn(string package)
    {
        var assembly = Repository.Packages.Single(candidate => candidate.GetName().Name == package);
        var isProvider = Repository.Providers.Contains(assembly);
        Assert.True(isProvider || s_allowed.ContainsKey(package), $"{package} is new: state in ArrowTests what it may stand on.");

        var allowed = isProvider ? ["Connectors.Core", "Connectors.Unified"] : s_allowed[package];
        var actual = assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Connectors.", StringComparison.Ordinal));
        Assert.Empty(actual.Except(allowed));
    }

    [Fact]
    public void Core_References_OnlyExtensionsAndPolly()
    {
        var core = Repository.Packages.Single(package => package.GetName().Name == "Connectors.Core");

        var foreign = core.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name != "Polly.Core");
        Assert.Empty(foreign);
    }
}
