using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>What a company is to us.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<AccountType>))]
public readonly record struct AccountType(string Value) : IOpenEnum<AccountType>
{
    /// <summary>Gets <c>PROSPECT</c>: may become a customer.</summary>
    public static AccountType Prospect { get; } = new("PROSPECT");

    /// <summary>Gets <c>CUSTOMER</c>: buys from us.</summary>
    public static AccountType Customer { get; } = new("CUSTOMER");

    /// <summary>Gets <c>PARTNER</c>: works with us.</summary>
    public static AccountType Partner { get; } = new("PARTNER");

    /// <summary>Gets <c>RESELLER</c>: sells what we make.</summary>
    public static AccountType Reseller { get; } = new("RESELLER");

    /// <summary>Gets <c>VENDOR</c>: sells to us.</summary>
    public static AccountType Vendor { get; } = new("VENDOR");

    /// <summary>Gets <c>OTHER</c>: anything else.</summary>
    public static AccountType Other { get; } = new("OTHER");

    /// <inheritdoc/>
    public static IReadOnlyList<AccountType> Known { get; } = [Prospect, Customer, Partner, Reseller, Vendor, Other];

    /// <inheritdoc/>
    public static AccountType From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
