using System.Net;
using System.Net.Sockets;

namespace Connectors.Http;

/// <summary>Tells public hosts from this machine, its network, and what clouds keep there (RFC 6890, RFC 6598, RFC 4193).</summary>
internal static class PublicAddress
{
    private static readonly HttpRequestOptionsKey<bool> s_required = new("Connectors.PublicAddressOnly");

    private static readonly IPNetwork[] s_private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/127", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(static network => IPNetwork.Parse(network)),
    ];

    /// <summary>
    /// Whether a host is a name of the public kind: with a dot, not of this machine, and no address in disguise. It is ASCII: what other
    /// letters are connected to (① may be 1, a full-width dot a dot) depends on the machine; a name of another script has its xn-- form.
    /// </summary>
    internal static bool IsPublicName(Uri address)
    {
        var name = address.Host.TrimEnd('.');
        return address.HostNameType == UriHostNameType.Dns
            && !address.IsLoopback
            && System.Text.Ascii.IsValid(name)
            && name.LastIndexOf('.') is > 0 and var dot
            && !name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            && !char.IsAsciiDigit(name[dot + 1])
            && !IPAddress.TryParse(name, out _);
    }

    /// <summary>Whether an address can be reached by everybody.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : bytes is [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] ? new(bytes.AsSpan(12))
            : bytes is [0x20, 0x02, ..] ? new(bytes.AsSpan(2, 4))
            : address;
        return !Array.Exists(s_private, network => network.Contains(plain));
    }

    /// <summary>Lets a request go to public addresses only, whatever its host's name turns out to be.</summary>
    internal static void Require(HttpRequestMessage request) => request.Options.Set(s_required, true);

    /// <summary>Connects as the transport does by itself, and for requests that ask for it to public addresses only.</summary>
    internal static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var isGuarded = request.Options.TryGetValue(s_required, out var required) && required
            && string.Equals(request.RequestUri?.Host, context.DnsEndPoint.Host, StringComparison.OrdinalIgnoreCase);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (isGuarded)
            {
                var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
                if (!Array.TrueForAll(addresses, IsPublic))
                {
                    throw new IOException($"{context.DnsEndPoint.Host} is not at a public address.");
                }

                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
