namespace Connectors.Definitions;

/// <summary>What a call takes of the limits that count in one unit.</summary>
/// <param name="Unit">The unit, as <see cref="Limit.Unit"/> names it: <c>points</c>.</param>
/// <param name="Amount">The amount. Range: 0 and above.</param>
public readonly record struct UnitCost(string Unit, long Amount)
{
    /// <summary>Gives what a call takes of a limit: what its request says, else its endpoint, else the limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="stated">What the request and the endpoint say, the request first; see <see cref="Stated"/>.</param>
    internal static long Of(Limit limit, IReadOnlyList<UnitCost>? stated)
    {
        if (limit.Kind == LimitKind.Concurrency)
        {
            return 1;
        }

        if (stated is not null)
        {
            for (var i = 0; i < stated.Count; i++)
            {
                if (stated[i].Unit == limit.Unit)
                {
                    return stated[i].Amount;
                }
            }
        }

        return limit.Cost;
    }

    /// <summary>Gives the stated costs as one list; <see langword="null"/> for the many calls that state none.</summary>
    internal static IReadOnlyList<UnitCost>? Stated(IReadOnlyList<UnitCost> byRequest, IReadOnlyList<UnitCost> byEndpoint) =>
        byRequest.Count == 0 ? (byEndpoint.Count == 0 ? null : byEndpoint)
        : byEndpoint.Count == 0 ? byRequest
        : [.. byRequest, .. byEndpoint];

    internal static UnitCost Checked(string unit, long amount)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return new(unit, amount);
    }
}
