namespace Connectors;

/// <summary>An amount of money, exact.</summary>
/// <param name="Amount">The amount in whole units of the currency: 12.50 is twelve and a half.</param>
/// <param name="Currency">The ISO 4217 code, such as <c>USD</c>, or <see langword="null"/> where the provider does not tell it.</param>
public readonly record struct Money(decimal Amount, string? Currency)
{
    /// <summary>Makes money where there is an amount.</summary>
    /// <param name="amount">The amount, or <see langword="null"/> for none.</param>
    /// <param name="currency">The currency; empty is taken as not told.</param>
    /// <returns>The money, or <see langword="null"/>.</returns>
    public static Money? From(decimal? amount, string? currency) =>
        amount is { } value ? new(value, string.IsNullOrWhiteSpace(currency) ? null : currency) : null;

    /// <inheritdoc/>
    public override string ToString() => Currency is null ? $"{Amount}" : $"{Amount} {Currency}";
}
