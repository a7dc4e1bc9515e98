using Connectors.Definitions;

namespace Connectors;

/// <summary>Holds the limits of a definition against themselves and against what its endpoints cost.</summary>
internal static class LimitCheck
{
    /// <summary>Checks the limits.</summary>
    /// <exception cref="ArgumentException">Something in them does not fit; the message says what.</exception>
    public static void Run(ConnectorDefinition definition)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var limit in definition.Limits)
        {
            if (!seen.Add((limit.Name, limit.Group)))
            {
                throw DefinitionCheck.Problem(definition, $"has two of the limit '{limit.Name}' for the group '{limit.Group}'; they would be counted as one");
            }

            if (Slip(limit) is { } slip)
            {
                throw DefinitionCheck.Problem(definition, $"has the limit '{limit.Name}', whose {slip}");
            }
        }

        foreach (var endpoint in definition.Endpoints)
        {
            foreach (var cost in endpoint.Costs.Where(cost => !definition.Limits.Any(limit => limit.Unit == cost.Unit)))
            {
                throw DefinitionCheck.Problem(definition, $"states what the endpoint '{endpoint.Name}' costs in '{cost.Unit}', and no limit counts in that unit");
            }
        }
    }

    private static string? Slip(Limit limit) =>
        limit.Permits < 1 ? $"{nameof(Limit.Permits)} are {limit.Permits}: at least 1"
        : limit.Kind != LimitKind.Concurrency && limit.Window <= TimeSpan.Zero ? $"{nameof(Limit.Window)} is not above zero"
        : limit.Share is not (> 0 and <= 1) ? $"{nameof(Limit.Share)} is {limit.Share}: above 0, to 1"
        : limit.Cost < 0 || limit.Cost > limit.Permits ? $"{nameof(Limit.Cost)} is {limit.Cost}: 0 to its permits"
        : limit.Burst < 1 || limit.Burst > limit.Permits ? $"{nameof(Limit.Burst)} is {limit.Burst}: 1 to its permits"
        : limit.Burst > 1 && limit.Kind != LimitKind.LeakyBucket ? $"{nameof(Limit.Burst)} is stated, and only a {nameof(LimitKind.LeakyBucket)} has one"
        : null;
}
