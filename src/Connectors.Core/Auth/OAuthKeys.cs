using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Connectors.Auth;

/// <summary>Verifies signatures by an issuer's public keys (RFC 7517, RFC 7518).</summary>
internal static class OAuthKeys
{
    /// <summary>Whether signatures of an algorithm can be verified: RSA (PKCS #1, PSS) and the NIST curves. EdDSA is not in .NET, and HMAC has no public key.</summary>
    public static bool Knows(string algorithm) => algorithm is ['R' or 'P' or 'E', 'S', ..] && Hash(algorithm) is not null;

    /// <summary>Verifies a signature.</summary>
    /// <param name="keys">The key set.</param>
    /// <param name="algorithm">The algorithm, as the token names it.</param>
    /// <param name="id">The key's id, where the token names one.</param>
    /// <param name="signed">What is signed.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>Whether it is good; <see langword="null"/> when no key of the set fits.</returns>
    public static bool? Verify(JsonElement keys, string algorithm, string? id, byte[] signed, byte[] signature)
    {
        if (!keys.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        bool? outcome = null;
        foreach (var key in list.EnumerateArray().Where(key => Fits(key, algorithm, id)))
        {
            try
            {
                outcome = Verify(key, algorithm, signed, signature);
            }
            catch (Exception exception) when (exception is CryptographicException or FormatException or KeyNotFoundException)
            {
                outcome = false;
            }

            if (outcome == true)
            {
                break;
            }
        }

        return outcome;
    }

    private static bool Fits(JsonElement key, string algorithm, string? id) =>
        key.ValueKind == JsonValueKind.Object
        && OAuthTokenAnswer.Text(key, "kty") == (algorithm[0] == 'E' ? "EC" : "RSA")
        && (id is null || OAuthTokenAnswer.Text(key, "kid") == id)
        && OAuthTokenAnswer.Text(key, "use") is null or "sig"
        && (OAuthTokenAnswer.Text(key, "alg") is not { } stated || stated == algorithm);

    private static bool Verify(JsonElement key, string algorithm, byte[] signed, byte[] signature)
    {
        var hash = Hash(algorithm)!.Value;
        if (algorithm[0] == 'E')
        {
            using var curve = ECDsa.Create(new ECParameters
            {
                Curve = OAuthTokenAnswer.Text(key, "crv") switch
                {
                    "P-256" when hash == HashAlgorithmName.SHA256 => ECCurve.NamedCurves.nistP256,
                    "P-384" when hash == HashAlgorithmName.SHA384 => ECCurve.NamedCurves.nistP384,
                    "P-521" when hash == HashAlgorithmName.SHA512 => ECCurve.NamedCurves.nistP521,
                    _ => throw new FormatException(),
                },
                Q = new() { X = Number(key, "x"), Y = Number(key, "y") },
            });
            return curve.VerifyData(signed, signature, hash);
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = Number(key, "n"), Exponent = Number(key, "e") });
        return rsa.KeySize >= 2048 && rsa.VerifyData(signed, signature, hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static byte[] Number(JsonElement key, string name) => Base64Url.DecodeFromChars(OAuthTokenAnswer.Text(key, name) ?? throw new FormatException());

    private static HashAlgorithmName? Hash(string algorithm) => algorithm.Length == 5 ? algorithm[2..] switch
    {
        "256" => HashAlgorithmName.SHA256,
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => null,
    }
    : null;
}
