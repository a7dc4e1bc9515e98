using Connectors.Storage;

namespace Connectors.Core.Tests.Testing;

/// <summary>A store that fails where a test tells it to.</summary>
internal sealed class FaultyCredentialStore(ICredentialStore inner) : ICredentialStore
{
    public bool RefuseLeases { get; init; }

    public int Leases { get; private set; }

    /// <summary>Runs after a lease was given and before the caller hears of it; takes its number.</summary>
    public Action<int> AfterLease { get; init; } = static _ => { };

    public int FailingSaves { get; set; }

    /// <summary>How many intents are noted without an answer.</summary>
    public int LostIntents { get; set; }

    public bool SaveBeforeFailing { get; init; }

    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => inner.ReadAsync(id, cancellationToken);

    public async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (RefuseLeases || await inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken) is not { } lease)
        {
            return null;
        }

        AfterLease(++Leases);
        return lease;
    }

    public async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        if (write.Kind == CredentialWriteKind.Intent && LostIntents > 0)
        {
            LostIntents--;
            await inner.TryWriteAsync(lease, write, cancellationToken);
            throw new IOException("The connection was reset.");
        }

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

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryReencryptAsync(seen, payload, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);
}
