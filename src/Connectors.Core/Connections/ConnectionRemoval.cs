using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>
/// Disconnects and forgets: the calls are stopped first, the row goes last. When it is cut off half-way, calling it again goes on.
/// </summary>
internal sealed class ConnectionRemoval(
    IConnectionStore store,
    ConnectionRows rows,
    ICredentialStore credentials,
    CredentialProtector protector,
    ICredentialCache cache,
    IRuntimes runtimes,
    IEnumerable<IConnectionEraser> erasers)
{
    /// <summary>Takes the tokens back at the provider and deletes credential and connection.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DisconnectAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } connection)
        {
            return false;
        }

        await StopAsync(key, cancellationToken).ConfigureAwait(false);
        await ReleaseAsync(connection, cancellationToken).ConfigureAwait(false);
        return await rows.DeleteAsync(key, connection.Status, ConnectionEventKind.Disconnected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disconnects, and erases everything that is kept of the connection; also where it was disconnected before.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> ForgetAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        var connection = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (connection is not null)
        {
            await StopAsync(key, cancellationToken).ConfigureAwait(false);
        }

        await ReleaseAsync(connection ?? new() { Key = key, CredentialId = key.ToString(), AuthScheme = "" }, cancellationToken).ConfigureAwait(false);
        await store.DeleteSignInsAsync(key, cancellationToken).ConfigureAwait(false);
        foreach (var eraser in erasers)
        {
            await eraser.EraseAsync(key, cancellationToken).ConfigureAwait(false);
        }

        return await rows.DeleteAsync(key, connection?.Status ?? ConnectionStatus.Disconnecting, ConnectionEventKind.Forgotten, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the tokens back at the provider and deletes the credential, unless another connection uses it.</summary>
    public async Task ReleaseAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (await IsSharedAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await RevokeAsync(connection, cancellationToken).ConfigureAwait(false);
        await credentials.DeleteAsync(connection.CredentialId, cancellationToken).ConfigureAwait(false);
        cache.Forget(connection.CredentialId);
    }

    /// <summary>
    /// From here on nobody makes a call, and of two connections on one grant that go at the same time the later one finds itself the last.
    /// </summary>
    private async Task StopAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        try
        {
            await rows.ChangeAsync(key, connection => rows.Changed(connection, ConnectionStatus.Disconnecting, null), cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.NotFound)
        {
            // Somebody else has just done it all; doing it again does no harm.
        }
    }

    private async Task<bool> IsSharedAsync(Connection connection, CancellationToken cancellationToken)
    {
        await foreach (var other in store.ListAsync(new() { CredentialId = connection.CredentialId }, cancellationToken).ConfigureAwait(false))
        {
            if (other.Key != connection.Key && other.Status != ConnectionStatus.Disconnecting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives back a grant that nobody will use, because it is another account's; best effort.</summary>
    public Task TakeBackAsync(Connection draft, Credential refused, CancellationToken cancellationToken) => BestEffortAsync(
        async () =>
        {
            var runtime = runtimes.Get(draft.Key.Provider);
            if (runtime.Definition.Scheme(draft.AuthScheme) is OAuth2Scheme { RevocationEndpoint.EndsAllGrants: not true } scheme && refused.Tokens is { } token)
            {
                await RevokeAsync(runtime, scheme, ConnectionSaving.WithTokenFacts(draft, refused), token, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private Task RevokeAsync(Connection connection, CancellationToken cancellationToken) => BestEffortAsync(
        async () =>
        {
            var runtime = runtimes.Get(connection.Key.Provider);
            if (runtime.Definition.Scheme(connection.AuthScheme) is OAuth2Scheme scheme
                && (scheme.RevocationEndpoint is not null || (scheme.Issuer is not null && OAuthServer.NeedsMetadata(scheme)))
                && await credentials.ReadAsync(connection.CredentialId, cancellationToken).ConfigureAwait(false) is { IsDead: false } stored
                && protector.Unprotect(connection.CredentialId, stored.Payload).Tokens is { } token)
            {
                await RevokeAsync(runtime, scheme, connection, token, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private static async Task RevokeAsync(ConnectorRuntime runtime, OAuth2Scheme scheme, Connection connection, TokenSet token, CancellationToken cancellationToken)
    {
        using var client = runtime.CreateSignInClient();
        var call = OAuthCall.OfApp(runtime, connection, client, scheme.TokenEndpoint);
        await OAuthSignIn.RevokeAsync(call, scheme, token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A provider that cannot be asked, or a credential that cannot be read, must not keep a customer from leaving.</summary>
    private static async Task BestEffortAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ConnectorException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The tokens end by themselves; what is stored here is deleted all the same.
        }
    }
}
