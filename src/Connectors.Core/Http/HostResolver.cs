using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Http;

/// <summary>Says where a named host of a provider is for one connection.</summary>
internal static class HostResolver
{
    /// <summary>Gives the address of a host as <see cref="Resolve"/> does; makes it only once for each state of a connection.</summary>
    internal static HostAddress Find(ConnectorRuntime runtime, Connection connection, string host)
    {
        var known = runtime.Hosts.GetValue(connection, static _ => []);
        return known.TryGetValue(host, out var address)
            ? address
            : known.GetOrAdd(host, Make(runtime, Resolve(runtime.Definition, runtime.Options, connection, host)));
    }

    private static HostAddress Make(ConnectorRuntime runtime, Uri address) => new(address) { Breaker = runtime.Breakers?.Of(address) };

    /// <summary>Gives the origin of an address that the provider gave: a public one over https, or at a loopback address where the provider itself is.</summary>
    /// <exception cref="ConnectorException">It may not be sent there.</exception>
    internal static HostAddress Given(Uri place, HostAddress own, Endpoint endpoint, ConnectionKey connection)
    {
        var problem = !endpoint.Anonymous ? (ErrorKind.Configuration, "An endpoint that sends a credential cannot go to an address that the provider gave", "State the endpoint as anonymous.")
            : (place.Scheme == Uri.UriSchemeHttps && PublicAddress.IsName(place)) || Origin.Same(place, own.Uri) || (own.Uri.IsLoopback && place.IsLoopback) ? default((ErrorKind Kind, string What, string ToDo)?)
            : (ErrorKind.Protocol, $"The provider gave an address at {place.Authority}, which is no public host over https; nothing was sent", "Check the provider's address.");
        return problem is not { } found
            ? new(place)
            : throw new ConnectorException(new() { Kind = found.Kind, What = found.What, ToDo = found.ToDo, Connection = connection, Endpoint = endpoint.Name });
    }

    /// <summary>Gives the address of a host: the app's own one where it set one, else the definition's, with its placeholders filled.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="options">The app's options for the provider.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="host">The host's name: <c>api</c>.</param>
    /// <returns>An https (or loopback) address without user info, query and fragment; it may have a path.</returns>
    /// <exception cref="ConnectorException">The address cannot be made (<see cref="ErrorKind.Configuration"/>).</exception>
    internal static Uri Resolve(ConnectorDefinition definition, ConnectorOptions options, Connection connection, string host)
    {
        if (options.Hosts.TryGetValue(host, out var own))
        {
            return AddressTemplate.Resolve(own, $"host '{host}' (Connectors:Providers:{definition.Id}:Hosts:{host})", definition, connection, withQuery: false);
        }

        if (!definition.Hosts.Names.Contains(host, StringComparer.Ordinal))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Configuration,
                Provider = definition.Id,
                Connection = connection.Key,
                What = $"The definition has no host '{host}'; it has {string.Join(", ", definition.Hosts.Names)}",
                ToDo = "Name one of its hosts.",
            });
        }

        return AddressTemplate.Resolve(definition.Hosts[host], $"host '{host}'", definition, connection, withQuery: false);
    }
}

/// <summary>The address of a host, and as the text that paths are added to.</summary>
internal sealed class HostAddress(Uri address)
{
    public Uri Uri { get; } = address;

    /// <summary>The circuit breaker of the host, where the app uses one.</summary>
    public HostBreaker? Breaker { get; init; }

    public string Base { get; } = address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The address's own path, without a slash at its end.</summary>
    public string Path { get; } = address.AbsolutePath.TrimEnd('/');
}
