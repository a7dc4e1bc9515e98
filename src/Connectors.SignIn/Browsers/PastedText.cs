namespace Connectors.SignIn;

/// <summary>Reads what a person pasted: the whole redirect address, its query, or the code alone.</summary>
internal static class PastedText
{
    /// <summary>Reads a line.</summary>
    /// <returns>The redirect address with the answer; or, in words for the person, why there is none in it.</returns>
    public static (string? Response, string? Why) Read(string line, BrowserOptions options)
    {
        var text = line.Trim().Trim('"', '\'', '<', '>').Trim();
        var state = CallbackAddress.StateOf(options.StartUrl);
        if (text.Length > CallbackAddress.MaxLength || text.Any(char.IsWhiteSpace))
        {
            return (null, "That is no address and no code: copy it again, in one piece.");
        }

        if (IsAddressOrQuery(text))
        {
            var query = text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? text[mark..]
                : text.Contains("://", StringComparison.Ordinal) ? "" : "?" + text;
            return !CallbackAddress.IsAnswer(query, null) ? (null, "That address holds no code. Copy the one at which the browser ends, with everything behind the question mark.")
                : !CallbackAddress.IsAnswer(query, state) ? (null, "That address belongs to another sign-in. Open the address above, and paste where it ends.")
                : (WithoutFragmentAndQuery(options.EndUrl) + query, null);
        }

        if (state is null)
        {
            return (null, "With this provider the code alone is not enough: paste the whole address.");
        }

        // From an address bar it comes percent-encoded, from a page as it is.
        var code = Uri.EscapeDataString(Uri.UnescapeDataString(text));
        return ($"{WithoutFragmentAndQuery(options.EndUrl)}?code={code}&state={Uri.EscapeDataString(state)}", null);
    }

    private static bool IsAddressOrQuery(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith('?')
        || text.StartsWith("code=", StringComparison.Ordinal) || text.StartsWith("error=", StringComparison.Ordinal) || text.Contains("&code=", StringComparison.Ordinal) || text.Contains("?code=", StringComparison.Ordinal)
        || text.Contains("&error=", StringComparison.Ordinal) || text.Contains("?error=", StringComparison.Ordinal);

    private static string WithoutFragmentAndQuery(string address) => address.Split('?', '#')[0];
}
