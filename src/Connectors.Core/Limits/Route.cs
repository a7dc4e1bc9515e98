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

    /// <summary>Gives the gate that has no room, the one that will have it last where there are several; none when all have room.</summary>
    internal Gate? Blocker(long now)
    {
        Gate? blocker = null;
        var latest = 0L;
        foreach (var gate in gates)
        {
            if (!gate.HasRoom(now) && gate.NextChange(now) is var change && (blocker is null || change > latest))
            {
                (blocker, latest) = (gate, change);
            }
        }

        return blocker;
    }

    /// <summary>Counts a call at every gate.</summary>
    internal void Take(long now)
    {
        UsedAt = now;
        foreach (var gate in gates)
        {
            gate.Counter.Take(now);
        }
    }

    /// <summary>Notes the answer of a call at every gate.</summary>
    internal void Answered(long sentAt, long now, long trip, in AnswerReading reading)
    {
        for (var i = 0; i < gates.Length; i++)
        {
            gates[i].Counter.Answered(sentAt, now, trip, reading[i]);
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

    /// <summary>Gives the moment before which a waiter with so many ahead of it in its lane cannot go, and the gate that says so.</summary>
    internal (Gate Gate, long At) Earliest(long now, int ahead)
    {
        var (latest, at) = (gates[0], long.MinValue);
        foreach (var gate in gates)
        {
            if (gate.Earliest(now, ahead + 1) is var time && time > at)
            {
                (latest, at) = (gate, time);
            }
        }

        return (latest, at);
    }
}
