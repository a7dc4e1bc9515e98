using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>How an opportunity stands.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<OpportunityStatus>))]
public readonly record struct OpportunityStatus(string Value) : IOpenEnum<OpportunityStatus>
{
    /// <summary>Gets <c>OPEN</c>: not decided yet.</summary>
    public static OpportunityStatus Open { get; } = new("OPEN");

    /// <summary>Gets <c>WON</c>: the customer bought.</summary>
    public static OpportunityStatus Won { get; } = new("WON");

    /// <summary>Gets <c>LOST</c>: the customer did not buy.</summary>
    public static OpportunityStatus Lost { get; } = new("LOST");

    /// <inheritdoc/>
    public static IReadOnlyList<OpportunityStatus> Known { get; } = [Open, Won, Lost];

    /// <inheritdoc/>
    public static OpportunityStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
