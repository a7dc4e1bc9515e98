using Connectors;
using Connectors.Greenhouse;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Greenhouse connector.</summary>
public static class GreenhouseConnectorsBuilderExtensions
{
    /// <summary>Adds Greenhouse under the id <see cref="GreenhouseConnector.Id"/>.</summary>
    /// <param name="builder">What <c>AddConnectors()</c> returns.</param>
    /// <param name="configure">Sets the app's OAuth client as a Greenhouse partner, scopes or other addresses; not needed for customers' own credentials.</param>
    /// <returns>The same builder, so that providers can be chained.</returns>
    public static IConnectorsBuilder AddGreenhouse(this IConnectorsBuilder builder, Action<ConnectorOptions>? configure = null) =>
        builder.AddConnector(GreenhouseConnector.Definition, configure);
}
