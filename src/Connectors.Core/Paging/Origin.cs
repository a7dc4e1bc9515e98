namespace Connectors.Definitions;

/// <summary>Keeps lists on the origin that they began at: a link elsewhere is an error, never a request with a credential.</summary>
internal static class Origin
{
    /// <summary>Gives path and query of a link, resolved against the page's own address and without the host's base path.</summary>
    internal static string PathAndQuery(Uri page, Uri host, string link)
    {
        var basePath = host.AbsolutePath.TrimEnd('/');
        if (Resolve(page, link) is not { } next || next.UserInfo.Length > 0 || !Same(page, next) || !IsBelow(next.AbsolutePath, basePath))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Protocol,
                What = $"The next page's link leads away from {page.Scheme}://{page.Authority}{basePath}, so it was not followed",
                ToDo = "Check the provider's address; a link to another place never gets a credential.",
            });
        }

        return next.PathAndQuery[basePath.Length..] is ['/', ..] path ? path : "/" + next.PathAndQuery[basePath.Length..];
    }

    /// <summary>Resolves a link (RFC 3986, 5), or gives <see langword="null"/>. At a few texts the framework's parser throws instead of saying no, at some when a part is read.</summary>
    internal static Uri? Resolve(Uri from, string link)
    {
        try
        {
            return Uri.TryCreate(from, link, out var to) && to.AbsoluteUri.Length > 0 && to.Authority.Length > 0 ? to : null;
        }
        catch (Exception error) when (error is IndexOutOfRangeException or UriFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static bool IsBelow(string path, string basePath) =>
        path.StartsWith(basePath, StringComparison.Ordinal) && (path.Length == basePath.Length || path[basePath.Length] == '/');

    /// <summary>Whether two addresses have scheme, host and port in common. The host as it is written: the ASCII form of a name may not exist, or be another machine's view of it.</summary>
    internal static bool Same(Uri one, Uri other) =>
        one.IsAbsoluteUri && other.IsAbsoluteUri && one.Scheme == other.Scheme && one.Port == other.Port
        && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);
}
