using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What an e-mail address is for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<EmailKind>))]
public readonly record struct EmailKind(string Value) : IOpenEnum<EmailKind>
{
    /// <summary>Gets <c>PERSONAL</c>: a private address.</summary>
    public static EmailKind Personal { get; } = new("PERSONAL");

    /// <summary>Gets <c>WORK</c>: an address at work.</summary>
    public static EmailKind Work { get; } = new("WORK");

    /// <summary>Gets <c>OTHER</c>: any other use.</summary>
    public static EmailKind Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<EmailKind> Known { get; } = [Personal, Work, Other];

    /// <inheritdoc/>
    public static EmailKind From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
