using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Matches general headers, of which the definition says nothing, to the limits by likeness.</summary>
internal static class GuessedReading
{
    internal static AnswerReading Of(Gate[] gates, IReadOnlyList<RateLimitItem> items)
    {
        LimitReading[]? byGate = null;
        var elsewhere = TimeSpan.Zero;
        foreach (var item in items)
        {
            if (item.ResetIn is not { } reset)
            {
                continue;
            }

            var gate = Match(gates, item);
            if (gate >= 0)
            {
                byGate ??= new LimitReading[gates.Length];
                if (byGate[gate].Remaining is not { } known || item.Remaining < known)
                {
                    byGate[gate] = new() { Remaining = item.Remaining, Reset = new(reset, IsRounded: true), IsGuess = true };
                }
            }
            else if (item.Remaining == 0 && reset > elsewhere && item.Unit == Limit.Requests)
            {
                elsewhere = reset;
            }
        }

        return new(byGate, elsewhere);
    }

    // A quota is a limit that we know when it has its name, its window, or its number; or when there is but one that it can be.
    private static int Match(Gate[] gates, RateLimitItem item)
    {
        var counted = (Limit? limit) => limit is not null and not { Kind: LimitKind.Concurrency } && limit.Unit == item.Unit;
        return Only(limit => limit.Name == item.Name) is >= 0 and var byName ? byName
            : item.Window is not null ? Only(limit => limit.Window == item.Window)
            : item.Limit is not null && Only(limit => limit.Permits == item.Limit) is >= 0 and var byNumber ? byNumber
            : Only(_ => true);

        int Only(Func<Limit, bool> fits)
        {
            var first = Array.FindIndex(gates, gate => counted(gate.Limit) && fits(gate.Limit!));
            return first >= 0 && Array.FindLastIndex(gates, gate => counted(gate.Limit) && fits(gate.Limit!)) == first ? first : -1;
        }
    }
}
