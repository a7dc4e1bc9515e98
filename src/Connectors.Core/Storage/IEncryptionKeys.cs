namespace Connectors.Storage;

/// <summary>
/// The keys that encrypt credentials at rest. Thread-safe. The current key encrypts; every key that ever did must still be found,
/// so that what it encrypted can be read. To use a vault that gives keys out, load them at start and implement these two members over
/// them; for one that does not (a KMS, ASP.NET Data Protection), see <see cref="IKeyWrapper"/>.
/// </summary>
/// <remarks>
/// To rotate without a pause: give the new key to every process beside the older ones; make it the current one; run
/// <see cref="ICredentialReencryption"/>; take the older key away when sign-ins that had begun have ended, because they are encrypted with
/// it: ten minutes later, and where customers sign in on another device, as long as the provider gives them for it (half an hour). What is written anyway (a renewal, a sign-in) is encrypted with the current key from then on.
/// </remarks>
public interface IEncryptionKeys
{
    /// <summary>Gets the key that encrypts now.</summary>
    EncryptionKey Current { get; }

    /// <summary>Finds a key by its id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The key, or <see langword="null"/>.</returns>
    EncryptionKey? Find(string id);
}

/// <summary>A key of 256 bits. Never prints.</summary>
public sealed class EncryptionKey
{
    /// <summary>The length of a key.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes;

    /// <summary>Wraps a key.</summary>
    /// <param name="id">Names the key in what it encrypted: 1 to 64 letters, digits, '-', '_' or '.'. Never give an id to another key.</param>
    /// <param name="bytes">32 random bytes.</param>
    /// <exception cref="ConnectorException">The id or the length is wrong (<see cref="ErrorKind.Configuration"/>).</exception>
    public EncryptionKey(string id, ReadOnlySpan<byte> bytes)
    {
        if (id is not { Length: > 0 and <= 64 } || !id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            throw KeyProblem("An encryption key's id is not 1 to 64 letters, digits, '-', '_' or '.'");
        }

        if (bytes.Length != Length)
        {
            throw KeyProblem($"The encryption key '{id}' has {bytes.Length} bytes, not {Length}");
        }

        Id = id;
        _bytes = bytes.ToArray();
    }

    /// <summary>Gets the id.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ***";

    internal static EncryptionKey Parse(string id, string? base64)
    {
        Span<byte> bytes = stackalloc byte[Length + 1];
        return Convert.TryFromBase64String(base64?.Trim() ?? "", bytes, out var written)
            ? new(id, bytes[..written])
            : throw KeyProblem($"The encryption key '{id}' is not {Length} bytes in base64");
    }

    internal static ConnectorException KeyProblem(string what) => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = what,
        ToDo = "Make a key with: openssl rand -base64 32.",
    });
}
