using System.Text;
using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Auth;

/// <summary>
/// Fills the <c>{name}</c> placeholders of host and endpoint addresses from a connection's settings. What a customer entered can
/// name a host label, and never changes the shape of the address: no slash, no at sign, no port, no escape.
/// </summary>
internal static class AddressTemplate
{
    /// <summary>Makes the address of a template.</summary>
    /// <param name="template">The template: <c>https://{subdomain}.bamboohr.com</c>.</param>
    /// <param name="what">What the address is of, for the message: <c>host 'api'</c>.</param>
    /// <param name="definition">Gives the defaults.</param>
    /// <param name="connection">Gives the settings.</param>
    /// <param name="withQuery">Whether the address may have a query.</param>
    public static Uri Resolve(string template, string what, ConnectorDefinition definition, Connection connection, bool withQuery)
    {
        var whole = template is ['{', .. var inner, '}'] && !inner.Contains('{', StringComparison.Ordinal);
        var text = whole ? Value(template[1..^1], what, definition, connection) : Fill(template, what, definition, connection);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            throw Problem(definition, connection, what, "is not an absolute address");
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0 || (!withQuery && address.Query.Length > 0))
        {
            throw Problem(definition, connection, what, "holds more than scheme, host and path");
        }

        if (whole || Authority(template).Contains('{'))
        {
            if (address.Scheme != Uri.UriSchemeHttps || !PublicAddress.IsName(address))
            {
                throw Problem(definition, connection, what, "takes its host from the connection, and that is not an https address with a public host name");
            }

            if (definition.HostSuffixes.Count > 0 && !definition.HostSuffixes.Any(suffix => IsUnder(address.IdnHost, suffix)))
            {
                throw Problem(definition, connection, what, $"takes its host from the connection, and that is not under {string.Join(" or ", definition.HostSuffixes)}");
            }
        }

        return address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            ? address
            : throw Problem(definition, connection, what, "is neither https nor a loopback address");
    }

    /// <summary>Gives a fixed value, or for <c>{setting}</c> the connection's, or <see langword="null"/> when it lacks it.</summary>
    public static string? Parameter(string value, ConnectorDefinition definition, Connection connection) =>
        value is ['{', .., '}'] ? Setting(value[1..^1], definition, connection) : value;

    /// <summary>Gives the placeholders that stand where the host does.</summary>
    public static IEnumerable<string> NamesInAuthority(string template) => Names(Authority(template).ToString());

    /// <summary>Gives all placeholders.</summary>
    public static IEnumerable<string> Names(string template)
    {
        var rest = template;
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && rest.IndexOf('}', open) is >= 0 and var close)
        {
            yield return rest[(open + 1)..close];
            rest = rest[(close + 1)..];
        }
    }

    private static string Fill(string template, string what, ConnectorDefinition definition, Connection connection)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        var text = new StringBuilder();
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            var length = rest[open..].IndexOf('}');
            if (length < 0)
            {
                throw Problem(definition, connection, what, "has a placeholder without an end");
            }

            var name = rest.Slice(open + 1, length - 1).ToString();
            var value = Value(name, what, definition, connection);
            if (!IsHostName(value))
            {
                throw Problem(definition, connection, what, $"takes the setting '{name}', and its value is not a plain host name or part of one");
            }

            text.Append(rest[..open]).Append(value);
            rest = rest[(open + length + 1)..];
        }

        return text.Append(rest).ToString();
    }

    private static string Value(string name, string what, ConnectorDefinition definition, Connection connection) =>
        Setting(name, definition, connection) is { Length: > 0 } value
            ? value
            : throw Problem(definition, connection, what, $"needs the setting '{name}', and the connection lacks it");

    private static string? Setting(string name, ConnectorDefinition definition, Connection connection)
    {
        if (connection.Settings.TryGetValue(name, out var value))
        {
            return value;
        }

        foreach (var setting in definition.Settings)
        {
            if (setting.Name == name)
            {
                return setting.Default;
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> Authority(string template)
    {
        var start = template.IndexOf("://", StringComparison.Ordinal);
        var authority = start < 0 ? template : template.AsSpan(start + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        return end < 0 ? authority : authority[..end];
    }

    private static bool IsHostName(string value)
    {
        if (value.Length > 253 || value.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '.' or '_'))
            {
                return false;
            }
        }

        return value[0] is not ('-' or '.') && value[^1] is not ('-' or '.');
    }

    private static bool IsUnder(string host, string suffix) =>
        host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && (host.Length == suffix.Length || host[^(suffix.Length + 1)] == '.');

    private static ConnectorException Problem(ConnectorDefinition definition, Connection connection, string what, string why) => new(new()
    {
        Kind = ErrorKind.Configuration,
        Provider = definition.Id,
        Connection = connection.Key,
        What = $"The address of the {what} {why}",
        ToDo = "Correct the setting and connect again, or correct the address in the definition or in the options.",
    });
}
