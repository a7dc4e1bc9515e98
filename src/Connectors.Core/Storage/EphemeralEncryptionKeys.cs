using System.Security.Cryptography;

namespace Connectors.Storage;

/// <summary>One random key that lives as long as the process: for stores in memory, where nothing outlives it either.</summary>
public sealed class EphemeralEncryptionKeys : IEncryptionKeys
{
    /// <summary>Creates the key.</summary>
    public EphemeralEncryptionKeys()
    {
        Span<byte> bytes = stackalloc byte[EncryptionKey.Length];
        RandomNumberGenerator.Fill(bytes);
        Current = new("memory", bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <inheritdoc/>
    public EncryptionKey Current { get; }

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => id == Current.Id ? Current : null;
}
