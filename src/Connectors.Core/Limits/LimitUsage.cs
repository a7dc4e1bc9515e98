namespace Connectors.Definitions;

/// <summary>
/// What an answer says of limits in a place of its own, such as a GraphQL body's <c>extensions.cost</c>; see <see cref="ResponseRules.Usage"/>.
/// Every part may be missing.
/// </summary>
/// <param name="Unit">The unit that it tells of: <c>points</c>.</param>
public sealed record LimitUsage(string Unit)
{
    /// <summary>Gets the name of the limit that <see cref="Permits"/>, <see cref="Remaining"/> and <see cref="ResetIn"/> are of.</summary>
    /// <value>The default is <see langword="null"/>: the only one of the unit; where there are several, these three are passed over.</value>
    public string? Limit { get; init; }

    /// <summary>Gets what the call cost in the end; every limit of the unit is settled by it.</summary>
    public long? Cost { get; init; }

    /// <summary>Gets the permits of the window.</summary>
    public long? Permits { get; init; }

    /// <summary>Gets the permits left. Nothing left, in a refusal, says that it was this limit that refused.</summary>
    public long? Remaining { get; init; }

    /// <summary>Gets the time until the window ends.</summary>
    public TimeSpan? ResetIn { get; init; }
}
