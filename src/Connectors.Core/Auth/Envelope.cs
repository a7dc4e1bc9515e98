using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Connectors.Storage;

namespace Connectors.Auth;

/// <summary>
/// Encrypts what is kept at rest: AES-256-GCM with a random key for each record, which is itself encrypted with the app's current key.
/// The record's id is authenticated with it, so that rows cannot be swapped. Thread-safe.
/// </summary>
/// <remarks>
/// The record, all of it authenticated: version (1) · length of key id (1) · key id · nonce (12), data key (32), tag (16) under the
/// app's key · nonce (12), content (n), tag (16) under the data key.
/// </remarks>
internal sealed class Envelope(IEncryptionKeys keys)
{
    private const byte FormatVersion = 1;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Sealing = Nonce + Tag;

    /// <summary>Encrypts.</summary>
    /// <param name="id">The record's id; the same one must be given to open it.</param>
    /// <param name="content">What to encrypt.</param>
    public byte[] Seal(string id, ReadOnlySpan<byte> content)
    {
        var key = keys.Current;
        var keyId = Encoding.ASCII.GetBytes(key.Id);
        var header = 2 + keyId.Length;
        var record = new byte[header + Sealing + EncryptionKey.Length + Sealing + content.Length];
        record[0] = FormatVersion;
        record[1] = (byte)keyId.Length;
        keyId.CopyTo(record, 2);

        Span<byte> dataKey = stackalloc byte[EncryptionKey.Length];
        RandomNumberGenerator.Fill(dataKey);
        try
        {
            var known = Known(id, record.AsSpan(0, header));
            SealPart(key.Bytes, dataKey, record.AsSpan(header, Sealing + EncryptionKey.Length), known);
            SealPart(dataKey, content, record.AsSpan(header + Sealing + EncryptionKey.Length), known);
            return record;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Decrypts. The caller wipes the result.</summary>
    /// <param name="id">The record's id.</param>
    /// <param name="record">What <see cref="Seal"/> gave.</param>
    /// <exception cref="ConnectorException">The key is not known, or the record is not what was sealed (<see cref="ErrorKind.Configuration"/>).</exception>
    public byte[] Open(string id, ReadOnlySpan<byte> record)
    {
        if (record.Length < 2 || record[0] != FormatVersion || record.Length < 2 + record[1] + Sealing + EncryptionKey.Length + Sealing)
        {
            throw Unreadable(id, "it was not written by this version of Connectors, or is damaged", "Update Connectors in every process that uses this store, or restore the store from its backup.");
        }

        var header = 2 + record[1];
        var keyId = Encoding.ASCII.GetString(record[2..header]);
        var key = keys.Find(keyId) ?? throw Unreadable(
            id,
            Printable(keyId) ? $"it was encrypted with the key '{keyId}', which this app does not have" : "it is damaged",
            "Give the app that key again (older keys must be kept beside the current one), or connect the account again.");

        Span<byte> dataKey = stackalloc byte[EncryptionKey.Length];
        var content = new byte[record.Length - header - Sealing - EncryptionKey.Length - Sealing];
        try
        {
            var known = Known(id, record[..header]);
            OpenPart(key.Bytes, record.Slice(header, Sealing + EncryptionKey.Length), dataKey, known);
            OpenPart(dataKey, record[(header + Sealing + EncryptionKey.Length)..], content, known);
            return content;
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(content);
            throw Unreadable(
                id,
                $"the key '{keyId}' does not fit it, or it was changed or moved from another row",
                "Check that the app has the key that the store was written with; if it has, restore the store from its backup or connect the account again.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Says whether a record is encrypted with the key that is the current one now.</summary>
    /// <param name="record">What <see cref="Seal"/> gave.</param>
    public bool IsCurrent(ReadOnlySpan<byte> record) =>
        record.Length > 2 && record[0] == FormatVersion && record.Length >= 2 + record[1] && Encoding.ASCII.GetString(record.Slice(2, record[1])) == keys.Current.Id;

    /// <summary>Gives a hash that only this app's key can make: it tells whether content is the same, and nothing else. Names the key.</summary>
    /// <param name="id">The record's id; the same content under another id has another hash.</param>
    /// <param name="content">What to hash.</param>
    public string Hash(string id, ReadOnlySpan<byte> content) => Hash(keys.Current, id, content);

    /// <summary>Says whether a hash is that of a content, also while the processes of an app do not agree yet on which key is the current one.</summary>
    /// <param name="hash">What <see cref="Hash(string, ReadOnlySpan{byte})"/> gave.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="content">The content.</param>
    public bool IsHash(string? hash, string id, ReadOnlySpan<byte> content) =>
        hash is not null
        && hash.LastIndexOf('.') is > 0 and var end
        && keys.Find(hash[..end]) is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(key, id, content)));

    private static string Hash(EncryptionKey of, string id, ReadOnlySpan<byte> content)
    {
        Span<byte> key = stackalloc byte[EncryptionKey.Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, of.Bytes, key, salt: Encoding.UTF8.GetBytes(id), info: "connectors hash"u8);
        try
        {
            return $"{of.Id}.{Convert.ToHexStringLower(HMACSHA256.HashData(key, content))}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static ConnectorException Unreadable(string id, string why, string toDo) => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = $"The stored record '{id}' cannot be decrypted: {why}",
        ToDo = toDo,
    });

    private static void SealPart(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, Span<byte> part, byte[] known)
    {
        RandomNumberGenerator.Fill(part[..Nonce]);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(part[..Nonce], plain, part[Nonce..^Tag], part[^Tag..], known);
    }

    private static void OpenPart(ReadOnlySpan<byte> key, ReadOnlySpan<byte> part, Span<byte> plain, byte[] known)
    {
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(part[..Nonce], part[Nonce..^Tag], part[^Tag..], plain, known);
    }

    private static byte[] Known(string id, ReadOnlySpan<byte> header)
    {
        var length = Encoding.UTF8.GetByteCount(id);
        var known = new byte[4 + header.Length + length];
        BinaryPrimitives.WriteInt32LittleEndian(known, header.Length);
        header.CopyTo(known.AsSpan(4));
        Encoding.UTF8.GetBytes(id, known.AsSpan(4 + header.Length));
        return known;
    }

    private static bool Printable(string keyId) => keyId.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
