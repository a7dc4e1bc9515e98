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
