using System.Net;
using System.Net.Sockets;
using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>
/// Keeps customers from pointing the app at its own network (SSRF): a host that is not stated by the connector or the app, because it
/// comes from a setting or a token answer, must resolve to public addresses only. Checked for each connection that is opened, which
/// then goes to the very addresses that were checked, so that a name that changes its mind (DNS rebinding) gains nothing.
/// </summary>
/// <param name="definition">The definition; the hosts that it states are not checked.</param>
/// <param name="options">The app's options; the hosts that they state are not checked.</param>
/// <param name="lookup">Resolves names.</param>
internal sealed class HostGuard(ConnectorDefinition definition, ConnectorOptions options, HostLookup lookup)
{
    private readonly HashSet<string> _stated = new(
        DefinitionCheck.Addresses(definition).Select(static address => address.Template)
            .Concat(options.Hosts.Values)
            .Where(static template => !AddressTemplate.NamesInAuthority(template).Any())
            .Select(static template => Uri.TryCreate(template.Replace('{', '_').Replace('}', '_'), UriKind.Absolute, out var address) ? address.IdnHost : ""),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a connection for the transport.</summary>
    /// <exception cref="PrivateHostException">The host comes from outside and is not a public one.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;

        // A proxy that the machine is configured with is the operator's; it resolves the name itself, so it has to guard as well.
        var isProxy = context.InitialRequestMessage.RequestUri is { } address && !address.IdnHost.Equals(target.Host, StringComparison.OrdinalIgnoreCase);
        var addresses = isProxy || !Guards(target.Host) ? null : await CheckedAsync(target.Host, cancellationToken).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (addresses is null)
            {
                await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a host is checked.</summary>
    public bool Guards(string host) => !options.AllowPrivateHosts && !_stated.Contains(host);

    /// <summary>Resolves a host that must be public.</summary>
    /// <exception cref="PrivateHostException">One of its addresses is not.</exception>
    public async Task<IPAddress[]> CheckedAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await lookup.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.Length == 0 ? throw new SocketException((int)SocketError.HostNotFound)
            : Array.TrueForAll(addresses, PublicAddress.Is) ? addresses
            : throw new PrivateHostException(host);
    }
}

/// <summary>Resolves host names.</summary>
/// <param name="ResolveAsync">Gives all addresses of a name.</param>
internal sealed record HostLookup(Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync)
{
    public static HostLookup System { get; } = new(Dns.GetHostAddressesAsync);
}

/// <summary>A host that a customer chose is none of the public internet. Nothing was sent.</summary>
internal sealed class PrivateHostException(string host) : IOException($"{host} is not a public host.")
{
    public const string ToDo = "Correct the setting and connect again. If it is the provider's product in a network of your own, set the provider's option AllowPrivateHosts.";

    public string What { get; } = $"The host '{host}' comes from the connection and does not resolve to public addresses only; nothing was sent";

    /// <summary>Finds it in what the transport threw.</summary>
    public static PrivateHostException? In(Exception? error) => error as PrivateHostException ?? (error is HttpRequestException ? error.InnerException as PrivateHostException : null);
}
