using Connectors.Definitions;

namespace Connectors.Conventions;

/// <summary>What every provider package has.</summary>
public sealed class ProviderTests
{
    public static TheoryData<string> Providers { get; } = [.. Repository.ProviderFolders().Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_IsInTheSolution(string provider)
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Connectors.sln"));

        Assert.True(
            solution.Contains($"{provider}.csproj", StringComparison.Ordinal),
            $"Run: dotnet sln add src/Providers/{provider}");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_HasReadmeTestsAndTags(string provider)
    {
        var folder = Path.Combine(Repository.Root, "src", "Providers", provider);
        var shortName = provider["Connectors.".Length..];

        Assert.True(File.Exists(Path.Combine(folder, "README.md")), $"Write src/Providers/{provider}/README.md.");
        Assert.Contains("<PackageTags>$(PackageTags);", File.ReadAllText(Path.Combine(folder, $"{provider}.csproj")), StringComparison.Ordinal);
        Assert.True(
            Directory.Exists(Path.Combine(Repository.Root, "tests", "Connectors.Providers.Tests", shortName)),
            $"Write tests in tests/Connectors.Providers.Tests/{shortName}.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Definition_IsConsistent(string provider)
    {
        var definition = Repository.DefinitionOf(Repository.Providers.Single(assembly => assembly.GetName().Name == provider));

        Assert.Equal(definition.Endpoints.Count, definition.Endpoints.Select(endpoint => endpoint.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.True(definition.WhoAmI is not null, "State WhoAmI: the cheap call that proves a connection and tells whose account it is.");
        Assert.NotEmpty(definition.Auth);
        Assert.NotEmpty(definition.Limits.Select(limit => limit.Name).DefaultIfEmpty("none stated"));
        Assert.All(definition.Endpoints, endpoint => Assert.Matches("^[a-z0-9_]+(\\.[a-z0-9_]+)+$", endpoint.Name.ToLowerInvariant()));
        Assert.All(definition.Endpoints, endpoint => Assert.Contains(endpoint.Host, definition.Hosts.Names));
        foreach (var binding in definition.Models)
        {
            var called = Enum.GetValues<Operation>().SelectMany(binding.Endpoints);
            Assert.All(called, endpoint => Assert.Contains(endpoint, definition.Endpoints));
            Assert.True(binding.Covers.Count > 0, $"{binding.Model.Id} covers nothing.");
        }
    }

    [Fact]
    public void Definitions_HaveUniqueIds() =>
        Assert.Equal(Repository.Definitions.Length, Repository.Definitions.Select(definition => definition.Id).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Definitions_EachLimitGroup_IsOneThatALimitCounts()
    {
        foreach (var definition in Repository.Definitions)
        {
            var groups = definition.Limits.SelectMany(limit => limit.Except.Prepend(limit.Group)).ToHashSet(StringComparer.Ordinal);
            foreach (Endpoint endpoint in definition.Endpoints)
            {
                Assert.True(endpoint.LimitGroup is null || groups.Contains(endpoint.LimitGroup), $"{definition.Id} {endpoint.Name} counts against '{endpoint.LimitGroup}', which no limit names.");
            }
        }
    }
}
