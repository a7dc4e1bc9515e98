using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>
/// Where a read that is redirected goes on (RFC 9110, 15.4). On the provider's own origin it goes on with the credential; elsewhere
/// only a file is fetched whose endpoint allows it, without one. A write is never sent on: it was meant for the place that it went to.
/// </summary>
internal static class Redirect
{
    /// <summary>How many redirects one request follows.</summary>
    internal const int Most = 5;

    /// <summary>Gives the place to go on at, or <see langword="null"/> where the answer is no redirect or none to follow; the call's error says why.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="call">The call, with the verdict on the answer.</param>
    /// <param name="asked">The place that answered.</param>
    /// <param name="followed">How many redirects were followed before.</param>
    internal static Uri? Target(HttpResponseMessage response, CallState call, Uri asked, int followed)
    {
        if (call.Action is not { Verdict: ResponseVerdict.Fail, Kind: ErrorKind.Protocol } || Location(response) is not { } location)
        {
            return null;
        }

        if (Origin.Resolve(asked, location) is not { } target || target.UserInfo.Length > 0)
        {
            return Refused(call, response, "a place that is no plain address");
        }

        if (!KeepsRequest(call, (int)response.StatusCode))
        {
            return Refused(call, response, "another place, and only a read is sent on");
        }

        if (!Origin.Same(target, call.Address) && !(call.MayLeave && IsFileHost(target, call)))
        {
            return Refused(call, response, Difference(target, call.Address));
        }

        return followed < Most ? target : Refused(call, response, $"another place for the {Most + 1}th time");
    }

    /// <summary>Gives the text of the header: its parsed form takes a path for a file of this machine.</summary>
    private static string? Location(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
        && response.Headers.NonValidated.TryGetValues("Location", out var values) && values.Count == 1 && values.ToString() is { Length: > 0 } location
            ? location
            : null;

    /// <summary>301 to 303 may turn a POST into a GET, which would ask for something else; 307 and 308 keep it as it is.</summary>
    private static bool KeepsRequest(CallState call, int status) => call.Endpoint.Effect == Effect.Read
        && (call.Spec.Method == HttpMethod.Get || call.Spec.Method == HttpMethod.Head || status is 307 or 308);

    /// <summary>A public name over https; a loopback address only where the provider itself is at one.</summary>
    private static bool IsFileHost(Uri target, CallState call) => call.Spec.Method == HttpMethod.Get
        && ((target.Scheme == Uri.UriSchemeHttps && PublicAddress.IsName(target)) || (call.Address.IsLoopback && target.IsLoopback && target.Scheme is "http" or "https"));

    /// <summary>Never the address itself: a provider may have copied the request's key into it.</summary>
    private static string Difference(Uri target, Uri asked) =>
        !string.Equals(target.Host, asked.Host, StringComparison.OrdinalIgnoreCase) ? "another host"
        : target.Scheme != asked.Scheme ? "another scheme than https"
        : "another port";

    private static Uri? Refused(CallState call, HttpResponseMessage response, string where)
    {
        call.Error = call.Facts(ErrorKind.Protocol, $"{call.Runtime.Definition.DisplayName} redirects to {where}; that was not followed") with
        {
            StatusCode = (int)response.StatusCode,
            ToDo = "Check the path and the provider's address; a credential never goes anywhere else.",
        };
        return null;
    }
}
