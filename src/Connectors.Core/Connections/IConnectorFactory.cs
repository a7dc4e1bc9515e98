namespace Connectors;

/// <summary>Opens connections. A singleton, thread-safe.</summary>
public interface IConnectorFactory
{
    /// <summary>
    /// Opens a connection that was made before, or is stated in configuration. Makes no call to the provider, unless what configuration
    /// states is not connected yet, or its credential or settings changed there: it is connected (and proved) first then.
    /// </summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>The live connection.</returns>
    /// <exception cref="ConnectorException">The provider is unknown, there is no such connection, or it makes no call for now: it must sign in again, or an account must be chosen.</exception>
    ValueTask<IConnector> OpenAsync(ConnectionKey key, CancellationToken cancellationToken = default);

    /// <summary>Opens a tenant's connection.</summary>
    /// <param name="provider">The provider id: <c>hubspot</c>.</param>
    /// <param name="tenant">The app's own id of its customer.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>The live connection.</returns>
    /// <exception cref="ConnectorException">The provider is unknown, there is no such connection, or it must sign in again.</exception>
    ValueTask<IConnector> OpenAsync(string provider, string tenant, CancellationToken cancellationToken = default) =>
        OpenAsync(new ConnectionKey(provider, tenant), cancellationToken);

    /// <summary>Gets the definitions that are registered, by provider id.</summary>
    IReadOnlyDictionary<string, Definitions.ConnectorDefinition> Definitions { get; }
}
