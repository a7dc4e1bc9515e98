namespace Connectors.Definitions;

public abstract partial class Endpoint
{
    /// <summary>Gets what one call takes, by unit, where it differs from what the limits say; see <see cref="EndpointCosts.Costing"/>.</summary>
    public IReadOnlyList<UnitCost> Costs { get; private protected set; } = [];

    internal Endpoint Copy(UnitCost cost)
    {
        var copy = (Endpoint)MemberwiseClone();
        copy.Costs = [.. Costs.Where(known => known.Unit != cost.Unit), cost];
        return copy;
    }
}

/// <summary>States what an endpoint costs.</summary>
public static class EndpointCosts
{
    /// <summary>
    /// States what one call takes of the limits that count in a unit. It is taken before the call and settled by what the answer tells, so
    /// an estimate will do; what depends on the input is said by <see cref="RequestSpec.Cost"/>.
    /// </summary>
    /// <typeparam name="TEndpoint">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint; it is not changed.</param>
    /// <param name="unit">The unit, as <see cref="Limit.Unit"/> names it: <c>units</c>.</param>
    /// <param name="amount">The amount. Range: 0 and above.</param>
    /// <returns>The endpoint with that cost.</returns>
    public static TEndpoint Costing<TEndpoint>(this TEndpoint endpoint, string unit, long amount)
        where TEndpoint : Endpoint
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return (TEndpoint)endpoint.Copy(UnitCost.Checked(unit, amount));
    }
}
