using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>An ethnicity in the terms of United States reporting, as stated by the person.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<Ethnicity>))]
public readonly record struct Ethnicity(string Value) : IOpenEnum<Ethnicity>
{
    /// <summary>Gets <c>AMERICAN_INDIAN_OR_ALASKA_NATIVE</c>: American Indian or Alaska Native.</summary>
    public static Ethnicity AmericanIndianOrAlaskaNative { get; } = new("AMERICAN_INDIAN_OR_ALASKA_NATIVE");

    /// <summary>Gets <c>ASIAN_OR_INDIAN_SUBCONTINENT</c>: Asian, the Indian subcontinent included.</summary>
    public static Ethnicity AsianOrIndianSubcontinent { get; } = new("ASIAN_OR_INDIAN_SUBCONTINENT");

    /// <summary>Gets <c>BLACK_OR_AFRICAN_AMERICAN</c>: Black or African American.</summary>
    public static Ethnicity BlackOrAfricanAmerican { get; } = new("BLACK_OR_AFRICAN_AMERICAN");

    /// <summary>Gets <c>HISPANIC_OR_LATINO</c>: Hispanic or Latino.</summary>
    public static Ethnicity HispanicOrLatino { get; } = new("HISPANIC_OR_LATINO");

    /// <summary>Gets <c>NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER</c>: Native Hawaiian or other Pacific Islander.</summary>
    public static Ethnicity NativeHawaiianOrOtherPacificIslander { get; } = new("NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER");

    /// <summary>Gets <c>TWO_OR_MORE_RACES</c>: two or more.</summary>
    public static Ethnicity TwoOrMoreRaces { get; } = new("TWO_OR_MORE_RACES");

    /// <summary>Gets <c>WHITE</c>: White.</summary>
    public static Ethnicity White { get; } = new("WHITE");

    /// <summary>Gets <c>PREFER_NOT_TO_DISCLOSE</c>: not told.</summary>
    public static Ethnicity PreferNotToDisclose { get; } = new("PREFER_NOT_TO_DISCLOSE");

    /// <inheritdoc/>
    public static IReadOnlyList<Ethnicity> Known { get; } = [AmericanIndianOrAlaskaNative, AsianOrIndianSubcontinent, BlackOrAfricanAmerican, HispanicOrLatino, NativeHawaiianOrOtherPacificIslander, TwoOrMoreRaces, White, PreferNotToDisclose];

    /// <inheritdoc/>
    public static Ethnicity From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
