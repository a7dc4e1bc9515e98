namespace Connectors;

/// <summary>
/// Names one list of one connection: the primary key of everything that a sync keeps. Prints as
/// <c>provider/tenant/name/list</c>.
/// </summary>
public readonly record struct StreamKey
{
    private const int MaxList = 200;

    /// <summary>Creates a key.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="list">A model's id (<c>crm.contact</c>) or a list's name; 1 to 200 characters, no slash, no control character.</param>
    /// <exception cref="ArgumentException">The list is empty, too long, or holds a character that is not allowed.</exception>
    public StreamKey(ConnectionKey connection, string list)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(list);
        if (list.Length > MaxList || list.Contains('/', StringComparison.Ordinal) || list.Any(char.IsControl))
        {
            throw new ArgumentException($"The list of a stream key has 1 to {MaxList} characters, none of them a slash or a control character.", nameof(list));
        }

        Connection = connection;
        List = list;
    }

    /// <summary>Gets the connection.</summary>
    public ConnectionKey Connection { get; }

    /// <summary>Gets the model's id or the list's name.</summary>
    public string List { get; }

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">Four parts divided by slashes.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static StreamKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Split('/') is [var provider, var tenant, var name, var list]
                ? new(new(provider, tenant, name), list)
                : throw new FormatException($"'{text}' is not a stream key; write provider/tenant/name/list.");
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{text}' is not a stream key: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Connection}/{List}";
}
