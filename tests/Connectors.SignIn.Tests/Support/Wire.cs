using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connectors.SignIn.Tests.Support;

/// <summary>What a browser, or somebody else, sends to the port.</summary>
internal static class Wire
{
    /// <summary>So long that only a hang is longer, on a busy machine too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(address.HostNameType == UriHostNameType.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.HostNameType == UriHostNameType.Dns ? IPAddress.Loopback : IPAddress.Parse(address.DnsSafeHost), address.Port).WaitAsync(Patience);
        return socket;
    }

    /// <summary>Sends text as it is and gives all that comes back; empty when the other side only closed.</summary>
    public static async Task<string> SendAsync(Uri address, string text)
    {
        using var socket = await ConnectAsync(address);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(text)).WaitAsync(Patience);
            return await ReadAsync(socket);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>Sends a GET as a browser does.</summary>
    public static Task<string> GetAsync(Uri address, string target, string method = "GET", string? host = null) =>
        SendAsync(address, $"{method} {target} HTTP/1.1\r\nHost: {host ?? address.Authority}\r\nAccept: text/html\r\nCookie: a=b\r\n\r\n");

    public static async Task<string> ReadAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(Patience);
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static int StatusOf(string answer) => answer.Length == 0 ? 0 : int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether nobody listens at an address any more.</summary>
    public static async Task<bool> IsClosedAsync(Uri address)
    {
        try
        {
            using var socket = await ConnectAsync(address);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
