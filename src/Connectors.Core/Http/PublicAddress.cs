using System.Net;
using System.Net.Sockets;

namespace Connectors.Http;

/// <summary>
/// Tells addresses of the public internet from all others, by IANA's registries of special-purpose addresses (RFC 6890): private
/// (RFC 1918, RFC 4193), loopback, link-local, shared (RFC 6598), multicast, documentation, reserved. An IPv6 address that stands for an
/// IPv4 one (mapped, NAT64) is what that one is.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] s_special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(static text => IPNetwork.Parse(text)),
    ];

    /// <summary>Within global unicast: IETF protocols with Teredo, documentation, 6to4.</summary>
    private static readonly IPNetwork[] s_special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(static text => IPNetwork.Parse(text))];

    private static readonly IPNetwork s_globalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !s_special4.Any(network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        return address.IsIPv4MappedToIPv6 ? Is(address.MapToIPv4())
            : s_nat64.Contains(address) ? Is(Embedded(address))
            : s_globalUnicast.Contains(address) && !s_special6.Any(network => network.Contains(address));
    }

    private static IPAddress Embedded(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new(bytes[12..]);
    }
}
