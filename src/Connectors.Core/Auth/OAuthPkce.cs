using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Auth;

/// <summary>Random values of a sign-in, and the proof key for code exchange (RFC 7636, always S256).</summary>
internal static class OAuthPkce
{
    /// <summary>32 random bytes as 43 characters of base64url: a verifier, a state, a binding.</summary>
    public static string NewSecret()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>The challenge of a verifier.</summary>
    public static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
