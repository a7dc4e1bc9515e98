using Connectors.Definitions;

namespace Connectors;

/// <summary>Chooses among the accounts that one grant covers.</summary>
internal sealed class ConnectionAccounts(ConnectionRows rows, ConnectionRemoval removal, IConnectionProver prover, TimeProvider time)
{
    public async Task<IReadOnlyList<AccountIdentity>> ListAsync(ConnectionKey key, CancellationToken cancellationToken) =>
        await prover.ListAccountsAsync(await UsableAsync(key, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<Connection> UseAsync(ConnectionKey source, ConnectionKey key, string accountId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountId);
        if (key.Provider != source.Provider || key.Tenant != source.Tenant)
        {
            throw Invalid(key, $"A sign-in of '{source.Tenant}' to '{source.Provider}' serves that tenant's connections to that provider, and no other");
        }

        var from = await UsableAsync(source, cancellationToken).ConfigureAwait(false);
        var all = await prover.ListAccountsAsync(from, cancellationToken).ConfigureAwait(false);
        var account = all.FirstOrDefault(account => account.Id == accountId)
            ?? throw Invalid(key, $"The account '{accountId}' is not among those of the sign-in: {(all.Count == 0 ? "it covers none" : string.Join(", ", all.Select(static known => known.Id)))}");
        Connection? replaced = null;
        var saved = await rows.WriteAsync(key, Made, connects: key != source, cancellationToken).ConfigureAwait(false);
        if (replaced is not null)
        {
            await removal.ReleaseAsync(replaced, cancellationToken).ConfigureAwait(false);
        }

        return saved;

        Connection Made(Connection? current)
        {
            OneAccount.Check(key, current?.AccountId, account.Id);
            replaced = current is null || current.CredentialId == from.CredentialId ? null : current;
            var basis = current is null || replaced is not null ? from : current;
            var made = new Proof(account) { Accounts = rows.AccountsOf(from) }.Of(basis with
            {
                Key = key,
                ConfigurationHash = current?.ConfigurationHash,
                CreatedAt = current?.CreatedAt ?? time.GetUtcNow(),
            });
            var (status, reason) = current?.Status == ConnectionStatus.Paused ? (current.Status, current.StatusReason) : (ConnectionStatus.Active, null);
            made = made with { Status = status, StatusReason = reason, StatusSince = current?.Status == status ? current.StatusSince : time.GetUtcNow() };
            return made == current ? current : made;
        }
    }

    /// <summary>Gives a connection that may list its accounts: one that makes calls, or that waits for the choice.</summary>
    private async Task<Connection> UsableAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        var connection = await rows.RequireAsync(key, cancellationToken).ConfigureAwait(false);
        return connection.Status != ConnectionStatus.AccountRequired && ConnectionWatch.Refusal(connection) is { } refusal ? throw refusal : connection;
    }

    private static ConnectorException Invalid(ConnectionKey key, string what) => new(new() { Kind = ErrorKind.Validation, Connection = key, What = what });
}
