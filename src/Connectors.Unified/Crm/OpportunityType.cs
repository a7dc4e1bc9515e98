using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>Whom an opportunity is with.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<OpportunityType>))]
public readonly record struct OpportunityType(string Value) : IOpenEnum<OpportunityType>
{
    /// <summary>Gets <c>NEW_BUSINESS</c>: a new customer.</summary>
    public static OpportunityType NewBusiness { get; } = new("NEW_BUSINESS");

    /// <summary>Gets <c>EXISTING_BUSINESS</c>: a customer of ours.</summary>
    public static OpportunityType ExistingBusiness { get; } = new("EXISTING_BUSINESS");

    /// <inheritdoc/>
    public static IReadOnlyList<OpportunityType> Known { get; } = [NewBusiness, ExistingBusiness];

    /// <inheritdoc/>
    public static OpportunityType From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
