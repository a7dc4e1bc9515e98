namespace Connectors.Simulators.Tests.Specs;

/// <summary>Finds the official descriptions, which are not part of the repository.</summary>
internal static class SpecFolder
{
    public static string? Root { get; } = Find();

    public static string PathOf(string provider, string file) => Path.Combine(Root!, provider, file);

    public static string? WhyNot(string provider) =>
        Root is not null && Directory.Exists(Path.Combine(Root, provider)) ? null : $"The official descriptions of {provider} are not here: no shared/specs/{provider} above {AppContext.BaseDirectory}.";

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var specs = Path.Combine(folder.FullName, "shared", "specs");
            if (Directory.Exists(specs))
            {
                return specs;
            }
        }

        return null;
    }
}

/// <summary>A test that needs the official descriptions of a provider; without them it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpecFactAttribute : FactAttribute
{
    public SpecFactAttribute(string provider) => Skip = SpecFolder.WhyNot(provider);
}

/// <summary>A test with data that needs the official descriptions of a provider.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpecTheoryAttribute : TheoryAttribute
{
    public SpecTheoryAttribute(string provider) => Skip = SpecFolder.WhyNot(provider);
}
