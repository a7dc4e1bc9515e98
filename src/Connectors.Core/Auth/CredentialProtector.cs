using System.Security.Cryptography;
using System.Text.Json;

namespace Connectors.Auth;

/// <summary>Turns credentials into ciphertext for the store, and back. Thread-safe.</summary>
internal sealed class CredentialProtector(Envelope envelope)
{
    private const string Purpose = "credential:";

    /// <summary>Encrypts a credential.</summary>
    /// <param name="id">The credential's id; the ciphertext opens under no other one.</param>
    /// <param name="credential">The credential.</param>
    public byte[] Protect(string id, Credential credential)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(CredentialRecord.From(credential), CredentialJsonContext.Default.CredentialRecord);
        try
        {
            return envelope.Seal(Purpose + id, plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Says whether a ciphertext was made with the key that is the current one now.</summary>
    /// <param name="payload">The ciphertext.</param>
    public bool IsCurrent(ReadOnlyMemory<byte> payload) => envelope.IsCurrent(payload.Span);

    /// <summary>Encrypts a credential anew, with the current key.</summary>
    /// <param name="id">The credential's id.</param>
    /// <param name="payload">The ciphertext.</param>
    /// <exception cref="ConnectorException">It cannot be decrypted (<see cref="ErrorKind.Configuration"/>).</exception>
    public byte[] Rewrap(string id, ReadOnlyMemory<byte> payload)
    {
        var plain = envelope.Open(Purpose + id, payload.Span);
        try
        {
            return envelope.Seal(Purpose + id, plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Says whether two ciphertexts hold the same credential.</summary>
    /// <param name="id">The credential's id.</param>
    /// <param name="one">A ciphertext.</param>
    /// <param name="other">Another one.</param>
    /// <exception cref="ConnectorException">One cannot be decrypted (<see cref="ErrorKind.Configuration"/>).</exception>
    public bool IsSame(string id, ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        var first = envelope.Open(Purpose + id, one.Span);
        var second = envelope.Open(Purpose + id, other.Span);
        try
        {
            return CryptographicOperations.FixedTimeEquals(first, second);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(second);
        }
    }

    /// <summary>Decrypts a credential.</summary>
    /// <param name="id">The credential's id.</param>
    /// <param name="payload">The ciphertext.</param>
    /// <exception cref="ConnectorException">It cannot be decrypted (<see cref="ErrorKind.Configuration"/>).</exception>
    public Credential Unprotect(string id, ReadOnlyMemory<byte> payload)
    {
        var plain = envelope.Open(Purpose + id, payload.Span);
        try
        {
            if (JsonSerializer.Deserialize(plain, CredentialJsonContext.Default.CredentialRecord)?.ToCredential() is { } credential)
            {
                return credential;
            }
        }
        catch (JsonException)
        {
            // Its message could show a part of the credential.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        throw Envelope.Unreadable(Purpose + id, "it holds a kind of credential that this version does not know", "Update Connectors in every process that uses this store.");
    }
}
