using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>What one answer says of the limits of one route.</summary>
/// <param name="ByGate">By the route's gates, in their order; <see langword="null"/> when nothing is said of any.</param>
/// <param name="Elsewhere">The time for which a quota is used up that fits none of the route's limits; else zero.</param>
internal readonly record struct AnswerReading(LimitReading[]? ByGate, TimeSpan Elsewhere)
{
    /// <summary>Gives what is said of a gate.</summary>
    internal LimitReading this[int gate] => ByGate is null ? default : ByGate[gate];

    /// <summary>Reads the headers that the limits name; where none names any, the general ones.</summary>
    internal static AnswerReading Read(Route route, HttpResponseHeaders? headers, DateTimeOffset now)
    {
        if (headers is null)
        {
            return default;
        }

        if (!route.StatesHeaders)
        {
            return RateLimitHeaders.Parse(headers, now) is { Count: > 0 } items ? Guess(route, items) : default;
        }

        return Stated(route, headers, now);
    }

    private static AnswerReading Stated(Route route, HttpResponseHeaders headers, DateTimeOffset now) =>
        new(Array.ConvertAll(route.Gates, gate => gate.Limit?.Headers is { } names ? LimitReading.Read(names, headers, now) : default), TimeSpan.Zero);

    private static AnswerReading Guess(Route route, IReadOnlyList<RateLimitItem> items)
    {
        LimitReading[]? byGate = null;
        var elsewhere = TimeSpan.Zero;
        foreach (var item in items)
        {
            if (item.Remaining is not { } remaining || item.ResetIn is not { } reset)
            {
                continue;
            }

            var gate = Match(route.Gates, item);
            if (gate >= 0)
            {
                byGate ??= new LimitReading[route.Gates.Length];
                if (byGate[gate].Remaining is not { } known || remaining < known)
                {
                    byGate[gate] = new() { Remaining = remaining, Reset = new(reset, IsRounded: true), IsGuess = true };
                }
            }
            else if (remaining == 0 && reset > elsewhere)
            {
                elsewhere = reset;
            }
        }

        return new(byGate, elsewhere);
    }

    // A quota is a limit that we know when it has its name, its window, or its number; or when there is but one that it can be.
    private static int Match(Gate[] gates, RateLimitItem item)
    {
        var counted = (Limit? limit) => limit is not null and not { Kind: LimitKind.Concurrency };
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
