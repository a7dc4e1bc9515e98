using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>A gender as stated by the person.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<Gender>))]
public readonly record struct Gender(string Value) : IOpenEnum<Gender>
{
    /// <summary>Gets <c>MALE</c>: male.</summary>
    public static Gender Male { get; } = new("MALE");

    /// <summary>Gets <c>FEMALE</c>: female.</summary>
    public static Gender Female { get; } = new("FEMALE");

    /// <summary>Gets <c>NON-BINARY</c>: neither.</summary>
    public static Gender NonBinary { get; } = new("NON-BINARY");

    /// <summary>Gets <c>OTHER</c>: any other.</summary>
    public static Gender Other { get; } = new("OTHER");

    /// <summary>Gets <c>PREFER_NOT_TO_DISCLOSE</c>: not told.</summary>
    public static Gender PreferNotToDisclose { get; } = new("PREFER_NOT_TO_DISCLOSE");

    /// <inheritdoc/>
    public static IReadOnlyList<Gender> Known { get; } = [Male, Female, NonBinary, Other, PreferNotToDisclose];

    /// <inheritdoc/>
    public static Gender From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
