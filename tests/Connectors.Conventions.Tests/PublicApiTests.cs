namespace Connectors.Conventions;

/// <summary>The public API changes on purpose only. To accept a change: <c>ACCEPT_PUBLIC_API=1 dotnet test tests/Connectors.Conventions.Tests</c>.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages { get; } = [.. Repository.PackageFolders.Select(folder => Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicApi_IsAsItWasAccepted(string folder)
    {
        var snapshot = Path.Combine(Repository.Root, folder, "PublicApi.txt");
        var actual = PublicApi.Of(Repository.Packages.Single(package => package.GetName().Name == Path.GetFileName(folder)));
        if (Environment.GetEnvironmentVariable("ACCEPT_PUBLIC_API") == "1")
        {
            File.WriteAllText(snapshot, actual);
        }

        Assert.True(File.Exists(snapshot), $"No snapshot yet. Run: ACCEPT_PUBLIC_API=1 dotnet test tests/Connectors.Conventions.Tests");
        Assert.Equal(File.ReadAllText(snapshot).ReplaceLineEndings("\n"), actual);
    }
}
