namespace Connectors;

/// <summary>A phone number and what it is for. Prints no number: it is personal data.</summary>
/// <param name="Number">The number, as the provider writes it; not brought into one form.</param>
/// <param name="Kind">What it is for, where the provider tells it.</param>
public sealed record PhoneNumber(string Number, PhoneKind? Kind = null)
{
    /// <summary>Makes a list of the numbers that there are: empty ones are left out.</summary>
    /// <param name="numbers">Numbers and what they are for.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<PhoneNumber> List(params ReadOnlySpan<(string? Number, PhoneKind? Kind)> numbers)
    {
        var list = new PhoneNumber[numbers.Length];
        var count = 0;
        foreach (var (number, kind) in numbers)
        {
            if (!string.IsNullOrWhiteSpace(number))
            {
                list[count++] = new(number, kind);
            }
        }

        return ValueList.Of(list, count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PhoneNumber)} {Kind}";
}
