using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>A marital status, for taxes or by law.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<MaritalStatus>))]
public readonly record struct MaritalStatus(string Value) : IOpenEnum<MaritalStatus>
{
    /// <summary>Gets <c>SINGLE</c>: single.</summary>
    public static MaritalStatus Single { get; } = new("SINGLE");

    /// <summary>Gets <c>MARRIED</c>: married; how taxes are filed is not told.</summary>
    public static MaritalStatus Married { get; } = new("MARRIED");

    /// <summary>Gets <c>DOMESTIC_PARTNERSHIP</c>: in a registered partnership.</summary>
    public static MaritalStatus DomesticPartnership { get; } = new("DOMESTIC_PARTNERSHIP");

    /// <summary>Gets <c>COMMON_LAW</c>: married by common law.</summary>
    public static MaritalStatus CommonLaw { get; } = new("COMMON_LAW");

    /// <summary>Gets <c>MARRIED_FILING_JOINTLY</c>: married, one tax return.</summary>
    public static MaritalStatus MarriedFilingJointly { get; } = new("MARRIED_FILING_JOINTLY");

    /// <summary>Gets <c>MARRIED_FILING_SEPARATELY</c>: married, two tax returns.</summary>
    public static MaritalStatus MarriedFilingSeparately { get; } = new("MARRIED_FILING_SEPARATELY");

    /// <summary>Gets <c>HEAD_OF_HOUSEHOLD</c>: head of a household.</summary>
    public static MaritalStatus HeadOfHousehold { get; } = new("HEAD_OF_HOUSEHOLD");

    /// <summary>Gets <c>QUALIFYING_WIDOW_OR_WIDOWER_WITH_DEPENDENT_CHILD</c>: widowed, with a dependent child.</summary>
    public static MaritalStatus QualifyingWidowOrWidower { get; } = new("QUALIFYING_WIDOW_OR_WIDOWER_WITH_DEPENDENT_CHILD");

    /// <inheritdoc/>
    public static IReadOnlyList<MaritalStatus> Known { get; } = [Single, Married, DomesticPartnership, CommonLaw, MarriedFilingJointly, MarriedFilingSeparately, HeadOfHousehold, QualifyingWidowOrWidower];

    /// <inheritdoc/>
    public static MaritalStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
