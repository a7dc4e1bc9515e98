using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>Whether a person works at the company.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<EmploymentStatus>))]
public readonly record struct EmploymentStatus(string Value) : IOpenEnum<EmploymentStatus>
{
    /// <summary>Gets <c>ACTIVE</c>: works there.</summary>
    public static EmploymentStatus Active { get; } = new("ACTIVE");

    /// <summary>Gets <c>PENDING</c>: is hired, and will start.</summary>
    public static EmploymentStatus Pending { get; } = new("PENDING");

    /// <summary>Gets <c>INACTIVE</c>: does not work there any more.</summary>
    public static EmploymentStatus Inactive { get; } = new("INACTIVE");

    /// <inheritdoc/>
    public static IReadOnlyList<EmploymentStatus> Known { get; } = [Active, Pending, Inactive];

    /// <inheritdoc/>
    public static EmploymentStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
