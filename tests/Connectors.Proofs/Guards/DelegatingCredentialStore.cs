using Connectors.Storage;

namespace Connectors.Proofs.Guards;

/// <summary>A store that passes everything on; what takes a guard away overrides a part of it.</summary>
internal abstract class DelegatingCredentialStore(ICredentialStore inner) : ICredentialStore
{
    protected ICredentialStore Inner { get; } = inner;

    public virtual ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => Inner.ReadAsync(id, cancellationToken);

    public virtual ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        Inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken);

    public virtual ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) =>
        Inner.TryWriteAsync(lease, write, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        Inner.TryReplaceAsync(id, expectedVersion, payload, cancellationToken);

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => Inner.TryReencryptAsync(seen, payload, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => Inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => Inner.DeleteAsync(id, cancellationToken);
}
