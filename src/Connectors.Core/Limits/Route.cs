using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Tells the routes of one connection apart. The list of limits is compared by identity.</summary>
internal readonly record struct RouteKey(string CredentialId, string? AccountId, string? Group, IReadOnlyList<Limit> Limits);

/// <summary>The gates that calls of one connection, credential and limit group pass, all at once. Used under the provider's lock.</summary>
internal sealed class Route(Caller caller, RouteKey key, Gate[] gates)
{
    private Lane? _interactive;
    private Lane? _background;

    internal Caller Caller => caller;

    internal RouteKey Key => key;

    internal Gate[] Gates => gates;

    /// <summary>Gets whether any limit on the way states headers of its own.</summary>
    internal bool StatesHeaders { get; } = Array.Exists(gates, gate => gate.Limit?.Headers is not null);

    internal long UsedAt { get; set; }

    internal bool HasWaiters => _interactive is { IsEmpty: false } || _background is { IsEmpty: false };

    internal Lane LaneOf(CallPriority priority) => priority == CallPriority.Interactive
        ? _interactive ??= new(this, CallPriority.Interactive)
        : _background ??= new(this, CallPriority.Background);

    /// <summary>
    /// Gives the gate at which a call cannot pass, for want of room or because others go before it; the one that will let it pass last where
    /// there are several, none when it can go.
    /// </summary>
    internal Gate? Blocker(long now, Lane lane, IReadOnlyList<UnitCost>? stated)
    {
        Gate? blocker = null;
        var latest = 0L;
        foreach (var gate in gates)
        {
            var cost = gate.CostOf(stated);
            if ((!gate.HasRoom(now, cost) || gate.Lanes?.GoesBefore(lane) is true)
                && gate.NextChange(now, cost) is var change && (blocker is null || change > latest))
            {
                (blocker, latest) = (gate, change);
            }
        }

        return blocker;
    }

    /// <summary>Gives a limit that allows less than the call costs, however long it waits.</summary>
    internal Gate? TooSmall(IReadOnlyList<UnitCost> stated) => Array.Find(gates, gate => gate.CostOf(stated) > gate.Counter.Most);

    /// <summary>Counts a call at every gate.</summary>
    internal void Take(long now, CallPriority priority, IReadOnlyList<UnitCost>? stated)
    {
        UsedAt = now;
        foreach (var gate in gates)
        {
            gate.Counter.Take(now, gate.CostOf(stated));
            gate.Lanes?.Passed(priority);
        }
    }

    /// <summary>Notes the answer of a call at every gate.</summary>
    internal void Answered(QuotaLease lease, long now, long trip, in AnswerReading reading)
    {
        for (var i = 0; i < gates.Length; i++)
        {
            gates[i].Counter.Answered(new(lease.SentAt, gates[i].CostOf(lease.Stated), trip), now, reading[i]);
        }
    }

    /// <summary>Notes the end of a call at every gate.</summary>
    internal void Ended()
    {
        foreach (var gate in gates)
        {
            gate.Counter.Ended();
        }
    }

    /// <summary>Gives the moment before which a call at the end of a lane cannot go, and the gate that says so.</summary>
    internal (Gate Gate, long At) Earliest(long now, Lane lane, IReadOnlyList<UnitCost>? stated)
    {
        var (latest, at) = (gates[0], long.MinValue);
        foreach (var gate in gates)
        {
            if (gate.Earliest(now, lane.Plain * gate.CostOf(null), gate.CostOf(stated)) is var time && time > at)
            {
                (latest, at) = (gate, time);
            }
        }

        return (latest, at);
    }
}
