using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Takes a credential off a request again, and edits the places where one can stand.</summary>
internal static class CredentialPlaces
{
    private static readonly UriCreationOptions s_verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Removes every header and query parameter that the scheme sets.</summary>
    public static void Clear(HttpRequestMessage request, AuthScheme scheme)
    {
        foreach (var header in scheme.HeaderNames)
        {
            request.Headers.Remove(header);
        }

        foreach (var name in scheme.QueryNames)
        {
            request.RequestUri = SetQuery(request.RequestUri!, name, null);
        }
    }

    /// <summary>Sets a header to one value, whatever it was before.</summary>
    public static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Sets, or with <see langword="null"/> removes, one query parameter; every other one stays byte for byte as it is.</summary>
    public static Uri SetQuery(Uri address, string name, string? value)
    {
        var text = address.AbsoluteUri;
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : text[(mark + 1)..];
        var pairs = Without(query, '&', Uri.EscapeDataString(name));
        if (value is not null)
        {
            pairs.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        }

        var start = mark < 0 ? text : text[..mark];
        return new(pairs.Count == 0 ? start : $"{start}?{string.Join('&', pairs)}", s_verbatim);
    }

    /// <summary>Sets one cookie; every other one stays.</summary>
    public static void SetCookie(HttpRequestMessage request, string name, string value)
    {
        var cookies = request.Headers.TryGetValues("Cookie", out var values) ? string.Join("; ", values) : "";
        var pairs = Without(cookies, ';', name);
        pairs.Add($"{name}={value}");
        SetHeader(request, "Cookie", string.Join("; ", pairs));
    }

    private static List<string> Without(string text, char separator, string name) =>
    [
        .. text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(pair => !(pair.StartsWith(name, StringComparison.Ordinal) && (pair.Length == name.Length || pair[name.Length] == '='))),
    ];
}
