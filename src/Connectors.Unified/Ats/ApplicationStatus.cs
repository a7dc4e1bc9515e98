using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>How an application stands.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<ApplicationStatus>))]
public readonly record struct ApplicationStatus(string Value) : IOpenEnum<ApplicationStatus>
{
    /// <summary>Gets <c>ACTIVE</c>: not decided yet.</summary>
    public static ApplicationStatus Active { get; } = new("ACTIVE");

    /// <summary>Gets <c>HIRED</c>: the candidate was hired.</summary>
    public static ApplicationStatus Hired { get; } = new("HIRED");

    /// <summary>Gets <c>REJECTED</c>: the candidate was turned down or withdrew.</summary>
    public static ApplicationStatus Rejected { get; } = new("REJECTED");

    /// <summary>Gets <c>CONVERTED</c>: a prospect whose interest became an application.</summary>
    public static ApplicationStatus Converted { get; } = new("CONVERTED");

    /// <inheritdoc/>
    public static IReadOnlyList<ApplicationStatus> Known { get; } = [Active, Hired, Rejected, Converted];

    /// <inheritdoc/>
    public static ApplicationStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
