using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Connectors.Auth;

namespace Connectors;

/// <summary>How a token is signed (RFC 7518, 3.1).</summary>
public enum SigningAlgorithm
{
    /// <summary>HMAC with SHA-256 over a shared secret of at least 32 bytes.</summary>
    HS256,

    /// <summary>RSA PKCS#1 v1.5 with SHA-256, 2048 bits or more.</summary>
    RS256,

    /// <summary>RSA PSS with SHA-256, 2048 bits or more.</summary>
    PS256,

    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    ES256,
}

/// <summary>
/// A key with which tokens are signed. Reads the key once and keeps it, so that a signature costs only itself. Never prints.
/// Thread-safe; needs no disposal.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SigningKey
{
    private readonly Lock _gate = new();

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly AsymmetricAlgorithm? _key;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _secret = [];

    internal SigningKey(AsymmetricAlgorithm key, SigningAlgorithm algorithm, string? keyId) => (_key, Algorithm, KeyId) = (key, algorithm, keyId);

    private SigningKey(byte[] secret, string? keyId) => (_secret, KeyId) = (secret, keyId);

    /// <summary>Gets how it signs.</summary>
    public SigningAlgorithm Algorithm { get; }

    /// <summary>Gets the id under which the receiver knows the key (<c>kid</c>), where it has one.</summary>
    public string? KeyId { get; }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">PEM: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted. Line breaks may be written as <c>\n</c>, as environment variables have them.</param>
    /// <param name="algorithm">How to sign; by default as the key is: <see cref="SigningAlgorithm.RS256"/> or <see cref="SigningAlgorithm.ES256"/>.</param>
    /// <param name="keyId">The key's id.</param>
    /// <exception cref="ConnectorException">The text is no such key, or the key is too weak or of another kind (<see cref="ErrorKind.Validation"/>).</exception>
    public static SigningKey FromPem(Secret pem, SigningAlgorithm? algorithm = null, string? keyId = null) =>
        TryReadPem(pem, algorithm, keyId, out var problem) ?? throw Refused("private key", problem);

    /// <summary>Takes a shared secret for <see cref="SigningAlgorithm.HS256"/>; its UTF-8 bytes are the key.</summary>
    /// <param name="secret">The secret, at least 32 bytes (RFC 7518, 3.2).</param>
    /// <param name="keyId">The key's id.</param>
    /// <exception cref="ConnectorException">The secret is too short (<see cref="ErrorKind.Validation"/>).</exception>
    public static SigningKey FromSecret(Secret secret, string? keyId = null) =>
        TryTakeSecret(secret, keyId, out var problem) ?? throw Refused("secret", problem);

    /// <summary>Signs.</summary>
    /// <param name="data">What to sign.</param>
    /// <returns>The signature; of ES256, the 64 bytes of r and s, as RFC 7518, 3.4 has it.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (_key is null)
        {
            return HMACSHA256.HashData(_secret, data);
        }

        lock (_gate)
        {
            return _key is RSA rsa
                ? rsa.SignData(data, HashAlgorithmName.SHA256, Algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : ((ECDsa)_key).SignData(data, HashAlgorithmName.SHA256);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} key ***";

    internal static SigningKey? TryReadPem(Secret pem, SigningAlgorithm? algorithm, string? keyId, out string problem) =>
        SigningKeyReader.Read(pem.Reveal(), algorithm, keyId, out problem);

    internal static SigningKey? TryTakeSecret(Secret secret, string? keyId, out string problem)
    {
        problem = "it is shorter than the 32 bytes that HS256 asks for (RFC 7518)";
        var bytes = Encoding.UTF8.GetBytes(secret.Reveal());
        return bytes.Length >= HMACSHA256.HashSizeInBytes ? FromBytes(bytes, keyId) : null;
    }

    internal static SigningKey FromBytes(byte[] secret, string? keyId) => new(secret, keyId);

    private static ConnectorException Refused(string what, string problem) => new(new()
    {
        Kind = ErrorKind.Validation,
        What = $"The {what} cannot be used for signing: {problem}",
        ToDo = $"Take the {what} from where the provider or your vault gives it, whole and unchanged.",
    });
}
