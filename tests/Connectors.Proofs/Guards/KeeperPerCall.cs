using Connectors.Auth;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors.Proofs.Guards;

/// <summary>Without the single flight: each call keeps and renews the credential by itself.</summary>
internal sealed class KeeperPerCall(ICredentialStore store, CredentialProtector protector, ConnectionRows connections, TimeProvider time) : ICredentialKeeper, ICredentialCache
{
    public ValueTask<LiveCredential> GetAsync(Connection connection, ConnectorRuntime runtime, CancellationToken cancellationToken) =>
        New().GetAsync(connection, runtime, cancellationToken);

    public ValueTask<LiveCredential> RenewAsync(Connection connection, ConnectorRuntime runtime, long rejectedVersion, CancellationToken cancellationToken) =>
        New().RenewAsync(connection, runtime, rejectedVersion, cancellationToken);

    public void Forget(string credentialId)
    {
    }

    private CredentialKeeper New() => new(store, protector, connections, time);
}

/// <summary>Between calls of one process the store's lease is no guard: who asks while the process holds it, holds it as well.</summary>
internal sealed class LeaseOfTheProcess(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    private CredentialLease? _held;

    public override async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _held) is { } held && held.Id == id && held.Version == seenVersion)
        {
            return held;
        }

        var lease = await base.TryLeaseAsync(id, seenVersion, duration, cancellationToken);
        if (lease is not null)
        {
            Volatile.Write(ref _held, lease);
        }

        return lease;
    }
}
