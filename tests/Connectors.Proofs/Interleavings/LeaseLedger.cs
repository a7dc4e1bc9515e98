using Connectors.Proofs.Guards;
using Connectors.Storage;

namespace Connectors.Proofs.Interleavings;

/// <summary>What the store itself knows, beneath whatever guard is taken away: who holds the lease, and what he has noted.</summary>
internal sealed class LeaseLedger
{
    /// <summary>Gets the process that holds the lease.</summary>
    public Actor? Holder { get; private set; }

    /// <summary>Gets whether an intent stands.</summary>
    public bool HasIntent { get; private set; }

    /// <summary>Gets how often something was written that a waiter waits for.</summary>
    public int Writes { get; private set; }

    public ICredentialStore Of(Actor actor, ICredentialStore store) => new Store(actor, store, this);

    private sealed class Store(Actor actor, ICredentialStore inner, LeaseLedger ledger) : DelegatingCredentialStore(inner)
    {
        public override async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
        {
            var lease = await base.TryLeaseAsync(id, seenVersion, duration, cancellationToken);
            ledger.Holder = lease is null ? ledger.Holder : actor;
            return lease;
        }

        public override async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
        {
            if (!await base.TryWriteAsync(lease, write, cancellationToken))
            {
                return false;
            }

            ledger.HasIntent = write.Kind is CredentialWriteKind.Intent || (write.Kind is CredentialWriteKind.Unknown && ledger.HasIntent);
            if (write.Kind != CredentialWriteKind.Intent)
            {
                (ledger.Holder, ledger.Writes) = (null, ledger.Writes + 1);
            }

            return true;
        }
    }
}
