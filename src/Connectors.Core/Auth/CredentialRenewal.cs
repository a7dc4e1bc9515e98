using System.Runtime.ExceptionServices;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors.Auth;

/// <summary>What a renewal is for.</summary>
internal sealed record RenewalRequest(Connection Connection, ConnectorRuntime Runtime, RenewableScheme Scheme, KnownCredential Seen, bool Force);

/// <summary>
/// Renews one credential under the store's lease, so that no two processes do it at once: lease, intent, provider, save. What is
/// renewed is always what the store holds now, never what was remembered. Runs at most once at a time in a process (see the slot).
/// </summary>
internal sealed class CredentialRenewal(ICredentialStore store, CredentialProtector protector, ConnectionRows connections, TimeProvider time)
{
    /// <summary>How long the provider may take with all its retries. Shorter than the lease, so that a lease never ends under its holder.</summary>
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    /// <summary>How long a lease holds; after a crash, so long nobody renews.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan s_longestWait = Lease + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_quietWhileBusy = TimeSpan.FromSeconds(2);

    private const int SaveAttempts = 6;

    /// <summary>Gives a newer credential than the one seen; without <see cref="RenewalRequest.Force"/> also the same one, when it still holds and another process is renewing it.</summary>
    public async Task<KnownCredential> RunAsync(CredentialSlot slot, RenewalRequest request)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var before = slot.Known;
            var row = await store.ReadAsync(slot.Id, CancellationToken.None).ConfigureAwait(false) ?? throw CredentialErrors.Gone(request.Connection);
            var known = slot.Accept(row, before);
            if (known.IsDead)
            {
                await NoteDeadAsync(slot.Id, CredentialErrors.Dead(request.Connection)).ConfigureAwait(false);
                throw CredentialErrors.Dead(request.Connection);
            }

            if (!ReferenceEquals(known, request.Seen))
            {
                return known;
            }

            if (!request.Scheme.CanRenew(known.Credential))
            {
                throw CredentialErrors.Rejected(request.Connection);
            }

            if (slot.Unsaved is { } unsaved && ReferenceEquals(unsaved.Of, known) && await SaveAsync(slot, request, unsaved).ConfigureAwait(false) is { } saved)
            {
                return saved;
            }

            if (slot.Refusal is { } refusal && time.GetUtcNow() < refusal.Until)
            {
                throw refusal.Why;
            }

            if (time.GetElapsedTime(began) > s_longestWait)
            {
                throw CredentialErrors.Busy(request.Connection);
            }

