namespace Connectors;

/// <summary>The names to listen to.</summary>
public static class ConnectorsDiagnostics
{
    /// <summary>The name of the activity source and of the meter: <c>AddSource(ConnectorsDiagnostics.Name)</c>.</summary>
    public const string Name = "Connectors";
}
