using Connectors.Simulators;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Routes connectors to simulators.</summary>
public static class SimulatorConnectorsBuilderExtensions
{
    /// <summary>
    /// Sends everything of all connectors, sign-in included, to simulators in this process. Requests, next links and tokens keep
    /// the providers' official addresses; a host that no simulator answers for is refused, and nothing touches the network.
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="host">The simulators; the caller keeps and disposes of them.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UseSimulators(this IConnectorsBuilder builder, SimulatorHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return builder.UseTransport(host.CreateHandler);
    }

    /// <summary>Sends everything of all connectors to simulators that another process plays on loopback ports.</summary>
    /// <param name="builder">The builder returned by <c>AddConnectors()</c>.</param>
    /// <param name="addresses">The loopback address for each official host name: <c>api.hubapi.com</c> to <c>http://127.0.0.1:41017/</c>.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder UseSimulators(this IConnectorsBuilder builder, IReadOnlyDictionary<string, Uri> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return builder.UseTransport(() => SimulatorAddresses.CreateHandler(addresses));
    }
}
