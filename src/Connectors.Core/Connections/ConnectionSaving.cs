using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Storage;

namespace Connectors;

/// <summary>Saves what was connected: the credential first, so that a connection never names one that is not there.</summary>
internal sealed class ConnectionSaving(
    ICredentialStore credentials, IConnectionStore store, ConnectionRows rows, CredentialProtector protector, ICredentialCache cache, TimeProvider time, HostCheck? hosts = null)
{
    private const int Attempts = 20;

    /// <summary>Makes the connection that is to be, over the one that is there already.</summary>
    /// <exception cref="ConnectorException">A setting leads to a host that is not allowed.</exception>
    public async Task<Connection> DraftAsync(ConnectionKey key, AuthScheme scheme, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var existing = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var draft = new Connection
        {
            Key = key,

            // A grant that several connections share is renewed for all of them; a credential of another kind is this connection's alone.
            CredentialId = existing is not null && existing.AuthScheme == scheme.Name
                ? existing.CredentialId
                : await OwnCredentialAsync(key, cancellationToken).ConfigureAwait(false),
            AuthScheme = scheme.Name,
            Settings = settings,

            // An account that the connection was made for is the one to find again among those of a grant.
            AccountId = existing?.AccountId,
            AccountName = existing?.AccountName,
            CreatedAt = existing?.CreatedAt ?? now,
            StatusSince = now,
        };
        if (hosts is not null)
        {
            await hosts.CheckAsync(draft, cancellationToken).ConfigureAwait(false);
        }

        return draft;
    }

    /// <summary>Gives the id of a credential that no other connection uses: the key's own, unless a grant under it serves another connection still.</summary>
    private async ValueTask<string> OwnCredentialAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        var id = key.ToString();
        for (var number = 2; await IsUsedByOthersAsync(key, id, cancellationToken).ConfigureAwait(false); number++)
        {
            id = $"{key}~{number}";
        }

        return id;
    }

    private async ValueTask<bool> IsUsedByOthersAsync(ConnectionKey key, string credentialId, CancellationToken cancellationToken)
    {
        await foreach (var user in store.ListAsync(new() { CredentialId = credentialId }, cancellationToken).ConfigureAwait(false))
        {
            if (user.Key != key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Saves credential and connection. A connection that is paused stays paused, unless it must be connected again, which stops its calls as well.</summary>
    /// <param name="draft">The connection.</param>
    /// <param name="credential">Its credential; what its tokens tell of scopes and account goes into the connection.</param>
    /// <param name="proof">Whose account it is; where it is not known, the account that was known stays.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">The connection is to another account (<see cref="ErrorKind.Conflict"/>). Nothing was saved.</exception>
    public async Task<Connection> SaveAsync(Connection draft, Credential credential, Proof? proof, CancellationToken cancellationToken)
    {
        var identity = proof?.Identity;
        OneAccount.Check(draft.Key, (await store.ReadAsync(draft.Key, cancellationToken).ConfigureAwait(false))?.AccountId, identity?.Id);
        var (before, version) = await SaveCredentialAsync(draft, credential, cancellationToken).ConfigureAwait(false);
        var isOther = false;
        Connection saved;
        try
        {
            saved = await rows.WriteAsync(draft.Key, Over, connects: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException) when (isOther && before is not null)
        {
            // Somebody connected another account in this very moment: what he saved comes back.
            await credentials.TryReplaceAsync(draft.CredentialId, version, before.Payload, cancellationToken).ConfigureAwait(false);
            cache.Forget(draft.CredentialId);
            throw;
        }

        if (draft.Status == ConnectionStatus.Active)
        {
            // The others on the grant are healed with it.
            await rows.NoteAsync(draft.CredentialId, isDead: false, null, cancellationToken).ConfigureAwait(false);
        }

        return saved;

        Connection Over(Connection? current)
        {
            isOther = !OneAccount.Is(current?.AccountId, identity?.Id);
            OneAccount.Check(draft.Key, current?.AccountId, identity?.Id);
            var made = WithTokenFacts(draft, credential) with { AccountId = current?.AccountId, AccountName = current?.AccountName };
            made = proof is null ? WithAccount(made) : proof.Of(made);
            return current is { Status: ConnectionStatus.Paused } && made.Status != ConnectionStatus.ReconnectRequired
                ? made with { Status = current.Status, StatusReason = current.StatusReason, StatusSince = current.StatusSince }
                : made;
        }
    }

    /// <summary>Where nobody was asked, the account setting is that of the account that is known.</summary>
    private Connection WithAccount(Connection made) => rows.AccountsOf(made) is not { } accounts ? made
        : made.AccountId is { } known ? made with { Settings = Proof.With(made.Settings, accounts.Setting, known) }
        : Proof.Without(made, accounts);

    /// <summary>
    /// Saves a credential that could not be proved, because nobody else has it: the one that it was renewed from is worth nothing any
    /// more. Where the connection's account is known, no call is made with it before it is proved to be the same account's.
    /// </summary>
    public async Task<Connection> SaveUnprovedAsync(Connection draft, Credential credential, Exception why)
    {
        var isKnown = (await store.ReadAsync(draft.Key, CancellationToken.None).ConfigureAwait(false))?.AccountId is not null;
        var isRefused = why is ConnectorException { Kind: ErrorKind.Authorization };
        return await SaveAsync(
            draft with
            {
                Status = isKnown || isRefused ? ConnectionStatus.ReconnectRequired : rows.AccountsOf(draft) is not null ? ConnectionStatus.AccountRequired : ConnectionStatus.Failing,
                StatusReason = isKnown && !isRefused
                    ? $"Whose account it is could not be read; IConnections.VerifyAsync tries again. {(why as ConnectorException)?.Facts.ToReason()}"
                    : why is ConnectorException known ? known.Facts.ToReason() : "It was connected and not proved yet: the call was cancelled.",
            },
            credential,
            null,
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Puts what a token answer told into the connection: what it says of itself counts more than what was entered.</summary>
    public static Connection WithTokenFacts(Connection draft, Credential credential) => credential.Tokens is not { } tokens ? draft : draft with
    {
        GrantedScopes = tokens.Scopes,
        Settings = tokens.Extras.Count == 0 ? draft.Settings : new(draft.Settings.Concat(tokens.Extras)),
    };

    private async Task<(StoredCredential? Before, long Version)> SaveCredentialAsync(Connection draft, Credential credential, CancellationToken cancellationToken)
    {
        var payload = protector.Protect(draft.CredentialId, credential);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await credentials.ReadAsync(draft.CredentialId, cancellationToken).ConfigureAwait(false);
            if (await credentials.TryReplaceAsync(draft.CredentialId, stored?.Version ?? 0, payload, cancellationToken).ConfigureAwait(false))
            {
                cache.Forget(draft.CredentialId);
                return (stored, (stored?.Version ?? 0) + 1);
            }
        }

        throw new ConnectorException(new() { Kind = ErrorKind.Conflict, Connection = draft.Key, What = "The credential is changed by others all the time", IsTransient = true });
    }
}
