using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What a pay rate is paid for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<PayType>))]
public readonly record struct PayType(string Value) : IOpenEnum<PayType>
{
    /// <summary>Gets <c>SALARY</c>: a fixed pay for the period.</summary>
    public static PayType Salary { get; } = new("SALARY");

    /// <summary>Gets <c>HOURLY</c>: hours worked.</summary>
    public static PayType Hourly { get; } = new("HOURLY");

    /// <summary>Gets <c>COMMISSION</c>: sales made.</summary>
    public static PayType Commission { get; } = new("COMMISSION");

    /// <summary>Gets <c>CONTRACT</c>: a contract fulfilled.</summary>
    public static PayType Contract { get; } = new("CONTRACT");

    /// <inheritdoc/>
    public static IReadOnlyList<PayType> Known { get; } = [Salary, Hourly, Commission, Contract];

    /// <inheritdoc/>
    public static PayType From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
