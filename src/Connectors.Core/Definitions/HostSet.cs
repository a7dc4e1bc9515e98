using System.Collections;

namespace Connectors.Definitions;

/// <summary>
/// The provider's hosts by name: https addresses, with placeholders for connection settings and token answers:
/// <c>"https://{subdomain}.bamboohr.com"</c>. Credentials travel to these hosts, and to no other.
/// </summary>
public sealed class HostSet : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _hosts = new(StringComparer.Ordinal);

    /// <summary>Gets the names.</summary>
    public IReadOnlyCollection<string> Names => _hosts.Keys;

    /// <summary>Gets an address, or sets it while the object is being made.</summary>
    /// <param name="name">The host's name: <c>api</c>.</param>
    public string this[string name]
    {
        get => _hosts.TryGetValue(name, out var host) ? host : throw new KeyNotFoundException($"The definition has no host '{name}'; it has {string.Join(", ", _hosts.Keys)}.");
        init => _hosts[name] = value;
    }

    /// <summary>Makes a set of one host, named <c>api</c>.</summary>
    /// <param name="api">The address.</param>
    public static implicit operator HostSet(string api) => new() { ["api"] = api };

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _hosts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
