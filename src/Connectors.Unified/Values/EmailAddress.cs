namespace Connectors;

/// <summary>An e-mail address and what it is for. Prints no address: it is personal data.</summary>
/// <param name="Address">The address, as the provider writes it.</param>
/// <param name="Kind">What it is for, where the provider tells it.</param>
public sealed record EmailAddress(string Address, EmailKind? Kind = null)
{
    /// <summary>Makes a list of the addresses that there are: empty ones and repeats are left out.</summary>
    /// <param name="addresses">Addresses and what they are for; the primary one first.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<EmailAddress> List(params ReadOnlySpan<(string? Address, EmailKind? Kind)> addresses)
    {
        var list = new List<EmailAddress>(addresses.Length);
        foreach (var (address, kind) in addresses)
        {
            if (!string.IsNullOrWhiteSpace(address) && !list.Exists(known => string.Equals(known.Address, address, StringComparison.OrdinalIgnoreCase)))
            {
                list.Add(new(address, kind));
            }
        }

        return list;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EmailAddress)} {Kind}";
}
