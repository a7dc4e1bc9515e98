using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>What OAuth 1.0a signs, and the signature (RFC 5849, 3.4).</summary>
internal static class OAuth1Signature
{
    /// <summary>Percent-encodes as 3.6 has it: everything but letters, digits and <c>-._~</c>, in UTF-8, with upper-case digits.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>Reads the parameters of a query or a form (3.4.1.3.1): percent signs are decoded, a plus is a space.</summary>
    public static List<KeyValuePair<string, string>> Pairs(ReadOnlySpan<char> text)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (!pair.IsEmpty)
            {
                var equals = pair.IndexOf('=');
                pairs.Add(equals < 0 ? new(Decode(pair), "") : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
            }
        }

        return pairs;
    }

    /// <summary>Makes the signature base string (3.4.1).</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The address; its query and fragment have no part in it.</param>
    /// <param name="parameters">All parameters, decoded: of the protocol (without realm and signature), of the query, of the form.</param>
    public static string BaseString(HttpMethod method, Uri address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var encoded = parameters.Select(static pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Name}={pair.Value}");
        return $"{method.Method.ToUpperInvariant()}&{Encode(address.GetLeftPart(UriPartial.Path))}&{Encode(string.Join('&', encoded))}";
    }

    /// <summary>Makes the key (3.4.2): both secrets, joined also where one is empty.</summary>
    public static string Key(Secret consumer, Secret token) => $"{Encode(consumer.Reveal())}&{Encode(token.Reveal())}";

    /// <summary>Signs, in base64.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 5849 names SHA-1; as an HMAC it holds, and HMAC-SHA256 is the default.")]
    public static string Sign(OAuth1SignatureMethod method, string key, string text)
    {
        var (secret, data) = (Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text));
        return Convert.ToBase64String(method == OAuth1SignatureMethod.HmacSha1 ? HMACSHA1.HashData(secret, data) : HMACSHA256.HashData(secret, data));
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
