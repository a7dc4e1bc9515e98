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
        var list = new EmailAddress[addresses.Length];
        var count = 0;
        foreach (var (address, kind) in addresses)
        {
            Add(list, ref count, address, kind);
        }

        return ValueList.Of(list, count);
    }

    /// <summary>Makes a list of a primary address and others of no stated kind: empty ones and repeats are left out.</summary>
    /// <param name="primary">The primary address.</param>
    /// <param name="others">The others.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<EmailAddress> List(string? primary, IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var list = new EmailAddress[others.Count + 1];
        var count = 0;
        Add(list, ref count, primary, null);
        for (var index = 0; index < others.Count; index++)
        {
            Add(list, ref count, others[index], null);
        }

        return ValueList.Of(list, count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EmailAddress)} {Kind}";

    private static void Add(EmailAddress[] list, ref int count, string? address, EmailKind? kind)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return;
        }

        foreach (var known in list.AsSpan(0, count))
        {
            if (string.Equals(known.Address, address, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        list[count++] = new(address, kind);
    }
}
