namespace Connectors;

/// <summary>Reads the query with which a provider sends the browser back. Each parameter stands once, or the callback is not valid.</summary>
internal static class CallbackQuery
{
    private const int MaxLength = 16 << 10;

    /// <summary>Reads the parameters.</summary>
    /// <param name="callback">The query, with or without its question mark, or the whole address.</param>
    /// <exception cref="ConnectorException">It is too long, or a parameter stands twice (<see cref="ErrorKind.Validation"/>).</exception>
    public static Dictionary<string, string> Parse(string callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (callback.Length > MaxLength)
        {
            throw Invalid("is too long");
        }

        var query = callback.AsSpan();
        if (query.IndexOf('#') is >= 0 and var hash)
        {
            query = query[..hash];
        }

        if (query.IndexOf('?') is >= 0 and var mark)
        {
            query = query[(mark + 1)..];
        }
        else if (query.Contains("://", StringComparison.Ordinal))
        {
            query = [];
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!parameters.TryAdd(name, equals < 0 ? "" : Decode(pair[(equals + 1)..])))
            {
                throw Invalid("holds a parameter twice");
            }
        }

        return parameters;
    }

    /// <summary>The error of a callback that is not one.</summary>
    public static ConnectorException Invalid(string why) => new(new()
    {
        Kind = ErrorKind.Validation,
        What = $"The sign-in's callback {why}",
        ToDo = "Start the sign-in again, and pass on the callback's query as it came.",
    });

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
