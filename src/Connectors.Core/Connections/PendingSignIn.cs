using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Auth;

namespace Connectors;

/// <summary>A sign-in that has begun, as it waits encrypted in the store for its end. Holds secrets in the clear: never prints.</summary>
internal sealed class PendingSignIn
{
    private const string Purpose = "sign-in:";

    public required string Key { get; init; }

    public required string Scheme { get; init; }

    public required string[] Scopes { get; init; }

    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>Where the browser comes back to; of a sign-in in the browser only.</summary>
    public string? RedirectUri { get; init; }

    public string? Verifier { get; init; }

    public string? Nonce { get; init; }

    /// <summary>With what the token endpoint is asked; of a sign-in on another device only.</summary>
    public string? DeviceCode { get; init; }

    /// <summary>The seconds between two questions; of a sign-in on another device only.</summary>
    public int Interval { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the store knows of a state or a handle: its hash, so that a copy of the store starts no sign-in.</summary>
    public static string IdOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));

    public byte[] Seal(Envelope envelope, string id)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(this, PendingSignInJsonContext.Default.PendingSignIn);
        try
        {
            return envelope.Seal(Purpose + id, plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public static PendingSignIn? Open(Envelope envelope, string id, ReadOnlyMemory<byte> payload)
    {
        var plain = envelope.Open(Purpose + id, payload.Span);
        try
        {
            return JsonSerializer.Deserialize(plain, PendingSignInJsonContext.Default.PendingSignIn);
        }
        catch (JsonException)
        {
            // Written by another version; its message could show a part of the content.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PendingSignIn))]
internal sealed partial class PendingSignInJsonContext : JsonSerializerContext;
