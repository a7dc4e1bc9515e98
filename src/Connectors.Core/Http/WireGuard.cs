using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>Holds each request against the one rule of credentials: over https (loopback excepted), to the address that was asked for, and nowhere else.</summary>
internal static class WireGuard
{
    /// <summary>Refuses to send a request with a credential to another place than the call's.</summary>
    internal static void CheckPlace(HttpRequestMessage request, CallState call)
    {
        var uri = request.RequestUri!;
        if (!Origin.Same(uri, call.Address) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Configuration, $"A credential would go to {uri.Scheme}://{uri.Authority}, which is not https or not the provider"));
        }

        // A front that serves many would hand the request to whom this header names.
        if (request.Headers.Host is { } named && !string.Equals(named, uri.Authority, StringComparison.OrdinalIgnoreCase))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Configuration, "The request's Host header names another host than its address") with { ToDo = "Leave the Host header out." });
        }
    }

    /// <summary>Transports follow no redirects. Where an app's own one does all the same, the answer comes from a place that was not asked.</summary>
    internal static void CheckNotRedirected(HttpResponseMessage response, Uri sent, CallState call)
    {
        if (response.RequestMessage?.RequestUri is { } final && !Origin.Same(final, sent))
        {
            throw ConnectorException.From(call.Facts(ErrorKind.Protocol, "The transport followed a redirect to another place") with
            {
                ToDo = "Turn AllowAutoRedirect off in the app's primary handler: .NET keeps custom credential headers when it follows.",
            });
        }
    }

    /// <summary>
    /// Turns off what the app's own transport would do behind the chain's back: follow redirects with whatever headers there are, and
    /// keep one customer's cookies for the next.
    /// </summary>
    /// <exception cref="ConnectorException">The handler has sent requests already and can no longer be changed (<see cref="ErrorKind.Configuration"/>).</exception>
    internal static void Tame(HttpMessageHandler handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        try
        {
            if (handler is SocketsHttpHandler sockets && (sockets.AllowAutoRedirect || sockets.UseCookies))
            {
                (sockets.AllowAutoRedirect, sockets.UseCookies) = (false, false);
            }
            else if (handler is HttpClientHandler client && (client.AllowAutoRedirect || client.UseCookies))
            {
                (client.AllowAutoRedirect, client.UseCookies) = (false, false);
            }
        }
        catch (InvalidOperationException error)
        {
            throw new ConnectorException(
                new()
                {
                    Kind = ErrorKind.Configuration,
                    What = "The app's transport follows redirects or keeps cookies, and was used already, so that it cannot be changed",
                    ToDo = "Set AllowAutoRedirect and UseCookies to false where the app makes the handler.",
                },
                error);
        }
    }
}
