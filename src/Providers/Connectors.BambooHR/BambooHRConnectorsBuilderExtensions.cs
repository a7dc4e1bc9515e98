using Connectors;
using Connectors.BambooHR;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the BambooHR connector.</summary>
public static class BambooHRConnectorsBuilderExtensions
{
    /// <summary>Adds BambooHR under the id <see cref="BambooHRConnector.Id"/>.</summary>
    /// <param name="builder">What <c>AddConnectors()</c> returns.</param>
    /// <param name="configure">Sets the app's OAuth client, scopes or other addresses; not needed for API keys.</param>
    /// <returns>The same builder, so that providers can be chained.</returns>
    public static IConnectorsBuilder AddBambooHR(this IConnectorsBuilder builder, Action<ConnectorOptions>? configure = null) =>
        builder.AddConnector(BambooHRConnector.Definition, configure);
}
