using Connectors.Definitions;

namespace Connectors;

/// <summary>Holds what a customer entered against what the definition asks for.</summary>
internal static class SettingsCheck
{
    /// <summary>Gives the settings without the empty ones.</summary>
    /// <exception cref="ConnectorException">One is missing, unknown or not as it should be (<see cref="ErrorKind.Validation"/>).</exception>
    public static ConnectionSettings Checked(ConnectorDefinition definition, ConnectionKey key, ConnectionSettings? settings)
    {
        settings ??= [];
        foreach (var name in settings.Keys)
        {
            if (definition.Setting(name) is null && definition.Accounts?.Setting != name)
            {
                throw Problem(definition, key, $"{definition.DisplayName} has no setting '{name}'; it has {(definition.Settings.Count == 0 ? "none" : string.Join(", ", definition.Settings.Select(setting => setting.Name)))}");
            }
        }

        foreach (var setting in definition.Settings)
        {
            if (setting.Problem(settings.TryGetValue(setting.Name, out var value) ? value : null) is { } problem)
            {
                throw Problem(definition, key, $"{definition.DisplayName} cannot be connected: {problem}");
            }
        }

        return new(settings.Where(static setting => !string.IsNullOrEmpty(setting.Value)));
    }

    private static ConnectorException Problem(ConnectorDefinition definition, ConnectionKey key, string what) =>
        new(new() { Kind = ErrorKind.Validation, Provider = definition.Id, Connection = key, What = what });
}
