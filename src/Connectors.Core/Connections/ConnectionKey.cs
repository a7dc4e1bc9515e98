namespace Connectors;

/// <summary>
/// Names one customer's account at one provider. The primary key of everything that is kept for a connection.
/// Prints as <c>provider/tenant/name</c>.
/// </summary>
public readonly record struct ConnectionKey
{
    private const int MaxPart = 200;

    /// <summary>Creates a key.</summary>
    /// <param name="provider">The provider id, lower-case: <c>hubspot</c>.</param>
    /// <param name="tenant">The app's own id of its customer; 1 to 200 characters of Unicode, no slash, no control character.</param>
    /// <param name="name">Tells two connections of one tenant to one provider apart (sandbox, second workspace).</param>
    /// <exception cref="ArgumentException">A part is empty, too long, or holds a character that is not allowed.</exception>
    public ConnectionKey(string provider, string tenant, string name = "default")
    {
        Provider = ProviderId.Check(provider);
        Tenant = Part(tenant, nameof(tenant));
        Name = Part(name, nameof(name));
    }

    /// <summary>Gets the provider id.</summary>
    public string Provider { get; }

    /// <summary>Gets the app's own id of its customer.</summary>
    public string Tenant { get; }

    /// <summary>Gets the name that tells two connections of one tenant apart; <c>default</c> by default.</summary>
    public string Name { get; }

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">Three parts divided by slashes; the name may be left out.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static ConnectionKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Split('/') switch
            {
                [var provider, var tenant] => new(provider, tenant),
                [var provider, var tenant, var name] => new(provider, tenant, name),
                _ => throw new FormatException($"'{text}' is not a connection key; write provider/tenant or provider/tenant/name."),
            };
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{text}' is not a connection key: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Tenant}/{Name}";

    private static string Part(string value, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (value.Length > MaxPart || value.Contains('/', StringComparison.Ordinal) || value.Any(char.IsControl) || !IsUnicode(value))
        {
            throw new ArgumentException(
                $"The {parameter} of a connection key has 1 to {MaxPart} characters, none of them a slash, a control character or half of a surrogate pair.", parameter);
        }

        return value;
    }

    /// <summary>Halves of surrogate pairs all become the same character in a store: two tenants would be one.</summary>
    private static bool IsUnicode(string value)
    {
        for (var index = 0; index < value.Length; index++)
        {
            if (char.IsSurrogate(value[index]) && !(index + 1 < value.Length && char.IsSurrogatePair(value[index], value[++index])))
            {
                return false;
            }
        }

        return true;
    }
}

internal static class ProviderId
{
    internal static string Check(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        foreach (var character in id)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not '-')
            {
                throw new ArgumentException($"'{id}' is not a provider id: lower-case letters, digits and '-' only, such as 'hubspot'.", nameof(id));
            }
        }

        return id;
    }
}
