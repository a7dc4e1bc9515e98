namespace Connectors;

/// <summary>Finds an e-mail address, phone number, postal address or web address by what it is for.</summary>
public static class ContactPointExtensions
{
    /// <summary>Finds the first e-mail address of a kind.</summary>
    /// <param name="addresses">The addresses, or <see langword="null"/>.</param>
    /// <param name="kind">The kind, or <see langword="null"/> for the first of any: the primary one.</param>
    /// <returns>The address, or <see langword="null"/>.</returns>
    public static string? FirstEmail(this IReadOnlyList<EmailAddress>? addresses, EmailKind? kind = null) =>
        addresses?.FirstOrDefault(address => kind is null || address.Kind == kind)?.Address;

    /// <summary>Finds the first phone number of a kind.</summary>
    /// <param name="numbers">The numbers, or <see langword="null"/>.</param>
    /// <param name="kind">The kind, or <see langword="null"/> for the first of any.</param>
    /// <returns>The number, or <see langword="null"/>.</returns>
    public static string? FirstPhone(this IReadOnlyList<PhoneNumber>? numbers, PhoneKind? kind = null) =>
        numbers?.FirstOrDefault(number => kind is null || number.Kind == kind)?.Number;

    /// <summary>Finds the first web address of a kind.</summary>
    /// <param name="links">The web addresses, or <see langword="null"/>.</param>
    /// <param name="kind">The kind, or <see langword="null"/> for the first of any.</param>
    /// <returns>The web address, or <see langword="null"/>.</returns>
    public static string? FirstUrl(this IReadOnlyList<WebLink>? links, LinkKind? kind = null) =>
        links?.FirstOrDefault(link => kind is null || link.Kind == kind)?.Url;

    /// <summary>Finds the first postal address of a kind.</summary>
    /// <param name="addresses">The addresses, or <see langword="null"/>.</param>
    /// <param name="kind">The kind, or <see langword="null"/> for the first of any.</param>
    /// <returns>The address, or <see langword="null"/>.</returns>
    public static PostalAddress? FirstAddress(this IReadOnlyList<PostalAddress>? addresses, AddressKind? kind = null) =>
        addresses?.FirstOrDefault(address => kind is null || address.Kind == kind);
}
