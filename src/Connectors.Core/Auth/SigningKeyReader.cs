using System.Security.Cryptography;

namespace Connectors.Auth;

/// <summary>Reads private keys from PEM and says what is wrong with those that cannot be used; never with words of the text itself.</summary>
internal static class SigningKeyReader
{
    private const int LeastRsaBits = 2048;
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Reads the first private key of a text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="algorithm">How it is to sign.</param>
    /// <param name="keyId">Its id.</param>
    /// <param name="problem">Why there is none.</param>
    public static SigningKey? Read(string pem, SigningAlgorithm? algorithm, string? keyId, out string problem)
    {
        var text = pem.Replace("\\n", "\n", StringComparison.Ordinal);
        if (algorithm == SigningAlgorithm.HS256)
        {
            problem = "HS256 takes a shared secret, not a private key";
            return null;
        }

        if (!TryFindPrivateKey(text, out var block, out problem))
        {
            return null;
        }

        AsymmetricAlgorithm? key = Import(RSA.Create(), block) ?? Import(ECDsa.Create(), block) as AsymmetricAlgorithm;
        problem = key switch
        {
            null => "it is neither an RSA nor an EC key, or is damaged",
            RSA when algorithm == SigningAlgorithm.ES256 => "it is an RSA key, and ES256 takes an EC key",
            RSA { KeySize: < LeastRsaBits } => $"it has {key.KeySize} bits, and RFC 7518 asks for {LeastRsaBits} or more",
            ECDsa when algorithm is SigningAlgorithm.RS256 or SigningAlgorithm.PS256 => $"it is an EC key, and {algorithm} takes an RSA key",
            ECDsa curve when !IsP256(curve) => "it is an EC key of another curve than P-256, which ES256 takes",
            _ => "",
        };
        if (problem.Length > 0)
        {
            key?.Dispose();
            return null;
        }

        return new(key!, algorithm ?? (key is RSA ? SigningAlgorithm.RS256 : SigningAlgorithm.ES256), keyId);
    }

    private static bool TryFindPrivateKey(string text, out string block, out string problem)
    {
        block = "";
        problem = "it is no PEM text: -----BEGIN PRIVATE KEY----- … -----END PRIVATE KEY-----";
        if (text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            problem = "it is encrypted; take the passphrase off first (openssl pkey)";
            return false;
        }

        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            switch (rest[fields.Label])
            {
                case "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY":
                    block = rest[fields.Location].ToString();
                    return true;
                case "ENCRYPTED PRIVATE KEY":
                    problem = "it is encrypted; take the passphrase off first (openssl pkey)";
                    break;
                case "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE":
                    problem = "it is the public half; signing takes the private key";
                    break;
            }

            rest = rest[fields.Location.End..];
        }

        return false;
    }

    private static T? Import<T>(T key, string block)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(block);
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Of another kind, or damaged: the caller says which. The exception could tell of the content.
            key.Dispose();
            return null;
        }
    }

    private static bool IsP256(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && (curve.Oid.Value == P256 || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");
    }
}
