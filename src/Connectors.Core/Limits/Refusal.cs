namespace Connectors.Limits;

/// <summary>Decides which gates an answer closes, and for how long.</summary>
internal static class Refusal
{
    /// <summary>
    /// Closes the gates that a refusal can mean: those that the answer names; else those of which it says that nothing is left; else those of
    /// the endpoint's own group; else all on the way but those of which it says that something is left.
    /// </summary>
    internal static void Close(Route route, in AnswerReading reading, TimeSpan? retryAfter, long sentAt, long now)
    {
        var (named, spent, grouped, open) = (false, false, false, true);
        for (var i = 0; i < route.Gates.Length; i++)
        {
            named |= reading[i].IsReason;
            spent |= reading[i].Remaining == 0;
            grouped |= IsGrouped(route.Gates[i]);
            open &= reading[i].Remaining > 0;
        }

        for (var i = 0; i < route.Gates.Length; i++)
        {
            var (gate, remaining) = (route.Gates[i], reading[i].Remaining);
            if (named ? reading[i].IsReason : spent ? remaining == 0 : grouped ? IsGrouped(gate) : open || remaining is not > 0)
            {
                Close(gate, Positive(retryAfter) ?? Positive(reading[i].Reset?.In) ?? Positive(reading.Elsewhere), sentAt, now);
            }
        }
    }

    /// <summary>
    /// Notes an answer that is no refusal. When it says that a quota is used up which fits none of the limits on the way, the gates of the
    /// endpoint's own group are closed until that quota's reset, or else those that the fewest share.
    /// </summary>
    internal static void Pass(Route route, in AnswerReading reading, long sentAt, long now)
    {
        foreach (var gate in route.Gates)
        {
            gate.Succeed(sentAt);
        }

        if (reading.Elsewhere > TimeSpan.Zero)
        {
            var grouped = Array.Exists(route.Gates, IsGrouped);
            var narrowest = route.Gates.Max(gate => gate.Key.Scope);
            foreach (var gate in route.Gates)
            {
                if (grouped ? IsGrouped(gate) : gate.Key.Scope == narrowest)
                {
                    gate.Close(now, reading.Elsewhere);
                }
            }
        }
    }

    private static void Close(Gate gate, TimeSpan? time, long sentAt, long now)
    {
        if (time is { } known)
        {
            gate.Close(now, known);
        }
        else
        {
            gate.BackOff(now, sentAt);
        }
    }

    private static bool IsGrouped(Gate gate) => gate.Limit is { Group: not "*" };

    private static TimeSpan? Positive(TimeSpan? time) => time > TimeSpan.Zero ? time : null;
}
