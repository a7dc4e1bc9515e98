using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// The routes and gates of one provider. What was not used for <see cref="Linger"/> and counts nothing any more is forgotten, so memory
/// follows the connections in use. Used under the provider's lock.
/// </summary>
/// <param name="exchange">Makes the gates of limits that other processes share, if any do.</param>
internal sealed class RouteTable(QuotaExchange? exchange = null)
{
    /// <summary>How long an unused route is remembered, with what it learned.</summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ConnectionKey, Caller> _callers = [];
    private readonly Dictionary<GateKey, Gate> _gates = [];
    private long _order;

    internal bool IsEmpty => _callers.Count == 0 && _gates.Count == 0;

    /// <summary>Gets how many things are remembered.</summary>
    internal int Count => _callers.Count + _gates.Count;

    internal IEnumerable<Gate> Gates => _gates.Values;

    /// <summary>Gives the route of a request.</summary>
    internal Route Get(QuotaRequest request, long now)
    {
        if (!_callers.TryGetValue(request.Connection, out var caller))
        {
            _callers.Add(request.Connection, caller = new(request.Connection));
        }

        var key = new RouteKey(request.CredentialId, request.AccountId, request.Endpoint.LimitGroup, request.Limits);
        if (!caller.Routes.TryGetValue(key, out var route))
        {
            caller.Routes.Add(key, route = new(caller, key, GatesOf(request)));
        }

        route.UsedAt = now;
        return route;
    }

    /// <summary>Forgets what is not used.</summary>
    internal void Forget(long now)
    {
        foreach (var caller in _callers.Values)
        {
            foreach (var (key, route) in caller.Routes)
            {
                if (route.UsedAt + Linger.Ticks <= now && !route.HasWaiters)
                {
                    Array.ForEach(route.Gates, gate => gate.Routes--);
                    caller.Routes.Remove(key);
                }
            }

            if (caller.Routes.Count == 0)
            {
                _callers.Remove(caller.Connection);
            }
        }

        foreach (var (key, gate) in _gates)
        {
            if (gate.IsIdle(now))
            {
                _gates.Remove(key);
            }
        }

        _callers.TrimExcess();
        _gates.TrimExcess();
    }

    private Gate[] GatesOf(QuotaRequest request)
    {
        var gates = new List<Gate>();
        foreach (var limit in request.Limits)
        {
            if (limit.Counts(request.Endpoint) && GateOf(GateKey.Of(limit, request), limit, request.Connection) is var gate && !gates.Contains(gate))
            {
                gates.Add(gate);
            }
        }

        if (gates.Count == 0)
        {
            gates.Add(GateOf(new(LimitScope.Connection, request.Connection, null, "", ""), limit: null, request.Connection));
        }

        gates.ForEach(gate => gate.Routes++);
        return [.. gates];
    }

    private Gate GateOf(GateKey key, Limit? limit, ConnectionKey connection)
    {
        if (_gates.TryGetValue(key, out var gate))
        {
            return gate;
        }

        // What a connection did before its account was known (the call that found it, at least) counts for the account.
        if (exchange is null && key is { Scope: LimitScope.Account, Holder: not null } && _gates.Remove(key with { Connection = connection, Holder = null }, out gate))
        {
            gate.Key = key;
            _gates.Add(key, gate);
        }
        else
        {
            _gates.Add(key, gate = exchange is null || limit is null ? new(key, limit, _order++) : exchange.NewGate(key, limit, _order++));
        }

        return gate;
    }
}
