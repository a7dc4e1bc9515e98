using System.Security.Cryptography;

namespace Connectors;

/// <summary>A way to hash a file's content as it passes. Providers with a way of their own state it with <see cref="OfBlocks"/> or the constructor.</summary>
public sealed class HashKind
{
    private readonly Func<ContentHasher> _start;

    /// <summary>Creates the kind.</summary>
    /// <param name="name">Its name, by which hashes are compared: <c>sha-256</c>.</param>
    /// <param name="start">Begins with a file.</param>
    public HashKind(string name, Func<ContentHasher> start)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(start);
        (Name, _start) = (name, start);
    }

    /// <summary>Gets MD5 (RFC 1321): finds damage, proves nothing against an attacker.</summary>
    public static HashKind Md5 { get; } = Of("md5", HashAlgorithmName.MD5);

    /// <summary>Gets SHA-1: finds damage, proves nothing against an attacker.</summary>
    public static HashKind Sha1 { get; } = Of("sha-1", HashAlgorithmName.SHA1);

    /// <summary>Gets SHA-256.</summary>
    public static HashKind Sha256 { get; } = Of("sha-256", HashAlgorithmName.SHA256);

    /// <summary>Gets SHA-512.</summary>
    public static HashKind Sha512 { get; } = Of("sha-512", HashAlgorithmName.SHA512);

    /// <summary>Gets QuickXorHash, of OneDrive and SharePoint: finds damage, proves nothing against an attacker.</summary>
    public static HashKind QuickXor { get; } = new("quickxor", static () => new QuickXorHasher());

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Makes a hash of hashes: each block is hashed, and these values, one after the other, are hashed again (Dropbox's <c>content_hash</c>).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="blockSize">How many bytes make a block; the last one may be shorter.</param>
    /// <param name="algorithm">The algorithm of both.</param>
    public static HashKind OfBlocks(string name, int blockSize, HashAlgorithmName algorithm)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        return new(name, () => new BlockHasher(blockSize, algorithm));
    }

    /// <summary>Begins with a file.</summary>
    public ContentHasher Start() => _start();

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static HashKind Of(string name, HashAlgorithmName algorithm) => new(name, () => new DigestHasher(algorithm));
}

/// <summary>Hashes one file's content, piece by piece.</summary>
public abstract class ContentHasher : IDisposable
{
    /// <summary>Takes the next piece.</summary>
    /// <param name="bytes">The piece.</param>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Gives the hash. Called once, at the end.</summary>
    public abstract byte[] Finish();

    /// <summary>Frees what is held.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what is held.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
