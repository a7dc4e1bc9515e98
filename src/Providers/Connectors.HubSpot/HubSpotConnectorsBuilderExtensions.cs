using Connectors;
using Connectors.HubSpot;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HubSpot connector.</summary>
public static class HubSpotConnectorsBuilderExtensions
{
    /// <summary>Adds HubSpot under the id <see cref="HubSpotConnector.Id"/>.</summary>
    /// <param name="builder">The builder that <c>AddConnectors()</c> returns.</param>
    /// <param name="configure">Sets client id and secret, scopes, or other hosts.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddHubSpot(this IConnectorsBuilder builder, Action<ConnectorOptions>? configure = null) =>
        builder.AddConnector(HubSpotConnector.Definition, configure);
}
