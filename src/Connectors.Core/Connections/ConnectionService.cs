using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>Makes and keeps connections. A singleton, thread-safe.</summary>
internal sealed class ConnectionService(
    IConnectionStore store,
    ICredentialStore credentials,
    ConnectionRows rows,
    ConnectionSaving saving,
    SignInFlow signIns,
    DeviceFlow devices,
    ConnectionRemoval removal,
    ConnectionAccounts accounts,
    IConnectionProver prover,
    IRuntimes runtimes) : IConnections
{
    public async Task<Connection> ConnectAsync(ConnectionKey key, Credential credential, ConnectionSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var runtime = runtimes.Get(key.Provider);
        var scheme = GivenCredential.SchemeFor(runtime, key, credential);
        var draft = await saving.DraftAsync(key, scheme, SettingsCheck.Checked(runtime.Definition, key, settings), cancellationToken).ConfigureAwait(false);
        credential = OAuthTarget.Marked(credential, scheme, runtime.Definition, draft);
        var ready = await GivenCredential.ReadyAsync(runtime, draft, scheme, credential, cancellationToken).ConfigureAwait(false);
        Proof proof;
        try
        {
            proof = await prover.ProveAsync(ConnectionSaving.WithTokenFacts(draft, ready), ready, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (GivenCredential.IsRotated(credential, ready) && error is ConnectorException or OperationCanceledException)
        {
            var unproved = await saving.SaveUnprovedAsync(draft, ready, error).ConfigureAwait(false);
            if (error is ConnectorException && unproved.Status != ConnectionStatus.ReconnectRequired)
            {
                return unproved;
            }

            throw;
        }

        // What was proved is saved whole, also when the caller has left meanwhile: half of it would be no connection.
        return await saving.SaveAsync(draft, ready, proof, CancellationToken.None).ConfigureAwait(false);
    }

    public Task<AuthorizationStart> StartAuthorizationAsync(ConnectionKey key, Uri callback, AuthorizationOptions? options = null, CancellationToken cancellationToken = default) =>
        signIns.StartAsync(key, callback, options ?? new(), cancellationToken);

    public async Task<Connection> CompleteAuthorizationAsync(string callbackQuery, string binding, CancellationToken cancellationToken = default)
    {
        var (draft, credential) = await signIns.CompleteAsync(callbackQuery, binding, cancellationToken).ConfigureAwait(false);
        return await SignedInAsync(draft, credential, cancellationToken).ConfigureAwait(false);
    }

    public Task<DeviceAuthorization> StartDeviceAuthorizationAsync(ConnectionKey key, AuthorizationOptions? options = null, CancellationToken cancellationToken = default) =>
        devices.StartAsync(key, options ?? new(), cancellationToken);

    public async Task<Connection> CompleteDeviceAuthorizationAsync(string handle, CancellationToken cancellationToken = default)
    {
        var (draft, credential) = await devices.CompleteAsync(handle, cancellationToken).ConfigureAwait(false);
        return await SignedInAsync(draft, credential, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Connection?> FindAsync(ConnectionKey key, CancellationToken cancellationToken = default) => store.ReadAsync(key, cancellationToken);

    public IAsyncEnumerable<Connection> ListAsync(ConnectionQuery? query = null, CancellationToken cancellationToken = default) =>
        store.ListAsync(query ?? ConnectionQuery.All, cancellationToken);

    public async Task<Connection> VerifyAsync(ConnectionKey key, CancellationToken cancellationToken = default)
    {
        var connection = await rows.RequireAsync(key, cancellationToken).ConfigureAwait(false);
        return connection.Status is ConnectionStatus.Paused or ConnectionStatus.Disconnecting
            ? throw ConnectionWatch.Refusal(connection)!
            : await ProvedAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Connection> PauseAsync(ConnectionKey key, CancellationToken cancellationToken = default) => await rows.ChangeAsync(
        key,
        connection => rows.Changed(connection, ConnectionStatus.Paused, connection.Status == ConnectionStatus.Paused ? connection.StatusReason : "The app paused it."),
        cancellationToken).ConfigureAwait(false);

    public async Task<Connection> ResumeAsync(ConnectionKey key, CancellationToken cancellationToken = default)
    {
        var paused = await rows.RequireAsync(key, cancellationToken).ConfigureAwait(false);
        var isDead = await credentials.ReadAsync(paused.CredentialId, cancellationToken).ConfigureAwait(false) is not { IsDead: false };
        return await rows.ChangeAsync(
            key,
            connection => connection.Status != ConnectionStatus.Paused ? connection
                : isDead ? rows.Changed(connection, ConnectionStatus.ReconnectRequired, "The provider accepts the credential no more.")
                : rows.Changed(connection, rows.Ready(connection), null),
            cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> DisconnectAsync(ConnectionKey key, CancellationToken cancellationToken = default) => removal.DisconnectAsync(key, cancellationToken);

    public Task<bool> ForgetAsync(ConnectionKey key, CancellationToken cancellationToken = default) => removal.ForgetAsync(key, cancellationToken);

    public Task<IReadOnlyList<AccountIdentity>> ListAccountsAsync(ConnectionKey key, CancellationToken cancellationToken = default) =>
        accounts.ListAsync(key, cancellationToken);

    public Task<Connection> UseAccountAsync(ConnectionKey source, ConnectionKey key, string accountId, CancellationToken cancellationToken = default) =>
        accounts.UseAsync(source, key, accountId, cancellationToken);

    /// <summary>
    /// Saves what a sign-in gave. The customer's consent is spent: it is saved even when the caller has left. It takes the place of a grant
    /// whose account is known only when it is proved to be the same account's.
    /// </summary>
    private async Task<Connection> SignedInAsync(Connection draft, Credential credential, CancellationToken cancellationToken)
    {
        var isKnown = (await store.ReadAsync(draft.Key, CancellationToken.None).ConfigureAwait(false))?.AccountId is not null;
        if (!isKnown && rows.AccountsOf(draft) is null)
        {
            var saved = await saving.SaveAsync(draft, credential, null, CancellationToken.None).ConfigureAwait(false);
            return await ProvedAsync(saved, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var proof = await prover.ProveAsync(ConnectionSaving.WithTokenFacts(draft, credential), credential, CancellationToken.None).ConfigureAwait(false);
            return await saving.SaveAsync(draft, credential, proof, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.Conflict && !error.IsTransient)
        {
            await removal.TakeBackAsync(draft, credential, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (ConnectorException error) when (!isKnown && error.Kind != ErrorKind.Conflict)
        {
            return await saving.SaveUnprovedAsync(draft, credential, error).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the provider whose account it is, and notes the outcome; only a cancellation is thrown.</summary>
    private async Task<Connection> ProvedAsync(Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            var proof = await prover.ProveAsync(connection, null, cancellationToken).ConfigureAwait(false);
            return await NoteAsync(connection, ConnectionStatus.Active, null, proof, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException exception)
        {
            var status = exception.Kind == ErrorKind.Authorization ? ConnectionStatus.ReconnectRequired : ConnectionStatus.Failing;
            return await NoteAsync(connection, status, exception.Facts.ToReason(), null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Connection> NoteAsync(Connection proved, ConnectionStatus status, string? reason, Proof? proof, CancellationToken cancellationToken) =>
        await rows.ChangeAsync(
            proved.Key,
            connection =>
            {
                if (!OneAccount.Is(connection.AccountId, proof?.Identity?.Id))
                {
                    return rows.Changed(connection, ConnectionStatus.ReconnectRequired, OneAccount.Conflict(connection.Key, connection.AccountId!, proof!.Identity!.Id!).Facts.ToReason());
                }

                // One without an account makes no call, whatever else is the matter with it.
                var known = proof?.Identity is null || IsKnown(connection, proof) ? connection : proof.Of(connection);
                var now = status == ConnectionStatus.ReconnectRequired || rows.Ready(known) == ConnectionStatus.Active ? status : ConnectionStatus.AccountRequired;
                return connection.Status is ConnectionStatus.Paused or ConnectionStatus.Disconnecting ? known : rows.Changed(known, now, proof?.Undecided ?? reason);
            },
            cancellationToken).ConfigureAwait(false);

    private static bool IsKnown(Connection connection, Proof proof) =>
        proof.Identity!.Id == connection.AccountId
        && proof.Identity.Name == connection.AccountName
        && (proof.Accounts is null || connection.Settings.ContainsKey(proof.Accounts.Setting));
}
