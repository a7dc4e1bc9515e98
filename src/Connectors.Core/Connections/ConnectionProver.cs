using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors;

/// <summary>Proves a connection by the definition's cheap call, before or after it is saved.</summary>
internal sealed class ConnectionProver(IRuntimes runtimes) : IConnectionProver
{
    public async Task<AccountIdentity?> ProveAsync(Connection connection, Credential? credential, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(connection.Key.Provider);
        return runtime.Definition.WhoAmI is { } whoAmI
            ? await new Connector(runtime, connection, AsGiven.Instance, credential).CallAsync(whoAmI, default, null, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>A connection that is being made is not in the store yet.</summary>
    private sealed class AsGiven : IConnectionWatch
    {
        public static AsGiven Instance { get; } = new();

        public ValueTask<Connection> CurrentAsync(Connection connection, CancellationToken cancellationToken) => new(connection);

        public void Forget(ConnectionKey key)
        {
        }
    }
}
