using System.Reflection;
using Connectors.Definitions;

namespace Connectors.Conventions;

/// <summary>The repository as the tests see it: its folders, its packages, its definitions.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string[] PackageFolders { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src"), "Connectors.*"), .. ProviderFolders()];

    public static Assembly[] Packages { get; } = [.. PackageFolders.Select(folder => Assembly.Load(Path.GetFileName(folder)))];

    public static Assembly[] Providers { get; } = [.. ProviderFolders().Select(folder => Assembly.Load(Path.GetFileName(folder)))];

    public static ConnectorDefinition[] Definitions { get; } = [.. Providers.Select(DefinitionOf).OrderBy(definition => definition.DisplayName, StringComparer.Ordinal)];

    public static string[] ProviderFolders() =>
        Directory.GetDirectories(Path.Combine(FindRoot(), "src", "Providers"), "Connectors.*");

    public static ConnectorDefinition DefinitionOf(Assembly provider) => provider.GetExportedTypes()
        .Where(type => type.Name.EndsWith("Connector", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<ConnectorDefinition>()
        .Single();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Connectors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from a build inside the repository.");
    }
}
