using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>Whether a job can be applied for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<JobStatus>))]
public readonly record struct JobStatus(string Value) : IOpenEnum<JobStatus>
{
    /// <summary>Gets <c>OPEN</c>: it can.</summary>
    public static JobStatus Open { get; } = new("OPEN");

    /// <summary>Gets <c>CLOSED</c>: it cannot any more.</summary>
    public static JobStatus Closed { get; } = new("CLOSED");

    /// <summary>Gets <c>DRAFT</c>: it is being prepared.</summary>
    public static JobStatus Draft { get; } = new("DRAFT");

    /// <summary>Gets <c>ARCHIVED</c>: it is put away.</summary>
    public static JobStatus Archived { get; } = new("ARCHIVED");

    /// <summary>Gets <c>PENDING</c>: it waits for approval.</summary>
    public static JobStatus Pending { get; } = new("PENDING");

    /// <inheritdoc/>
    public static IReadOnlyList<JobStatus> Known { get; } = [Open, Closed, Draft, Archived, Pending];

    /// <inheritdoc/>
    public static JobStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
