using Connectors.Definitions;

namespace Connectors;

/// <summary>A postal address: in parts, or whole where the provider keeps it as one text. Prints no part: it is personal data.</summary>
public sealed record PostalAddress
{
    /// <summary>Gets street and house number.</summary>
    public string? Street1 { get; init; }

    /// <summary>Gets the second line: flat, floor, building.</summary>
    public string? Street2 { get; init; }

    /// <summary>Gets the town.</summary>
    public string? City { get; init; }

    /// <summary>Gets the state, province or region, as the provider writes it.</summary>
    public string? State { get; init; }

    /// <summary>Gets the postal code (ZIP).</summary>
    public string? PostalCode { get; init; }

    /// <summary>Gets the country as the provider writes it: an ISO 3166-1 alpha-2 code or a name.</summary>
    public string? Country { get; init; }

    /// <summary>Gets the whole address, where the provider keeps it as one text; the parts are then <see langword="null"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Gets what the address is for, where the provider tells it.</summary>
    public AddressKind? Kind { get; init; }

    /// <summary>Makes an address from the parts that there are; empty parts become <see langword="null"/>.</summary>
    /// <param name="street1">Street and house number.</param>
    /// <param name="street2">The second line.</param>
    /// <param name="city">The town.</param>
    /// <param name="state">The state, province or region.</param>
    /// <param name="postalCode">The postal code.</param>
    /// <param name="country">The country.</param>
    /// <param name="text">The whole address, where there are no parts.</param>
    /// <param name="kind">What the address is for.</param>
    /// <returns>The address, or <see langword="null"/> where every part is empty.</returns>
    public static PostalAddress? From(
        string? street1 = null,
        string? street2 = null,
        string? city = null,
        string? state = null,
        string? postalCode = null,
        string? country = null,
        string? text = null,
        AddressKind? kind = null)
    {
        foreach (var part in (ReadOnlySpan<string?>)[street1, street2, city, state, postalCode, country, text])
        {
            if (!string.IsNullOrWhiteSpace(part))
            {
                return new()
                {
                    Street1 = FieldText.OrNull(street1),
                    Street2 = FieldText.OrNull(street2),
                    City = FieldText.OrNull(city),
                    State = FieldText.OrNull(state),
                    PostalCode = FieldText.OrNull(postalCode),
                    Country = FieldText.OrNull(country),
                    Text = FieldText.OrNull(text),
                    Kind = kind,
                };
            }
        }

        return null;
    }

    /// <summary>Makes a list of the addresses that there are.</summary>
    /// <param name="addresses">Addresses, or <see langword="null"/> where <see cref="From"/> found none.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<PostalAddress> List(params ReadOnlySpan<PostalAddress?> addresses)
    {
        var list = new PostalAddress[addresses.Length];
        var count = 0;
        foreach (var address in addresses)
        {
            if (address is not null)
            {
                list[count++] = address;
            }
        }

        return ValueList.Of(list, count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PostalAddress)} {Kind}";
}
