using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Connectors.Simulators;

/// <summary>The rules of RFC 7636 for challenges and verifiers.</summary>
internal static partial class Pkce
{
    public static bool Takes(string challenge, string method, bool allowPlain) => method switch
    {
        "S256" => S256Challenge().IsMatch(challenge),
        "plain" => allowPlain && Unreserved().IsMatch(challenge),
        _ => false,
    };

    public static bool Fits(string? verifier, string challenge, string method)
    {
        if (verifier is null || !Unreserved().IsMatch(verifier))
        {
            return false;
        }

        var made = string.Equals(method, "S256", StringComparison.Ordinal)
            ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
            : verifier;
        return string.Equals(made, challenge, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[A-Za-z0-9\-._~]{43,128}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unreserved();

    [GeneratedRegex(@"^[A-Za-z0-9\-_]{43}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex S256Challenge();
}
