using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>The time that a pay rate is for.</summary>
/// <param name="Value">The value as text: a named one, or the provider's own as it came.</param>
[JsonConverter(typeof(OpenEnumConverter<PayPeriod>))]
public readonly record struct PayPeriod(string Value) : IOpenEnum<PayPeriod>
{
    /// <summary>Gets <c>HOUR</c>: an hour.</summary>
    public static PayPeriod Hour { get; } = new("HOUR");

    /// <summary>Gets <c>DAY</c>: a day.</summary>
    public static PayPeriod Day { get; } = new("DAY");

    /// <summary>Gets <c>WEEK</c>: a week.</summary>
    public static PayPeriod Week { get; } = new("WEEK");

    /// <summary>Gets <c>EVERY_TWO_WEEKS</c>: two weeks.</summary>
    public static PayPeriod EveryTwoWeeks { get; } = new("EVERY_TWO_WEEKS");

    /// <summary>Gets <c>SEMIMONTHLY</c>: half a month.</summary>
    public static PayPeriod Semimonthly { get; } = new("SEMIMONTHLY");

    /// <summary>Gets <c>MONTH</c>: a month.</summary>
    public static PayPeriod Month { get; } = new("MONTH");

    /// <summary>Gets <c>QUARTER</c>: a quarter.</summary>
    public static PayPeriod Quarter { get; } = new("QUARTER");

    /// <summary>Gets <c>EVERY_SIX_MONTHS</c>: half a year.</summary>
    public static PayPeriod EverySixMonths { get; } = new("EVERY_SIX_MONTHS");

    /// <summary>Gets <c>YEAR</c>: a year.</summary>
    public static PayPeriod Year { get; } = new("YEAR");

    /// <inheritdoc/>
    public static IReadOnlyList<PayPeriod> Known { get; } = [Hour, Day, Week, EveryTwoWeeks, Semimonthly, Month, Quarter, EverySixMonths, Year];

    /// <inheritdoc/>
    public static PayPeriod From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
