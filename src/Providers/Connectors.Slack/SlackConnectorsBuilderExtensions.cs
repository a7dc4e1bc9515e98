using Connectors;
using Connectors.Slack;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Slack connector.</summary>
public static class SlackConnectorsBuilderExtensions
{
    /// <summary>Adds Slack under the id <see cref="SlackConnector.Id"/>.</summary>
    /// <param name="builder">The builder that <c>AddConnectors()</c> returns.</param>
    /// <param name="configure">Sets client id and secret, scopes, or other hosts.</param>
    /// <returns>The same builder.</returns>
    public static IConnectorsBuilder AddSlack(this IConnectorsBuilder builder, Action<ConnectorOptions>? configure = null) =>
        builder.AddConnector(SlackConnector.Definition, configure);
}
