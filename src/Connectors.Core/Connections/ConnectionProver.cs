using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors;

/// <summary>Proves a connection by the definition's cheap call, before or after it is saved.</summary>
internal sealed class ConnectionProver(IRuntimes runtimes) : IConnectionProver
{
    public async Task<Proof> ProveAsync(Connection connection, Credential? credential, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(connection.Key.Provider);
        if (runtime.Definition.AccountsOf(connection) is { } accounts)
        {
            return Proof.Choose(accounts, connection, await ListAsync(runtime, accounts, connection, credential, cancellationToken).ConfigureAwait(false));
        }

        return new(runtime.Definition.WhoAmI is { } whoAmI
            ? await new Connector(runtime, connection, AsGiven.Instance, credential).CallAsync(whoAmI, default, null, cancellationToken).ConfigureAwait(false)
            : null);
    }

    public Task<IReadOnlyList<AccountIdentity>> ListAccountsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var runtime = runtimes.Get(connection.Key.Provider);
        return runtime.Definition.AccountsOf(connection) is { } accounts
            ? ListAsync(runtime, accounts, connection, null, cancellationToken)
            : throw new ConnectorException(new()
            {
                Kind = ErrorKind.NotSupported,
                Connection = connection.Key,
                What = $"A sign-in to {runtime.Definition.DisplayName} by '{connection.AuthScheme}' is one account's; there are none to choose from",
            });
    }

    private static Task<IReadOnlyList<AccountIdentity>> ListAsync(
        ConnectorRuntime runtime, GrantAccounts accounts, Connection connection, Credential? credential, CancellationToken cancellationToken) =>
        accounts.ListAsync(new Connector(runtime, Proof.Without(connection, accounts), AsGiven.Instance, credential), cancellationToken);

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
