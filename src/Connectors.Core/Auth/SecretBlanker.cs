using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Auth;

/// <summary>Makes a provider's words fit for a message: short, one line, and without the secrets that were sent.</summary>
internal static class SecretBlanker
{
    private const int MaxText = 300;
    private const int MaxCode = 64;

    /// <summary>What is as long as this is no common word: it is blanked wherever it stands.</summary>
    private const int LongRun = 8;

    /// <summary>Secrets shorter than this would blank half of every text.</summary>
    private const int Shortest = 4;

    private static readonly SearchValues<char> s_alphanumeric = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Blanks secrets, also as they look encoded (percent, form, JSON, HTML, base64, hexadecimal) or as a part of something encoded, and shortens.</summary>
    public static string? Words(string? text, IEnumerable<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = Blank(text, LooksOf(secrets));
        text = new string([.. text.Select(static character => char.IsControl(character) ? ' ' : character)]).Trim();
        return text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
    }

    /// <summary>Gives every look of secrets, the longest first.</summary>
    public static string[] LooksOf(IEnumerable<string> secrets) =>
        [.. secrets.Where(static secret => secret.Length >= Shortest).SelectMany(Looks).Distinct(StringComparer.Ordinal).OrderByDescending(static look => look.Length)];

    /// <summary>Blanks every look of secrets in a text.</summary>
    public static string Blank(string text, IReadOnlyList<string> looks)
    {
        foreach (var look in looks)
        {
            text = text.Replace(look, "***", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Gives a code when it looks like one (<c>invalid_grant</c>): anything else may be anything.</summary>
    public static string? Code(string? code, IEnumerable<string> secrets) =>
        code is { Length: > 0 and <= MaxCode } && code.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
            && Words(code, secrets) == code
            ? code
            : null;

    /// <summary>Gives a secret in every look in which a provider may show it again.</summary>
    private static IEnumerable<string> Looks(string secret) =>
    [
        secret,
        Uri.EscapeDataString(secret),
        WebUtility.UrlEncode(secret),
        WebUtility.HtmlEncode(secret),
        JsonEncodedText.Encode(secret).ToString(),
        JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        secret.Replace("/", "\\/", StringComparison.Ordinal),
        .. EncodedLooks(secret),

        // However the characters between them are escaped, before or after that, these stay as they are.
        .. Runs(secret).SelectMany(static run => EncodedLooks(run).Append(run)),
    ];

    private static IEnumerable<string> EncodedLooks(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return Convert.ToHexString(bytes);
        foreach (var look in Base64Looks(bytes))
        {
            yield return look;
            yield return look.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>Gives the part of base64 text that a secret always makes, wherever it stands in what was encoded (<c>user:password</c>).</summary>
    private static IEnumerable<string> Base64Looks(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. secret]).TrimEnd('=');
            var first = before == 0 ? 0 : before + 1;
            var last = text.Length - ((before + secret.Length) % 3 == 0 ? 0 : 1);
            if (last - first >= LongRun - 2)
            {
                yield return text[first..last];
            }
        }
    }

    private static IEnumerable<string> Runs(string secret)
    {
        for (var start = 0; start < secret.Length; start++)
        {
            var length = secret.AsSpan(start).IndexOfAnyExcept(s_alphanumeric);
            length = length < 0 ? secret.Length - start : length;
            if (length >= LongRun)
            {
                yield return secret.Substring(start, length);
            }

            start += length;
        }
    }
}
