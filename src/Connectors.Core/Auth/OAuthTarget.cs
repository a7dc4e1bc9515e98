using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>What an access token is for: its resources (RFC 8707) and its audience. A token for one target is never used for another.</summary>
internal static class OAuthTarget
{
    /// <summary>The <c>resource</c> parameters of a request.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fields(OAuth2Scheme scheme, OAuthCall call) =>
        Resources(scheme, call.Definition, call.Connection).Select(static resource => new KeyValuePair<string, string>("resource", resource));

    /// <summary>The target as it is kept with a token; <see langword="null"/> where the scheme names none.</summary>
    public static string? Of(AuthScheme scheme, ConnectorDefinition definition, Connection connection) => scheme switch
    {
        OAuth2Scheme { Resources.Count: 0, Audience: null } => null,
        OAuth2Scheme oauth => oauth.FixedTarget ?? Text(Resources(oauth, definition, connection), Audience(oauth, definition, connection)),
        _ => null,
    };

    /// <summary>The target of a scheme that is the same for every connection, made once; <see langword="null"/> where settings stand in it.</summary>
    public static string? Fixed(OAuth2Scheme scheme) =>
        scheme.Audience is ['{', ..] || scheme.Resources.Any(static resource => resource is ['{', ..]) ? null : Text(scheme.Resources, scheme.Audience);

    /// <summary>A grant that the app brings is for what the scheme asks for: the app connects it by this scheme.</summary>
    public static Credential Marked(Credential credential, AuthScheme scheme, ConnectorDefinition definition, Connection connection) =>
        credential is OAuthCredential { Token: var token } && Of(scheme, definition, connection) is { } target
            ? new OAuthCredential(token.Of(target, token.RedirectUri, token.Extras))
            : credential;

    /// <summary>The <c>audience</c> parameter of a sign-in.</summary>
    public static string? Audience(OAuth2Scheme scheme, ConnectorDefinition definition, Connection connection) =>
        scheme.Audience is { } audience ? AddressTemplate.Parameter(audience, definition, connection) : null;

    private static IEnumerable<string> Resources(OAuth2Scheme scheme, ConnectorDefinition definition, Connection connection) =>
        scheme.Resources.Select(resource => AddressTemplate.Parameter(resource, definition, connection)).OfType<string>();

    private static string Text(IEnumerable<string> resources, string? audience) => $"{string.Join(' ', resources.Order(StringComparer.Ordinal))}\n{audience}";
}
