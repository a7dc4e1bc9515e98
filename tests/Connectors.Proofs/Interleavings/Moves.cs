namespace Connectors.Proofs.Interleavings;

/// <summary>How a schedule can go on.</summary>
internal enum MoveKind
{
    /// <summary>A process goes on to its next step; in another way than the first one, what it does fails.</summary>
    Go,

    /// <summary>All processes wait for a lease that nobody ends: it ends by itself.</summary>
    LeaseEnds,

    /// <summary>A process ends where it stands.</summary>
    Crash,

    /// <summary>All processes stand still for longer than a lease holds.</summary>
    Pause,

    /// <summary>What a process does is done, and it is told only after a lease has ended.</summary>
    LateAnswer,
}

/// <summary>One move.</summary>
internal readonly record struct Move(MoveKind Kind, Actor? Actor, int Way = 0)
{
    /// <summary>Gets whether it is only the choice of a process.</summary>
    public bool IsUndisturbed => Kind == MoveKind.LeaseEnds || (Kind == MoveKind.Go && Way == 0);

    public override string ToString() => Kind == MoveKind.Pause ? "pause" : Kind == MoveKind.LeaseEnds ? "the lease ends" : $"{Actor!.Number}:{Kind switch
    {
        MoveKind.Crash => "crash",
        MoveKind.LateAnswer => $"{Actor.Step!.What} (answered late)",
        _ when Actor.Standing == Standing.Sleeping => "wake",
        _ when Actor.Standing == Standing.Unanswered => $"{Actor.Step!.What} (answer)",
        _ => Actor.Step!.What + (Way == 0 ? "" : $" (failure {Way})"),
    }}";
}

/// <summary>What may still be done to the processes.</summary>
internal sealed record Budget(int Crashes, int Pauses, int Faults, int Preemptions)
{
    public Budget Less(Move move, Actor? current, List<Move> moves) => this with
    {
        Crashes = Crashes - (move.Kind == MoveKind.Crash ? 1 : 0),
        Pauses = Pauses - (move.Kind is MoveKind.Pause or MoveKind.LateAnswer ? 1 : 0),
        Faults = Faults - (move is { Kind: MoveKind.Go, Way: > 0 } ? 1 : 0),
        Preemptions = Preemptions - (move.Kind is MoveKind.Go && current is not null && move.Actor != current && moves.Any(other => other.Actor == current && other.IsUndisturbed) ? 1 : 0),
    };
}

/// <summary>Lists the moves that make a difference.</summary>
internal static class Moves
{
    public static List<Move> Of(List<Actor> actors, Actor? current, LeaseLedger leases, DateTimeOffset now, Budget budget)
    {
        var moves = new List<Move>(8);
        if (current is not null && CanGo(current, leases, now))
        {
            moves.Add(new(MoveKind.Go, current));
        }

        if (moves.Count == 0 || budget.Preemptions > 0)
        {
            foreach (var actor in actors)
            {
                if (actor != current && CanGo(actor, leases, now))
                {
                    moves.Add(new(MoveKind.Go, actor));
                }
            }
        }

        if (moves.Count == 0 && actors.Any(actor => actor.Standing == Standing.Sleeping))
        {
            moves.Add(new(MoveKind.LeaseEnds, null));
        }

        var undisturbed = moves.Count(move => move.Actor is not null);
        for (var index = 0; index < undisturbed; index++)
        {
            var actor = moves[index].Actor!;
            for (var way = 1; budget.Faults > 0 && actor.Standing == Standing.AtStep && way < actor.Step!.Ways; way++)
            {
                moves.Add(new(MoveKind.Go, actor, way));
            }

            if (budget.Pauses > 0 && actor is { Standing: Standing.AtStep, Step.What: "lease" or "intent" })
            {
                moves.Add(new(MoveKind.LateAnswer, actor));
            }
        }

        // Nobody sees when a process ends between two of its steps: right after the last one stands for all moments.
        var mortal = current is null ? actors.FirstOrDefault(actor => actor.IsAlive) : current;
        if (budget.Crashes > 0 && mortal is { IsAlive: true })
        {
            moves.Add(new(MoveKind.Crash, mortal));
        }

        // Time passes for whoever holds the lease; without a lease there is nothing to be late for.
        if (budget.Pauses > 0 && leases.Holder is { IsAlive: true })
        {
            moves.Add(new(MoveKind.Pause, null));
        }

        return moves;
    }

    /// <summary>A process that waits for another one's renewal finds nothing new until something was written.</summary>
    private static bool CanGo(Actor actor, LeaseLedger leases, DateTimeOffset now) => actor.Standing switch
    {
        Standing.AtStep or Standing.Unanswered => true,
        Standing.Sleeping => actor.Step!.What != "lease" || leases.Writes != actor.SleepsSince || now >= actor.SleepsUntil,
        _ => false,
    };
}
