using Connectors.Storage;

namespace Connectors.Core.Tests.Testing;

/// <summary>A store that fails where a test tells it to.</summary>
internal sealed class FaultyCredentialStore(ICredentialStore inner) : ICredentialStore
{
    public bool RefuseLeases { get; init; }

    public int FailingSaves { get; set; }

    public bool SaveBeforeFailing { get; init; }

    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => inner.ReadAsync(id, cancellationToken);

    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) =>
        RefuseLeases ? new((CredentialLease?)null) : inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken);

    public async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        if (write.Kind != CredentialWriteKind.Renewed || FailingSaves == 0)
        {
            return await inner.TryWriteAsync(lease, write, cancellationToken);
        }

        FailingSaves--;
        if (SaveBeforeFailing)
        {
            await inner.TryWriteAsync(lease, write, cancellationToken);
        }

        throw new IOException("The disk is full.");
    }

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(id, expectedVersion, payload, cancellationToken);

    public ValueTask<bool> TryRewrapAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryRewrapAsync(seen, payload, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);
}
