using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Reads a connection's setting, or its default from the definition.</summary>
internal static class SettingReading
{
    public static string? Of(Connection connection, ConnectorDefinition? definition, string name) =>
        connection.Settings.TryGetValue(name, out var value) ? value : definition?.Setting(name)?.Default;

    /// <exception cref="ConnectorException">The connection lacks it.</exception>
    public static string Required(Connection connection, ConnectorDefinition? definition, string name) => Of(connection, definition, name) ?? throw new ConnectorException(new()
    {
        Kind = ErrorKind.Configuration,
        Connection = connection.Key,
        What = $"The connection lacks the setting '{name}'",
        ToDo = $"Connect again with settings new() {{ [\"{name}\"] = … }}.",
    });
}
