using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What a phone number is for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<PhoneKind>))]
public readonly record struct PhoneKind(string Value) : IOpenEnum<PhoneKind>
{
    /// <summary>Gets <c>HOME</c>: a number at home.</summary>
    public static PhoneKind Home { get; } = new("HOME");

    /// <summary>Gets <c>WORK</c>: a number at work.</summary>
    public static PhoneKind Work { get; } = new("WORK");

    /// <summary>Gets <c>MOBILE</c>: a mobile phone.</summary>
    public static PhoneKind Mobile { get; } = new("MOBILE");

    /// <summary>Gets <c>SKYPE</c>: a Skype name.</summary>
    public static PhoneKind Skype { get; } = new("SKYPE");

    /// <summary>Gets <c>OTHER</c>: any other use.</summary>
    public static PhoneKind Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<PhoneKind> Known { get; } = [Home, Work, Mobile, Skype, Other];

    /// <inheritdoc/>
    public static PhoneKind From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
