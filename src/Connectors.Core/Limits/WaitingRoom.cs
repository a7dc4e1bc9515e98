namespace Connectors.Limits;

/// <summary>
/// Where the calls of one provider wait. A lane waits at one gate that has no room; when the gate gets room, its lanes try in order, and
/// one that finds another gate without room goes to wait there, with its turn. So no lane holds a permit while it waits for another, a
/// closed gate stops only those who must pass it, and whoever comes to a gate where others go before him waits behind them, even
/// when what he needs is there and what they need is not yet: nobody is overtaken at the gate at which he waits, however much he needs. Used under the provider's lock.
/// </summary>
/// <param name="grant">Gives a waiter its lease.</param>
/// <param name="fail">Tells a waiter that its time is over; the gate is the one at which it waited.</param>
internal sealed class WaitingRoom(Action<Waiter, long> grant, Action<Waiter, Gate, long> fail)
{
    private readonly SortedSet<Gate> _due = new(Comparer<Gate>.Create(
        (one, other) => one.DueAt.CompareTo(other.DueAt) is not 0 and var order ? order : one.Order.CompareTo(other.Order)));

    private readonly SortedSet<Waiter> _deadlines = new(Waiter.ByDeadline);
    private long _turn;

    /// <summary>Gets how many calls wait.</summary>
    internal int Count { get; private set; }

    /// <summary>Gets when something is to be done next.</summary>
    internal long NextDue => Math.Min(_due.Min?.DueAt ?? long.MaxValue, _deadlines.Min?.Deadline ?? long.MaxValue);

    /// <summary>Lets a call wait at the end of its lane.</summary>
    internal void Add(Waiter waiter, Gate blocker, long now)
    {
        var lane = waiter.Lane;
        var caller = lane.Route.Caller;
        Count++;
        lane.Waiters.AddLast(waiter.Node);
        lane.Plain += waiter.Stated is null ? 1 : 0;
        if (waiter.Deadline != long.MaxValue)
        {
            _deadlines.Add(waiter);
        }

        if (lane.At is null)
        {
            // A connection that begins to wait goes after those whose turn it is now, and before those who come later.
            if (caller.Lanes(lane.Priority).Count == 0)
            {
                caller.Turn(lane.Priority) = _turn + 1;
            }

            caller.Lanes(lane.Priority).Add(lane);
            Park(lane, blocker);
            Pump(blocker, now);
        }
    }

    /// <summary>Takes a call out that waits no longer; does nothing when it has gone.</summary>
    internal bool Remove(Waiter waiter, long now)
    {
        if (waiter.Node.List is null)
        {
            return false;
        }

        var (lane, gate) = (waiter.Lane, waiter.Lane.At!);
        gate.Lanes!.Remove(lane);
        Leave(waiter);
        Return(lane, gate);
        Schedule(gate, now);
        return true;
    }

    /// <summary>Lets the lanes at the gates of a route go.</summary>
    internal void Pump(Route route, long now)
    {
        foreach (var gate in route.Gates)
        {
            if (gate.HasLanes)
            {
                Pump(gate, now);
            }
        }
    }

    /// <summary>Lets the lanes at a gate go, in order, while it has room.</summary>
    internal void Pump(Gate gate, long now)
    {
        while (gate.Lanes?.Next is { } lane && gate.HasRoom(now, gate.CostOf(lane.Head.Stated)))
        {
            if (lane.Route.Blocker(now, lane, lane.Head.Stated) is { } blocker)
            {
                gate.Lanes.Remove(lane);
                Park(lane, blocker);
                Schedule(blocker, now);
            }
            else
            {
                Grant(lane, gate, now);
            }
        }

        Schedule(gate, now);
    }

    /// <summary>Does what is due: first the gates, so that a call that may go at its last moment goes, then the calls whose time is over.</summary>
    internal void Run(long now)
    {
        while (_due.Min is { } gate && gate.DueAt <= now)
        {
            Pump(gate, now);
        }

        while (_deadlines.Min is { } waiter && waiter.Deadline <= now)
        {
            Fail(waiter, now);
        }
    }

    /// <summary>Fails the calls at gates that were closed for longer than they can wait.</summary>
    internal void FailHopeless(Route route, long now)
    {
        foreach (var gate in route.Gates)
        {
            var hopeless = gate.Lanes?.All.SelectMany(lane => lane.Waiters).Where(waiter => waiter.Deadline < gate.ClosedUntil).ToList();
            hopeless?.ForEach(waiter => Fail(waiter, now));
        }
    }

    /// <summary>Fails the calls at a gate that would not wait so long; all of them with an error.</summary>
    internal void FailUnwilling(Gate gate, long until, Exception? error, long now)
    {
        var unwilling = gate.Lanes?.All.SelectMany(lane => lane.Waiters).Where(waiter => error is not null || waiter.Willing <= now || waiter.Willing < until).ToList();
        unwilling?.ForEach(waiter =>
        {
            if (error is null)
            {
                Fail(waiter, now);
            }
            else
            {
                Remove(waiter, now);
                waiter.TrySetException(error);
            }
        });
    }

    private void Fail(Waiter waiter, long now)
    {
        var gate = waiter.Lane.At!;
        Remove(waiter, now);
        fail(waiter, gate, now);
    }

    private void Grant(Lane lane, Gate gate, long now)
    {
        var (caller, waiter) = (lane.Route.Caller, lane.Head);
        var siblings = caller.Lanes(lane.Priority);
        foreach (var sibling in siblings)
        {
            sibling.At!.Lanes!.Remove(sibling);
        }

        Leave(waiter);
        _turn = Math.Max(_turn, caller.Turn(lane.Priority));
        caller.Turn(lane.Priority) = _turn + 1;
        foreach (var sibling in siblings)
        {
            if (sibling != lane)
            {
                sibling.At!.Lanes!.Add(sibling);
                Schedule(sibling.At, now);
            }
        }

        Return(lane, gate);
        grant(waiter, now);
    }

    private void Leave(Waiter waiter)
    {
        Count--;
        waiter.Lane.Waiters.Remove(waiter.Node);
        waiter.Lane.Plain -= waiter.Stated is null ? 1 : 0;
        _deadlines.Remove(waiter);
        waiter.Registration.Unregister();
    }

    // Puts a lane back after its head has left; an empty one waits nowhere.
    private static void Return(Lane lane, Gate gate)
    {
        if (lane.IsEmpty)
        {
            lane.At = null;
            lane.Route.Caller.Lanes(lane.Priority).Remove(lane);
        }
        else
        {
            gate.Lanes!.Add(lane);
        }
    }

    private static void Park(Lane lane, Gate gate)
    {
        lane.At = gate;
        (gate.Lanes ??= new()).Add(lane);
    }

    private void Schedule(Gate gate, long now)
    {
        var due = gate.Lanes?.Next is not { } next ? long.MaxValue : Math.Max(now + 1, gate.NextChange(now, gate.CostOf(next.Head.Stated)));
        if (due != gate.DueAt)
        {
            _due.Remove(gate);
            gate.DueAt = due;
            _ = due != long.MaxValue && _due.Add(gate);
        }
    }
}
