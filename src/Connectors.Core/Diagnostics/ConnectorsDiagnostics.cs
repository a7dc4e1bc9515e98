namespace Connectors;

/// <summary>The names to listen to.</summary>
public static class ConnectorsDiagnostics
{
    /// <summary>The name of the activity source and of the meter: <c>AddSource(ConnectorsDiagnostics.Name)</c>, <c>AddMeter(ConnectorsDiagnostics.Name)</c>.</summary>
    public const string Name = "Connectors";
}

/// <summary>How much metrics tell apart. See <c>ConfigureDiagnostics</c>.</summary>
public sealed class ConnectorsDiagnosticsOptions
{
    /// <summary>
    /// Gets or sets how many connections metrics tell apart by the tag <c>connectors.connection</c>: the first ones that make calls get their
    /// own, all others share <c>other</c>. Each one multiplies the time series of every metric, so by default there is no such tag. Traces and
    /// the request log always name the connection.
    /// </summary>
    /// <value>The default is 0: no tag. 0 to 10,000.</value>
    public int MaxConnectionTags { get; set; }
}
