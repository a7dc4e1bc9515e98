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

    /// <summary>Reads the headers that the limits name; where none names any, the general ones. Then what was read in another place.</summary>
    internal static AnswerReading Read(Route route, in QuotaObservation seen, DateTimeOffset now)
    {
        var reading = seen.Headers is not { } headers ? default
            : route.StatesHeaders ? Stated(route, headers, now)
            : RateLimitHeaders.Parse(headers, now) is { Count: > 0 } items ? GuessedReading.Of(route.Gates, items)
            : default;
        return seen.Usage is { } usage ? reading.With(route, usage) : reading;
    }

    private static AnswerReading Stated(Route route, HttpResponseHeaders headers, DateTimeOffset now) =>
        new(Array.ConvertAll(route.Gates, gate => gate.Limit?.Headers is { } names ? LimitReading.Read(names, headers, now) : default), TimeSpan.Zero);

    // The cost settles every limit of its unit; what is left is of one of them.
    private AnswerReading With(Route route, LimitUsage usage)
    {
        var byGate = ByGate ?? new LimitReading[route.Gates.Length];
        var fits = Array.ConvertAll(route.Gates, gate => gate.Limit is { } limit && limit.Kind != LimitKind.Concurrency && limit.Unit == usage.Unit);
        var isOnly = fits.Count(fit => fit) == 1;
        for (var i = 0; i < byGate.Length; i++)
        {
            if (fits[i])
            {
                var isMeant = usage.Limit is null ? isOnly : usage.Limit == route.Gates[i].Limit!.Name;
                byGate[i] = byGate[i].With(usage, isMeant);
            }
        }

        return this with { ByGate = byGate };
    }
}
