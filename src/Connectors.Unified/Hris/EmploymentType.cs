using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>How a person is employed.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<EmploymentType>))]
public readonly record struct EmploymentType(string Value) : IOpenEnum<EmploymentType>
{
    /// <summary>Gets <c>FULL_TIME</c>: full time.</summary>
    public static EmploymentType FullTime { get; } = new("FULL_TIME");

    /// <summary>Gets <c>PART_TIME</c>: part time.</summary>
    public static EmploymentType PartTime { get; } = new("PART_TIME");

    /// <summary>Gets <c>INTERN</c>: as an intern.</summary>
    public static EmploymentType Intern { get; } = new("INTERN");

    /// <summary>Gets <c>CONTRACTOR</c>: as a contractor.</summary>
    public static EmploymentType Contractor { get; } = new("CONTRACTOR");

    /// <summary>Gets <c>FREELANCE</c>: as a freelancer.</summary>
    public static EmploymentType Freelance { get; } = new("FREELANCE");

    /// <inheritdoc/>
    public static IReadOnlyList<EmploymentType> Known { get; } = [FullTime, PartTime, Intern, Contractor, Freelance];

    /// <inheritdoc/>
    public static EmploymentType From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
