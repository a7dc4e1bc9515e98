namespace Connectors.Definitions;

/// <summary>For mappings that write: where a provider takes less than a field holds, the write is refused, never done in part.</summary>
public static class FieldWrite
{
    /// <summary>Gives the one value of a list, for a provider that takes one.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="values">The values, or <see langword="null"/>.</param>
    /// <param name="field">The common model's field: use <c>nameof</c>.</param>
    /// <param name="takes">What the provider takes, for the error.</param>
    /// <returns>The value, or <see langword="null"/> where there is none.</returns>
    /// <exception cref="ConnectorException">There are several (<see cref="ErrorKind.Validation"/>).</exception>
    public static T? One<T>(IEnumerable<T>? values, string field, string takes = "one value")
        where T : class
    {
        T[] all = [.. values ?? []];
        return all.Length <= 1 ? all.FirstOrDefault() : throw Refused(field, $"the provider takes {takes}, and {all.Length} are set");
    }

    /// <summary>Gives an address in parts, for a provider that keeps parts: one that is a single text becomes the first line.</summary>
    /// <param name="address">The address, or <see langword="null"/>.</param>
    /// <param name="field">The common model's field: use <c>nameof</c>.</param>
    /// <returns>The address without <see cref="PostalAddress.Text"/>, or <see langword="null"/>.</returns>
    /// <exception cref="ConnectorException">It is both a text and parts (<see cref="ErrorKind.Validation"/>).</exception>
    public static PostalAddress? InParts(PostalAddress? address, string field)
    {
        if (address?.Text is null)
        {
            return address;
        }

        CheckOneForm(address, field);
        return address with { Street1 = address.Text, Text = null };
    }

    /// <summary>Gives an address as one text, for a provider that keeps it so.</summary>
    /// <param name="address">The address.</param>
    /// <param name="field">The common model's field: use <c>nameof</c>.</param>
    /// <returns>Its text, or its parts with commas between them.</returns>
    /// <exception cref="ConnectorException">It is both a text and parts (<see cref="ErrorKind.Validation"/>).</exception>
    public static string AsText(PostalAddress address, string field)
    {
        ArgumentNullException.ThrowIfNull(address);
        CheckOneForm(address, field);
        return address.Text ?? string.Join(", ", Parts(address));
    }

    /// <summary>Makes the error of a value that the provider cannot take whole. Throw it.</summary>
    /// <param name="field">The common model's field: use <c>nameof</c>.</param>
    /// <param name="reason">Why, in half a sentence; never the value.</param>
    /// <returns>The error (<see cref="ErrorKind.Validation"/>), which names the field.</returns>
    public static ConnectorException Refused(string field, string reason) => new(new()
    {
        Kind = ErrorKind.Validation,
        What = $"{field} cannot be written as it is set",
        ToDo = "Nothing was sent. Correct the value, or leave the field unset, and call again.",
        FieldErrors = [new(field, reason)],
    });

    private static void CheckOneForm(PostalAddress address, string field)
    {
        if (address.Text is not null && Parts(address).Any())
        {
            throw Refused(field, "the address is set both as one text and in parts");
        }
    }

    private static IEnumerable<string> Parts(PostalAddress address) =>
        new[] { address.Street1, address.Street2, address.City, address.State, address.PostalCode, address.Country }
            .OfType<string>().Where(part => part.Length > 0);
}
