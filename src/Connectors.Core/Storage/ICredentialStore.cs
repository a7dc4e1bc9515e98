namespace Connectors.Storage;

/// <summary>
/// Keeps credentials as ciphertext. Safe over threads and processes: one renewal at a time by a fenced lease, each write by
/// compare-and-swap, leases by the store's clock.
/// </summary>
public interface ICredentialStore
{
    /// <summary>Reads a credential.</summary>
    /// <param name="id">The credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes the lease to renew a credential.</summary>
    /// <param name="id">The credential.</param>
    /// <param name="seenVersion">The version that the caller wants to renew.</param>
    /// <param name="duration">How long the lease holds, by the store's clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The lease, or <see langword="null"/> when somebody else holds it or the row is newer: read again.</returns>
    ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Writes under a lease; only where version and fence still match.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="write">What to write.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was written. Asked again after an answer that was lost, no means: it may have been written then; read again.</returns>
    ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken);

    /// <summary>Writes a credential that the customer gave anew, whoever holds a lease.</summary>
    /// <param name="id">The credential.</param>
    /// <param name="expectedVersion">The version that it replaces; 0 for a new one.</param>
    /// <param name="payload">The ciphertext.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>
    /// Encrypts a row anew: puts another ciphertext of the same credential in the place of the one seen, and touches nothing else. The
    /// version, the lease and the intent stay, so that whoever renews the credential at the same time goes on, and wins.
    /// </summary>
    /// <param name="seen">The row as it was read.</param>
    /// <param name="payload">The new ciphertext.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was written: only where the row still has the version and the ciphertext that were seen.</returns>
    ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Lists the ids of all credentials in ordinal order, a piece at a time: never all of them in memory, no transaction held between two.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Each credential that is there from beginning to end, once.</returns>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a credential; one that is not there is no error.</summary>
    /// <param name="id">The credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A credential as it is kept.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Payload">The ciphertext.</param>
/// <param name="Version">Grows by one with each new payload.</param>
/// <param name="IsDead">Whether the provider accepts it no more: the customer must sign in again.</param>
/// <param name="HasIntent">Whether a renewal was begun and its end is not known.</param>
public sealed record StoredCredential(string Id, ReadOnlyMemory<byte> Payload, long Version, bool IsDead, bool HasIntent);

/// <summary>The right to renew one version of a credential.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Version">The version that is renewed.</param>
/// <param name="Fence">Grows with each lease; an older one can write no more.</param>
/// <param name="IntentAge">
/// How long ago, by the store's clock, an earlier holder noted that it asks the provider, when the end of that is not known: it
/// crashed, or the answer was lost. <see langword="null"/> when there is no such intent.
/// </param>
public sealed record CredentialLease(string Id, long Version, long Fence, TimeSpan? IntentAge = null);

/// <summary>What is written under a lease.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">The new ciphertext; only with <see cref="CredentialWriteKind.Renewed"/>.</param>
public sealed record CredentialWrite(CredentialWriteKind Kind, ReadOnlyMemory<byte> Payload = default);

/// <summary>What is written under a lease.</summary>
public enum CredentialWriteKind
{
    /// <summary>The provider is about to be asked. The lease stays. Where an intent stands already, the older moment stays.</summary>
    Intent,

    /// <summary>The provider gave a new credential. Ends the lease.</summary>
    Renewed,

    /// <summary>The provider refuses the credential for good. Ends the lease.</summary>
    Dead,

    /// <summary>The provider was not reached, or its answer was no: nothing was spent. Ends the lease and clears the intent.</summary>
    Released,

    /// <summary>The provider's answer was lost: nobody knows what was spent. Ends the lease; the intent stays.</summary>
    Unknown,
}
