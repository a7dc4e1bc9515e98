using Connectors.Storage;

namespace Connectors;

/// <summary>
/// Reads and changes rows of the connection store; a change that somebody else crossed is made again over what they wrote. Handles
/// that are open in this process see a change at once.
/// </summary>
internal sealed class ConnectionRows(IConnectionStore store, ICredentialStore credentials, TimeProvider time, IConnectionWatch? watch = null)
{
    private const int Attempts = 20;

    /// <summary>Changes a connection that must be there.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="change">Gives the changed one, or the same one to change nothing. May run more than once.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<Connection> ChangeAsync(ConnectionKey key, Func<Connection, Connection> change, CancellationToken cancellationToken) =>
        WriteAsync(key, current => change(current ?? throw NotFound(key)), cancellationToken);

    /// <summary>Writes a connection, new or changed.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="make">Makes it from the stored one, if there is one. May run more than once.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Connection> WriteAsync(ConnectionKey key, Func<Connection?, Connection> make, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
            var made = make(current);
            if (ReferenceEquals(made, current))
            {
                return made;
            }

            if (await TryWriteAsync(made with { Version = current?.Version ?? 0 }, cancellationToken).ConfigureAwait(false) is { } written)
            {
                return written;
            }
        }

        throw new ConnectorException(new() { Kind = ErrorKind.Conflict, Connection = key, What = "The connection is changed by others all the time", IsTransient = true });
    }

    /// <summary>Gives a connection that must be there.</summary>
    public async ValueTask<Connection> RequireAsync(ConnectionKey key, CancellationToken cancellationToken) =>
        await store.ReadAsync(key, cancellationToken).ConfigureAwait(false) ?? throw NotFound(key);

    /// <summary>Says on every connection that uses a credential whether it must sign in again; only while the credential's own row says the same.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="isDead">What is to be said.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task NoteAsync(string credentialId, bool isDead, string? reason, CancellationToken cancellationToken)
    {
        foreach (var user in await UsersAsync(credentialId, cancellationToken).ConfigureAwait(false))
        {
            for (Connection? current = user; current is not null && Concerns(current); current = await store.ReadAsync(user.Key, cancellationToken).ConfigureAwait(false))
            {
                // Read after the connection: whoever connects anew writes the credential first and the connection second.
                if ((await credentials.ReadAsync(credentialId, cancellationToken).ConfigureAwait(false))?.IsDead != isDead
                    || await TryWriteAsync(Changed(current, isDead ? ConnectionStatus.ReconnectRequired : ConnectionStatus.Active, reason), cancellationToken).ConfigureAwait(false) is not null)
                {
                    break;
                }
            }
        }

        bool Concerns(Connection connection) => isDead
            ? connection.Status is ConnectionStatus.Active or ConnectionStatus.Failing
            : connection.Status is ConnectionStatus.ReconnectRequired;
    }

    /// <summary>Puts what a renewal told beside the tokens (extras, granted scopes) into every connection that uses the credential.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="tokens">What the renewal gave.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task NoteFactsAsync(string credentialId, TokenSet tokens, CancellationToken cancellationToken)
    {
        foreach (var user in await UsersAsync(credentialId, cancellationToken).ConfigureAwait(false))
        {
            for (Connection? current = user; current is not null && !HasFacts(current, tokens); current = await store.ReadAsync(user.Key, cancellationToken).ConfigureAwait(false))
            {
                if (await TryWriteAsync(current with { Settings = new(current.Settings.Concat(tokens.Extras)), GrantedScopes = tokens.Scopes ?? current.GrantedScopes }, cancellationToken).ConfigureAwait(false) is not null)
                {
                    break;
                }
            }
        }
    }

    /// <summary>Whether a connection's settings and scopes are what the token endpoint told last.</summary>
    public static bool HasFacts(Connection connection, TokenSet tokens) =>
        tokens.Extras.All(extra => connection.Settings.TryGetValue(extra.Key, out var value) && value == extra.Value)
        && (tokens.Scopes is null || (connection.GrantedScopes is { } granted && granted.SequenceEqual(tokens.Scopes, StringComparer.Ordinal)));

    /// <summary>Gives a connection with another status; the same one where it has that status for that reason already.</summary>
    public Connection Changed(Connection connection, ConnectionStatus status, string? reason) =>
        connection.Status == status
            ? connection.StatusReason == reason ? connection : connection with { StatusReason = reason }
            : connection with { Status = status, StatusReason = reason, StatusSince = time.GetUtcNow() };

    private async Task<List<Connection>> UsersAsync(string credentialId, CancellationToken cancellationToken)
    {
        List<Connection> users = [];
        await foreach (var connection in store.ListAsync(new() { CredentialId = credentialId }, cancellationToken).ConfigureAwait(false))
        {
            users.Add(connection);
        }

        return users;
    }

    private async ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken)
    {
        var written = await store.TryWriteAsync(connection, cancellationToken).ConfigureAwait(false);
        watch?.Forget(connection.Key);
        return written;
    }

    private static ConnectorException NotFound(ConnectionKey key) => new(new()
    {
        Kind = ErrorKind.NotFound,
        Connection = key,
        What = "There is no such connection",
        ToDo = "Connect the account first: IConnections.ConnectAsync or StartAuthorizationAsync.",
    });
}
