using System.Collections.Concurrent;
using Connectors.Storage;

namespace Connectors.Proofs.Guards;

/// <summary>Without the lease: whoever asks gets one, also while another process holds it.</summary>
internal sealed class LeaseForEverybody(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    public override async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        await base.TryLeaseAsync(id, seenVersion, duration, cancellationToken) ?? new CredentialLease(id, seenVersion, Fence: 0);

    public override async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        lease.Fence != 0 ? await base.TryWriteAsync(lease, write, cancellationToken)
        : write.Kind != CredentialWriteKind.Renewed || await TryReplaceAsync(lease.Id, lease.Version, write.Payload, cancellationToken);
}

/// <summary>Without reading anew: a process goes on with the row that it read first, and renews that.</summary>
internal sealed class RememberedRows(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    private readonly ConcurrentDictionary<string, StoredCredential> _rows = new(StringComparer.Ordinal);

    public override async ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) =>
        _rows.TryGetValue(id, out var row) || await base.ReadAsync(id, cancellationToken) is not { } read ? row : _rows.GetOrAdd(id, read);

    public override async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        await base.ReadAsync(id, cancellationToken) is { } row ? await base.TryLeaseAsync(id, row.Version, duration, cancellationToken) : null;
}

/// <summary>Without the intent: nobody knows that the provider was asked.</summary>
internal sealed class NoIntent(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    public override ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        write.Kind == CredentialWriteKind.Intent ? new(true) : base.TryWriteAsync(lease, write, cancellationToken);
}

/// <summary>Without compare-and-swap: a renewed credential is written over whatever stands there.</summary>
internal sealed class LastWriteWins(ICredentialStore inner) : DelegatingCredentialStore(inner)
{
    public override async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        await base.TryWriteAsync(lease, write, cancellationToken)
        || (write.Kind == CredentialWriteKind.Renewed
            && await ReadAsync(lease.Id, cancellationToken) is { } row
            && await TryReplaceAsync(lease.Id, row.Version, write.Payload, cancellationToken));
}

/// <summary>Without the fence: who held the lease once writes as though it still held it.</summary>
/// <param name="inner">The store.</param>
/// <param name="newest">The newest lease of each credential, shared by all processes.</param>
internal sealed class NoFence(ICredentialStore inner, ConcurrentDictionary<string, CredentialLease> newest) : DelegatingCredentialStore(inner)
{
    public override async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        await base.TryLeaseAsync(id, seenVersion, duration, cancellationToken) is { } lease ? newest[id] = lease : null;

    public override ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        base.TryWriteAsync(newest[lease.Id] is { } other && other.Version == lease.Version ? lease with { Fence = other.Fence } : lease, write, cancellationToken);
}
