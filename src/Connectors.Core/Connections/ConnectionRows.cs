using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>
/// Reads and changes rows of the connection store; a change that somebody else crossed is made again over what they wrote. Handles
/// that are open in this process see a change at once, and the app is told of it.
/// </summary>
internal sealed class ConnectionRows(
    IConnectionStore store, ICredentialStore credentials, TimeProvider time, IConnectionWatch? watch = null, ConnectionEvents? events = null, IRuntimes? runtimes = null)
{
    private const int Attempts = 20;

    /// <summary>Changes a connection that must be there.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="change">Gives the changed one, or the same one to change nothing. May run more than once.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<Connection> ChangeAsync(ConnectionKey key, Func<Connection, Connection> change, CancellationToken cancellationToken) =>
        WriteAsync(key, current => change(current ?? throw NotFound(key)), connects: false, cancellationToken);

    /// <summary>Writes a connection, new or changed.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="make">Makes it from the stored one, if there is one. May run more than once.</param>
    /// <param name="connects">Whether that gives the connection a credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Connection> WriteAsync(ConnectionKey key, Func<Connection?, Connection> make, bool connects, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
            var made = make(current);
            if (ReferenceEquals(made, current))
            {
                return made;
            }

            if (await TryWriteAsync(current, made, connects, cancellationToken).ConfigureAwait(false) is { } written)
            {
                return written;
            }
        }

        throw new ConnectorException(new() { Kind = ErrorKind.Conflict, Connection = key, What = "The connection is changed by others all the time", IsTransient = true });
    }

    /// <summary>Gives a connection that must be there.</summary>
    public async ValueTask<Connection> RequireAsync(ConnectionKey key, CancellationToken cancellationToken) =>
        await store.ReadAsync(key, cancellationToken).ConfigureAwait(false) ?? throw NotFound(key);

    /// <summary>Deletes a connection.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="before">What it was before that began.</param>
    /// <param name="kind">As what the app is told of it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(ConnectionKey key, ConnectionStatus before, ConnectionEventKind kind, CancellationToken cancellationToken)
    {
        var deleted = false;
        await RaiseAsync(
            key,
            async () =>
            {
                deleted = await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
                return deleted ? events?.Gone(key, before, kind) : null;
            },
            cancellationToken).ConfigureAwait(false);
        watch?.Forget(key);
        return deleted;
    }

    /// <summary>Says on every connection that uses a credential whether it must sign in again; only while the credential's own row says the same (or is gone).</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="isDead">What is to be said.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task NoteAsync(string credentialId, bool isDead, string? reason, CancellationToken cancellationToken)
    {
        return EachAsync(
            credentialId,
            connection => !Concerns(connection) ? null : Changed(connection, isDead ? ConnectionStatus.ReconnectRequired : Ready(connection), reason),

            // Read after the connection: whoever connects anew writes the credential first and the connection second.
            async () => (await credentials.ReadAsync(credentialId, cancellationToken).ConfigureAwait(false) is not { IsDead: false }) == isDead,
            cancellationToken);

        bool Concerns(Connection connection) => isDead
            ? connection.Status is ConnectionStatus.Active or ConnectionStatus.Failing or ConnectionStatus.AccountRequired
            : connection.Status is ConnectionStatus.ReconnectRequired;
    }

    /// <summary>Puts what a renewal told beside the tokens (scopes, settings) into every connection that uses the credential.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="tokens">What was told.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task NoteTokensAsync(string credentialId, TokenSet tokens, CancellationToken cancellationToken) => EachAsync(
        credentialId,
        connection => HasFacts(connection, tokens) ? null : connection with
        {
            GrantedScopes = tokens.Scopes ?? connection.GrantedScopes,
            Settings = tokens.Extras.Count == 0 ? connection.Settings : new(connection.Settings.Concat(tokens.Extras)),
        },
        static () => new(true),
        cancellationToken);

    /// <summary>Whether a connection's scopes and settings are what the token endpoint told last.</summary>
    public static bool HasFacts(Connection connection, TokenSet tokens) =>
        (tokens.Scopes is null || (connection.GrantedScopes is { } granted && granted.ToHashSet(StringComparer.Ordinal).SetEquals(tokens.Scopes)))
        && tokens.Extras.All(extra => connection.Settings.TryGetValue(extra.Key, out var value) && value == extra.Value);

    /// <summary>Gives the status of a connection whose credential is good.</summary>
    public ConnectionStatus Ready(Connection connection) => AccountsOf(connection) is { } accounts && !connection.Settings.ContainsKey(accounts.Setting)
        ? ConnectionStatus.AccountRequired
        : ConnectionStatus.Active;

    /// <summary>Gives where the accounts of a connection's grant are listed, where it has to be to one of several.</summary>
    public Definitions.GrantAccounts? AccountsOf(Connection connection) =>
        runtimes is not null && runtimes.Definitions.TryGetValue(connection.Key.Provider, out var definition) ? definition.AccountsOf(connection) : null;

    /// <summary>Gives a connection with another status; the same one where it has that status for that reason already.</summary>
    public Connection Changed(Connection connection, ConnectionStatus status, string? reason) =>
        connection.Status == status
            ? connection.StatusReason == reason ? connection : connection with { StatusReason = reason }
            : connection with { Status = status, StatusReason = reason, StatusSince = time.GetUtcNow() };

    /// <summary>Changes each connection that uses a credential, while a change is wanted and holds true.</summary>
    private async Task EachAsync(string credentialId, Func<Connection, Connection?> change, Func<ValueTask<bool>> isTrue, CancellationToken cancellationToken)
    {
        List<Connection> users = [];
        await foreach (var connection in store.ListAsync(new() { CredentialId = credentialId }, cancellationToken).ConfigureAwait(false))
        {
            users.Add(connection);
        }

        foreach (var user in users)
        {
            for (Connection? current = user; current?.CredentialId == credentialId && change(current) is { } changed; current = await store.ReadAsync(user.Key, cancellationToken).ConfigureAwait(false))
            {
                if (!await isTrue().ConfigureAwait(false) || await TryWriteAsync(current, changed, connects: false, cancellationToken).ConfigureAwait(false) is not null)
                {
                    break;
                }
            }
        }
    }

    private async ValueTask<Connection?> TryWriteAsync(Connection? before, Connection made, bool connects, CancellationToken cancellationToken)
    {
        Connection? written = null;
        await RaiseAsync(
            made.Key,
            async () =>
            {
                written = await store.TryWriteAsync(made with { Version = before?.Version ?? 0 }, cancellationToken).ConfigureAwait(false);
                return written is null ? null : events?.Of(before, written, connects);
            },
            cancellationToken).ConfigureAwait(false);
        watch?.Forget(made.Key);
        return written;
    }

    private async ValueTask RaiseAsync(ConnectionKey key, Func<ValueTask<ConnectionEvent?>> change, CancellationToken cancellationToken)
    {
        if (events is not null)
        {
            await events.RaiseAsync(key, change, cancellationToken).ConfigureAwait(false);
            return;
        }

        await change().ConfigureAwait(false);
    }

    private static ConnectorException NotFound(ConnectionKey key) => new(new()
    {
        Kind = ErrorKind.NotFound,
        Connection = key,
        What = "There is no such connection",
        ToDo = "Connect the account first: IConnections.ConnectAsync or StartAuthorizationAsync.",
    });
}
