namespace Connectors.Auth;

/// <summary>Makes a provider's words fit for a message: short, one line, and without the secrets that were sent.</summary>
internal static class SecretBlanker
{
    private const int MaxText = 300;
    private const int MaxCode = 64;

    /// <summary>Blanks secrets, also as they look percent-encoded, and shortens.</summary>
    public static string? Words(string? text, IEnumerable<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        foreach (var secret in secrets.Where(static secret => secret.Length > 3))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), "***", StringComparison.OrdinalIgnoreCase);
        }

        text = new string([.. text.Select(static character => char.IsControl(character) ? ' ' : character)]).Trim();
        return text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
    }

    /// <summary>Gives a code when it looks like one (<c>invalid_grant</c>): anything else may be anything.</summary>
    public static string? Code(string? code, IEnumerable<string> secrets) =>
        code is { Length: > 0 and <= MaxCode } && code.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
            && !secrets.Any(secret => secret.Length > 3 && code.Contains(secret, StringComparison.Ordinal))
            ? code
            : null;
}
