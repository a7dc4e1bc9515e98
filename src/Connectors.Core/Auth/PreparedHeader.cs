using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>A header value that a scheme made of a credential, kept on the credential. Immutable.</summary>
internal sealed class PreparedHeader(AuthScheme scheme, AuthenticationHeaderValue? authorization, string? text)
{
    /// <summary>Sets <c>Authorization</c>; makes its value only once for each credential.</summary>
    /// <param name="context">Request and credential.</param>
    /// <param name="scheme">The scheme that makes the value.</param>
    /// <param name="make">Makes it. Static, so that nothing is allocated for it.</param>
    public static void Authorize(in AuthContext context, AuthScheme scheme, Func<AuthContext, AuthScheme, AuthenticationHeaderValue> make)
    {
        var prepared = context.Credential.Prepared;
        if (prepared is null || prepared.Scheme != scheme)
        {
            context.Credential.Prepared = prepared = new(scheme, make(context, scheme), null);
        }

        context.Request.Headers.Authorization = prepared.Authorization;
    }

    /// <summary>Gives the text of a header of any name; makes it only once for each credential.</summary>
    public static string Text(in AuthContext context, AuthScheme scheme, Func<AuthContext, AuthScheme, string> make)
    {
        var prepared = context.Credential.Prepared;
        if (prepared is null || prepared.Scheme != scheme)
        {
            context.Credential.Prepared = prepared = new(scheme, null, make(context, scheme));
        }

        return prepared._text!;
    }

    /// <summary>Gives the text of a header that holds for a while; makes it anew when that is over, and for another connection's settings.</summary>
    public static string Passing(in AuthContext context, AuthScheme scheme, Func<AuthContext, AuthScheme, (string Text, DateTimeOffset Until)> make)
    {
        var prepared = context.Credential.Prepared;
        var now = context.Time.GetUtcNow();
        if (prepared is null || prepared.Scheme != scheme || !ReferenceEquals(prepared._settings, context.Connection.Settings) || now < prepared._from || now >= prepared._until)
        {
            var (text, until) = make(context, scheme);
            context.Credential.Prepared = prepared = new(scheme, null, text) { _settings = context.Connection.Settings, _from = now, _until = until };
        }

        return prepared._text!;
    }

    /// <summary>Makes <c>Bearer {token}</c>.</summary>
    public static AuthenticationHeaderValue Bearer(in AuthContext context, Secret token) =>
        new("Bearer", Checked(context.Connection, "token", token.Reveal()));

    /// <summary>Refuses what cannot stand in a header, without showing it.</summary>
    public static string Checked(Connection connection, string what, string value)
    {
        if (value.Length > 0 && !value.Any(static character => char.IsControl(character) || character > '~') && value.Trim().Length == value.Length)
        {
            return value;
        }

        throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Connection = connection.Key,
            What = value.Length == 0
                ? $"The credential's {what} is empty"
                : $"The credential's {what} holds a character that cannot be sent: a line break, a space at an end, or one outside of ASCII",
            ToDo = $"Copy the {what} from the provider again, without anything around it, and connect again.",
        });
    }

    private readonly string? _text = text;
    private ConnectionSettings? _settings;
    private DateTimeOffset _from;
    private DateTimeOffset _until;

    private AuthScheme Scheme { get; } = scheme;

    private AuthenticationHeaderValue? Authorization { get; } = authorization;
}
