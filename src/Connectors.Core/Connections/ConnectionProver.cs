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

        if (runtime.Definition.WhoAmI is { } whoAmI)
        {
            return new(await new Connector(runtime, connection, AsGiven.Instance, credential).CallAsync(whoAmI, default, null, cancellationToken).ConfigureAwait(false));
        }

        if (credential is not null)
        {
            await TryAsync(runtime, connection, credential, cancellationToken).ConfigureAwait(false);
        }

        return new((AccountIdentity?)null);
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

    /// <summary>Where no call proves a credential, at least it must be one that can be sent: not empty, not cut by a line break.</summary>
    private static async Task TryAsync(ConnectorRuntime runtime, Connection connection, Credential credential, CancellationToken cancellationToken)
    {
        // Schemes that need the request itself (a body to sign or to write into) can only be tried on a real one.
        if (runtime.Definition.Scheme(connection.AuthScheme)
            is (ApiKeyScheme or BasicScheme or BearerScheme or JwtScheme or OAuth2Scheme or ClientCredentialsScheme or JwtBearerScheme) and { } scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://localhost/");
            await scheme.ApplyAsync(new(request, credential, connection, runtime.Time, runtime.Definition), cancellationToken).ConfigureAwait(false);
        }
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
