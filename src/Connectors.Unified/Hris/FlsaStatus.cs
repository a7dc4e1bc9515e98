using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>Whether overtime is paid under the Fair Labor Standards Act of the United States.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<FlsaStatus>))]
public readonly record struct FlsaStatus(string Value) : IOpenEnum<FlsaStatus>
{
    /// <summary>Gets <c>EXEMPT</c>: no overtime pay.</summary>
    public static FlsaStatus Exempt { get; } = new("EXEMPT");

    /// <summary>Gets <c>SALARIED_NONEXEMPT</c>: a salary and overtime pay.</summary>
    public static FlsaStatus SalariedNonexempt { get; } = new("SALARIED_NONEXEMPT");

    /// <summary>Gets <c>NONEXEMPT</c>: overtime pay.</summary>
    public static FlsaStatus Nonexempt { get; } = new("NONEXEMPT");

    /// <summary>Gets <c>OWNER</c>: an owner of the company.</summary>
    public static FlsaStatus Owner { get; } = new("OWNER");

    /// <inheritdoc/>
    public static IReadOnlyList<FlsaStatus> Known { get; } = [Exempt, SalariedNonexempt, Nonexempt, Owner];

    /// <inheritdoc/>
    public static FlsaStatus From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
