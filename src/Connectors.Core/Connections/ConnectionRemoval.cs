using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors;

/// <summary>Forgets a connection: its tokens at the provider, its credential, then itself. When it stops half-way, calling it again goes on.</summary>
internal sealed class ConnectionRemoval(
    IConnectionStore store, ICredentialStore credentials, CredentialProtector protector, ICredentialCache cache, IRuntimes runtimes)
{
    public async Task<bool> RemoveAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } connection)
        {
            return false;
        }

        if (!await IsSharedAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            await RevokeAsync(connection, cancellationToken).ConfigureAwait(false);
            await credentials.DeleteAsync(connection.CredentialId, cancellationToken).ConfigureAwait(false);
            cache.Forget(connection.CredentialId);
        }

        return await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsSharedAsync(Connection connection, CancellationToken cancellationToken)
    {
        await foreach (var other in store.ListAsync(new() { CredentialId = connection.CredentialId }, cancellationToken).ConfigureAwait(false))
        {
            if (other.Key != connection.Key)
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
