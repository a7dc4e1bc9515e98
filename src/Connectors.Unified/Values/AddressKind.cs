using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What a postal address is for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<AddressKind>))]
public readonly record struct AddressKind(string Value) : IOpenEnum<AddressKind>
{
    /// <summary>Gets <c>BILLING</c>: where invoices go.</summary>
    public static AddressKind Billing { get; } = new("BILLING");

    /// <summary>Gets <c>SHIPPING</c>: where goods go.</summary>
    public static AddressKind Shipping { get; } = new("SHIPPING");

    /// <summary>Gets <c>HOME</c>: where a person lives.</summary>
    public static AddressKind Home { get; } = new("HOME");

    /// <summary>Gets <c>WORK</c>: where a person works.</summary>
    public static AddressKind Work { get; } = new("WORK");

    /// <summary>Gets <c>OTHER</c>: any other use.</summary>
    public static AddressKind Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<AddressKind> Known { get; } = [Billing, Shipping, Home, Work, Other];

    /// <inheritdoc/>
    public static AddressKind From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