            var leased = time.GetTimestamp();
            if (await store.TryLeaseAsync(slot.Id, known.Version, Lease, CancellationToken.None).ConfigureAwait(false) is { } lease)
            {
                if (await UnderLeaseAsync(slot, request, known, lease, leased).ConfigureAwait(false) is { } renewed)
                {
                    return renewed;
                }
            }
            else if (!request.Force && slot.IsUsable(known.For(request.Scheme)))
            {
                slot.BeQuiet(s_quietWhileBusy);
                return known;
            }
            else
            {
                await Task.Delay(s_poll, time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Says on the connections what the credential's row says already. Whoever buried it may have ended before it could, and without this
    /// they would look active for ever. Never lets the call fail for it: the row is read again in a while, and this done again.
    /// </summary>
    public async Task NoteDeadAsync(string credentialId, ConnectorException why)
    {
        try
        {
            await connections.NoteAsync(credentialId, isDead: true, why.Facts.ToReason(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What the call came to matters more.
        }
    }

    private async Task<KnownCredential?> UnderLeaseAsync(CredentialSlot slot, RenewalRequest request, KnownCredential known, CredentialLease lease, long leased)
    {
        if (slot.Unsaved is { } unsaved && ReferenceEquals(unsaved.Of, known))
        {
            return await SaveAsync(slot, request, new(known, unsaved.Renewed, lease)).ConfigureAwait(false);
        }

        if (lease.IntentAge is { } age && !MayAsk(request.Scheme, known, age))
        {
            await BuryAsync(slot, lease, CredentialErrors.Lost(request.Connection)).ConfigureAwait(false);
            return null;
        }

        if (!await IntendAsync(lease).ConfigureAwait(false))
        {
            return null;
        }

        if (time.GetElapsedTime(leased) > Lease - Budget)
        {
            // The store, or this process, stood still for so long that the lease could end while the provider is asked.
            await ReleaseAsync(lease, isUnknown: false).ConfigureAwait(false);
            return null;
        }

        return await AskAsync(slot, request, known, lease).ConfigureAwait(false) is { } renewed
            ? await SaveAsync(slot, request, new(known, renewed, lease)).ConfigureAwait(false)
            : null;
    }

    private async Task<bool> IntendAsync(CredentialLease lease)
    {
        try
        {
            return await store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It may stand in the store, and nobody was asked: left there, it would say that a token which is used once may be spent.
            await ReleaseAsync(lease, isUnknown: false).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Credential?> AskAsync(CredentialSlot slot, RenewalRequest request, KnownCredential known, CredentialLease lease)
    {
        var (connection, runtime) = (request.Connection, request.Runtime);
        using var budget = new CancellationTokenSource(Budget, time);
        try
        {
            using var client = runtime.CreateSignInClient();
            var mayRepeat = MayAsk(request.Scheme, known, lease.IntentAge ?? TimeSpan.Zero);
            var context = new RenewContext(known.Credential, connection, runtime.Definition, runtime.Options, client, time, mayRepeat, runtime.Discovery);
            return await RenewAsync(request, context, budget.Token).ConfigureAwait(false);
        }
        catch (ReconnectRequiredException exception)
        {
            await BuryAsync(slot, lease, exception).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (IsLost(exception) && !MayAsk(request.Scheme, known, lease.IntentAge ?? TimeSpan.Zero))
        {
            await BuryAsync(slot, lease, CredentialErrors.Lost(connection, exception)).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            await ReleaseAsync(lease, IsLost(exception)).ConfigureAwait(false);
            switch (exception)
            {
                case ConnectorException { Facts.RetryAfter: { } wait } refused:
                    slot.Refusal = (refused, time.GetUtcNow() + wait);
                    throw;
                case OperationCanceledException:
                    throw CredentialErrors.Slow(connection, exception);
                case HttpRequestException:
                    throw CredentialErrors.Unreachable(connection, exception);
                default:
                    throw;
            }
        }
    }

    private static async Task<Credential> RenewAsync(RenewalRequest request, RenewContext context, CancellationToken cancellationToken)
    {
        try
        {
            var renewed = await request.Scheme.RenewAsync(context, cancellationToken).ConfigureAwait(false);
            Telemetry.Renewed(request.Runtime, request.Connection.Key, null);
            return renewed;
        }
        catch (Exception exception)
        {
            Telemetry.Renewed(request.Runtime, request.Connection.Key, (exception switch
            {
                ConnectorException known => known.Kind,
                OperationCanceledException => ErrorKind.Timeout,
                _ => ErrorKind.Transport,
            }).ToString());
            throw;
        }
    }

    /// <summary>Whether what may have been asked so long ago may be asked (again) within the budget.</summary>
    private static bool MayAsk(RenewableScheme scheme, KnownCredential known, TimeSpan age)
    {
        var window = scheme.RepeatableFor(known.Credential);
        return window == Timeout.InfiniteTimeSpan || age + Budget <= window;
    }

    /// <summary>Whether the provider may have carried out what it was asked, although no answer came.</summary>
    private static bool IsLost(Exception exception) => exception switch
    {
        OutcomeUnknownException or OperationCanceledException => true,
        ConnectorException known => known.Facts.AnswerLost,
        HttpRequestException or IOException => OAuthTransport.MayHaveArrived(exception),
        _ => false,
    };

    /// <summary>Notes that the credential can never be renewed again and throws why; comes back where that was not for this process to say.</summary>
    private async Task BuryAsync(CredentialSlot slot, CredentialLease lease, ConnectorException why)
    {
        if (!await store.TryWriteAsync(lease, new(CredentialWriteKind.Dead), CancellationToken.None).ConfigureAwait(false))
        {
            // The customer signed in anew meanwhile, or the lease went to another process: its word counts, not this one.
            return;
        }

        slot.Expire();
        await NoteDeadAsync(slot.Id, why).ConfigureAwait(false);
        ExceptionDispatchInfo.Throw(why);
    }

    /// <summary>Saves before anybody uses it. A store that fails is asked again: what is lost here is lost for good at providers that rotate.</summary>
    private async Task<KnownCredential?> SaveAsync(CredentialSlot slot, RenewalRequest request, UnsavedCredential unsaved)
    {
        slot.Unsaved = unsaved;
        var payload = protector.Protect(slot.Id, unsaved.Renewed);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var before = slot.Known;
                if (!await store.TryWriteAsync(unsaved.Lease, new(CredentialWriteKind.Renewed, payload), CancellationToken.None).ConfigureAwait(false))
                {
                    // Written by an attempt whose answer was lost, or the lease went to somebody else: the store knows.
                    return null;
                }

                slot.Unsaved = null;
                var renewed = slot.Accept(new(slot.Id, payload, unsaved.Lease.Version + 1, IsDead: false, HasIntent: false), before);
                await NoteTokensAsync(request.Connection, unsaved.Renewed).ConfigureAwait(false);
                return renewed;
            }
            catch (Exception exception)
            {
                if (attempt == SaveAttempts)
                {
                    throw CredentialErrors.NotSaved(request.Connection, exception);
                }
            }

            await Task.Delay(s_poll * Math.Pow(2, attempt - 1), time).ConfigureAwait(false);
        }
    }

    /// <summary>An account can move to another address (hosts come from settings that a token answer told), and scopes can be taken away.</summary>
    private async Task NoteTokensAsync(Connection connection, Credential renewed)
    {
        try
        {
            if (renewed.Tokens is { } tokens && !ConnectionRows.HasFacts(connection, tokens))
            {
                await connections.NoteTokensAsync(connection.CredentialId, tokens, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The token is saved, which matters more; the next renewal finds the difference again.
        }
    }

    /// <summary>Gives the lease back. What an earlier holder may have spent is still not known, whatever came of this holder's own question.</summary>
    private async Task ReleaseAsync(CredentialLease lease, bool isUnknown)
    {
        try
        {
            var kind = isUnknown || lease.IntentAge is not null ? CredentialWriteKind.Unknown : CredentialWriteKind.Released;
            await store.TryWriteAsync(lease, new(kind), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The lease ends by itself; the failure that led here is what the caller must see.
        }
    }
}
