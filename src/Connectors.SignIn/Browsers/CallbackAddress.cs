using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Connectors.SignIn;

/// <summary>Looks into the addresses of a sign-in: which state was sent, and whether an answer is the one to it.</summary>
internal static class CallbackAddress
{
    /// <summary>Longer than any provider's answer, and what the completion of a sign-in takes at most.</summary>
    public const int MaxLength = 16 << 10;

    /// <summary>The state that the sign-in page was opened with; null where the request was pushed to the provider before (RFC 9126).</summary>
    public static string? StateOf(string startUrl) => Query(startUrl)["state"];

    /// <summary>Whether an address holds the provider's answer, and to this sign-in.</summary>
    /// <param name="address">The address, or its query from the question mark on.</param>
    /// <param name="state">The state sent; null when it is not known, and whoever completes the sign-in checks it.</param>
    public static bool IsAnswer(string address, string? state)
    {
        var query = Query(address);
        return (query["code"] is { Length: > 0 } || query["error"] is { Length: > 0 })
            && (state is null || (query["state"] is { } given && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(state))));
    }

    /// <summary>The provider's error and its words for it, when the answer is one.</summary>
    public static (string? Error, string? Description) ErrorOf(string address)
    {
        var query = Query(address);
        return (query["error"], query["error_description"]);
    }

    private static NameValueCollection Query(string address)
    {
        var end = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? hash : address.Length;
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        return HttpUtility.ParseQueryString(mark < 0 || mark > end ? "" : address[(mark + 1)..end]);
    }
}
