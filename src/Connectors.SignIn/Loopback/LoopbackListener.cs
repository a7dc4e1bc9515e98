using System.Net;
using System.Net.Sockets;

namespace Connectors.SignIn;

/// <summary>Sockets that listen on this machine only, on the port of a redirect address.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int Backlog = 32;
    private const int Tries = 10;

    private LoopbackListener(Uri redirectUri, IReadOnlyList<Socket> sockets) => (RedirectUri, Sockets) = (redirectUri, sockets);

    /// <summary>The redirect address with its real port.</summary>
    public Uri RedirectUri { get; }

    public IReadOnlyList<Socket> Sockets { get; }

    /// <summary>Whether an address is one that can be listened on.</summary>
    public static bool IsLoopback(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo.Length: 0, Fragment.Length: 0 } && address.Scheme == Uri.UriSchemeHttp && AddressesOf(address).Length > 0;

    /// <summary>Listens.</summary>
    /// <param name="redirectUri">An address without a port, or with port 0, takes a free one.</param>
    public static LoopbackListener Bind(Uri redirectUri)
    {
        if (!IsLoopback(redirectUri))
        {
            throw new ArgumentException("The redirect address must be http on 127.0.0.1, [::1] or localhost, without user info and fragment: http://127.0.0.1/ or http://localhost:5000/callback.", nameof(redirectUri));
        }

        var fixedPort = PortOf(redirectUri);
        for (var tries = 1; ; tries++)
        {
            List<Socket> sockets = [];
            try
            {
                foreach (var address in AddressesOf(redirectUri))
                {
                    var port = fixedPort ?? (sockets is [{ LocalEndPoint: IPEndPoint first }, ..] ? first.Port : 0);
                    if (Listen(address, port, isOptional: sockets.Count > 0) is { } socket)
                    {
                        sockets.Add(socket);
                    }
                }

                return new(fixedPort is null ? WithPort(redirectUri, ((IPEndPoint)sockets[0].LocalEndPoint!).Port) : redirectUri, sockets);
            }
            catch (SocketException error)
            {
                sockets.ForEach(static socket => socket.Dispose());
                if (fixedPort is not null || tries == Tries)
                {
                    throw Taken(redirectUri, fixedPort, error);
                }
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in Sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>The name localhost is both addresses: a browser may try either, and whoever listened on the other would get the answer.</summary>
    private static IPAddress[] AddressesOf(Uri address) =>
        address.Host == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip) ? [ip]
        : [];

    private static int? PortOf(Uri address) =>
        address.Port == 0 || (address.IsDefaultPort && !address.OriginalString.Contains(":80", StringComparison.Ordinal)) ? null : address.Port;

    /// <summary>As it was written but for the port: providers compare the rest letter by letter, also a slash at the end.</summary>
    private static Uri WithPort(Uri address, int port)
    {
        var path = address.OriginalString.IndexOf('/', "http://".Length) < 0 ? address.Query : address.PathAndQuery;
        return new($"http://{address.Host}:{port}{path}");
    }

    private static Socket? Listen(IPAddress address, int port, bool isOptional)
    {
        Socket? socket = null;
        try
        {
            socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (OperatingSystem.IsWindows())
            {
                // Else another program could listen on the same port there, and take the answer.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error) when (isOptional && error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported)
        {
            // A machine without IPv6: no browser can come that way either.
            socket?.Dispose();
            return null;
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    private static SignInException Taken(Uri redirectUri, int? port, SocketException error) => new(
        new()
        {
            Kind = ErrorKind.Configuration,
            What = port is null ? $"No port of {redirectUri.Host} can be listened on ({error.SocketErrorCode})" : $"Port {port} of {redirectUri.Host} cannot be listened on ({error.SocketErrorCode})",
            ToDo = "End the program that has it (perhaps another sign-in), or use another redirect address that is registered with the provider.",
        },
        SignInFailure.PortInUse,
        inner: error);
}
