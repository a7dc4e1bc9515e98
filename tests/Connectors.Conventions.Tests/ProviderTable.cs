using System.Text;
using Connectors.Definitions;

namespace Connectors.Conventions;

/// <summary>Writes README's provider tables from the definitions.</summary>
internal static class ProviderTable
{
    private static readonly Operation[] s_operations = [Operation.List, Operation.Changes, Operation.Removals, Operation.Get, Operation.Create, Operation.Update, Operation.Delete];

    public static string Write(IEnumerable<ConnectorDefinition> definitions)
    {
        var all = definitions.ToList();
        var text = new StringBuilder();
        text.Append("| provider | id | for | sign in with | endpoints | limits kept |\n|---|---|---|---|---|---|\n");
        foreach (var definition in all)
        {
            text.Append($"| [{definition.DisplayName}](src/Providers/{Folder(definition)}/README.md) | `{definition.Id}` | {string.Join(", ", definition.Categories)} | ");
            text.Append($"{string.Join(", ", definition.Auth.Select(scheme => scheme.Name))} | {definition.Endpoints.Count} | {Limits(definition)} |\n");
        }

        text.Append("\n| provider | common model | list | changes | removals | get | create | update | delete | fields |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var definition in all)
        {
            foreach (var binding in definition.Models)
            {
                text.Append($"| {definition.DisplayName} | `{Name(binding)}` |");
                foreach (var operation in s_operations)
                {
                    text.Append(binding.Endpoints(operation).Count == 0 ? " |" : operation == Operation.Delete && binding.DeleteKind == DeleteKind.Archive ? " archive |" : " yes |");
                }

                text.Append($" {binding.Covers.Count} of {binding.Model.FieldNames.Count} |\n");
            }
        }

        return text.ToString();
    }

    private static string Limits(ConnectorDefinition definition) => definition.Limits.Count == 0
        ? "as told by 429"
        : string.Join("; ", definition.Limits.Where(limit => limit.Permits < int.MaxValue).Take(3).Select(limit => $"{limit.Permits} / {limit.Window.TotalSeconds:0} s {(limit.Group == "*" ? "" : limit.Group)}".Trim()))
            + (definition.Limits.Count(limit => limit.Permits < int.MaxValue) > 3 ? "; …" : "");

    private static string Name(ModelBinding binding) => binding.GetType().GetGenericArguments()[0].Name;

    private static string Folder(ConnectorDefinition definition) =>
        Path.GetFileName(Repository.ProviderFolders().Single(folder => Repository.DefinitionOf(System.Reflection.Assembly.Load(Path.GetFileName(folder))).Id == definition.Id));
}
