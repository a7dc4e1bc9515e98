using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>Opens connections from the store; those stated in configuration are made on first use, and anew when they changed there.</summary>
internal sealed class ConnectorFactory(IRuntimes runtimes, IConnectionStore store, IConnectionWatch watch, ConfiguredConnections configured, ConnectionHealth health) : IConnectorFactory
{
    public IReadOnlyDictionary<string, ConnectorDefinition> Definitions => runtimes.Definitions;

    public async ValueTask<IConnector> OpenAsync(ConnectionKey key, CancellationToken cancellationToken = default)
    {
        var runtime = runtimes.Get(key.Provider);
        var stored = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        var connection = await configured.CurrentAsync(key, stored, cancellationToken).ConfigureAwait(false)
            ?? throw ConnectionWatch.NoConnection(key);

        // A paused one can be opened: it may be resumed while it is.
        return connection.Status != ConnectionStatus.Paused && ConnectionWatch.Refusal(connection) is { } refusal
            ? throw refusal
            : new Connector(runtime, connection, watch, health: health);
    }
}
