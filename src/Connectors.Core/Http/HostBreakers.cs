using System.Collections.Concurrent;

namespace Connectors.Http;

/// <summary>
/// The circuit breakers of one provider, by host. A host that a customer's settings name is a host of its own, so that one customer's
/// broken server stops nobody else.
/// </summary>
internal sealed class HostBreakers(ConnectorRuntime runtime)
{
    /// <summary>How many hosts are remembered. Beyond it those of which there is nothing to remember are forgotten.</summary>
    internal const int MostHosts = 1_000;

    private readonly ConcurrentDictionary<string, HostBreaker> _breakers = new(StringComparer.OrdinalIgnoreCase);

    internal int Count => _breakers.Count;

    /// <summary>Gives the breaker of a host; asked once for each address that is made, not for each call.</summary>
    /// <param name="address">The host's address.</param>
    public HostBreaker Of(Uri address)
    {
        if (_breakers.TryGetValue(address.Authority, out var known))
        {
            return known;
        }

        if (_breakers.Count >= MostHosts)
        {
            Forget();
        }

        return _breakers.GetOrAdd(address.Authority, static (host, runtime) => new(runtime, host), runtime);
    }

    /// <summary>Those who still hold a breaker that is forgotten go on with it.</summary>
    private void Forget()
    {
        foreach (var (host, breaker) in _breakers)
        {
            if (breaker.IsQuiet)
            {
                _breakers.TryRemove(host, out _);
            }
        }

        if (_breakers.Count >= MostHosts)
        {
            _breakers.Clear();
        }
    }
}
