namespace Connectors.Storage;

/// <summary>
/// Encrypts keys with a key that never leaves its place: a KMS, an HSM, ASP.NET Data Protection. Implement it over theirs and give it to
/// <see cref="WrappedEncryptionKeys"/>. Thread-safe.
/// </summary>
public interface IKeyWrapper
{
    /// <summary>Encrypts a key.</summary>
    /// <param name="keyId">The key's id, to bind the ciphertext to (a KMS calls that the encryption context).</param>
    /// <param name="key">The key: 32 bytes. Wiped afterwards; keep no copy.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The ciphertext.</returns>
    ValueTask<byte[]> WrapAsync(string keyId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Decrypts a key.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="wrapped">The ciphertext.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The key: 32 bytes. Wiped afterwards.</returns>
    ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken);
}

/// <summary>A key as it may lie anywhere: encrypted by an <see cref="IKeyWrapper"/>. No secret.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Wrapped">The ciphertext in base64.</param>
public sealed record WrappedKey(string Id, string Wrapped);
