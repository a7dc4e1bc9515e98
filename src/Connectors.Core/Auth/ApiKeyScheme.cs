using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>A key in a header, in the query, or in a cookie. Takes an <see cref="ApiKeyCredential"/>.</summary>
public sealed class ApiKeyScheme : AuthScheme
{
    private readonly Place _place;
    private readonly string _parameter;
    private readonly string _prefix;

    private ApiKeyScheme(string name, Place place, string parameter, string prefix)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parameter);
        (_place, _parameter, _prefix) = (place, parameter, prefix);
        HeaderNames = place switch { Place.Header => [parameter], Place.Cookie => ["Cookie"], _ => [] };
        QueryNames = place == Place.Query ? [parameter] : [];
    }

    private enum Place
    {
        Header,
        Query,
        Cookie,
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> QueryNames { get; }

    /// <summary>Puts the key into a header.</summary>
    /// <param name="header">The header: <c>X-Api-Key</c>, <c>Authorization</c>.</param>
    /// <param name="prefix">What stands before the key, its space included: <c>Token token=</c>, <c>Key </c> (with the space).</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static ApiKeyScheme Header(string header, string prefix = "", string name = "api-key") => new(name, Place.Header, header, prefix);

    /// <summary>Puts the key into the query. Prefer a header where the provider takes one: addresses are logged on the way.</summary>
    /// <param name="parameter">The query parameter: <c>api_key</c>.</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static ApiKeyScheme Query(string parameter, string name = "api-key") => new(name, Place.Query, parameter, "");

    /// <summary>Puts the key into a cookie.</summary>
    /// <param name="cookie">The cookie's name.</param>
    /// <param name="name">The scheme's name in the definition.</param>
    public static ApiKeyScheme Cookie(string cookie, string name = "api-key") => new(name, Place.Cookie, cookie, "");

    internal override string CredentialName => nameof(ApiKeyCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is ApiKeyCredential;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        var text = PreparedHeader.Text(context, this, static (context, scheme) => ((ApiKeyScheme)scheme).Make(context));
        switch (_place)
        {
            case Place.Header:
                CredentialPlaces.SetHeader(context.Request, _parameter, text);
                break;
            case Place.Cookie:
                CredentialPlaces.SetCookie(context.Request, _parameter, text);
                break;
            default:
                context.Request.RequestUri = CredentialPlaces.SetQuery(context.Request.RequestUri!, _parameter, text);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private string Make(AuthContext context)
    {
        var key = PreparedHeader.Checked(context.Connection, "key", ((ApiKeyCredential)context.Credential).Key.Reveal());
        return _place != Place.Cookie || key.AsSpan().IndexOfAny(" \",;\\") < 0 ? _prefix + key : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            Connection = context.Connection.Key,
            What = "The credential's key holds a character that a cookie cannot carry: a space, a quote, a comma, a semicolon or a backslash (RFC 6265)",
            ToDo = "Copy the key from the provider again, without anything around it, and connect again.",
        });
    }
}
