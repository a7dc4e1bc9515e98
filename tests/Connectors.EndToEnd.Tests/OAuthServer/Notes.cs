using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>A made-up provider, <c>notes</c>, whose customers sign in at the OpenID provider and whose one call tells whose token came.</summary>
internal static class Notes
{
    public static Endpoint<NoContent, Caller> Me { get; } = Endpoint.Read<NoContent, Caller>("me.get", static (_, _) => RequestSpec.Get("/api/me"), Body.Json(NotesJson.Default.Caller));

    public static Endpoint<NoContent, AccountIdentity> WhoAmI { get; } = Endpoint.Read<NoContent, AccountIdentity>(
        "whoami.get", static (_, _) => RequestSpec.Get("/api/me"), Body.Json(NotesJson.Default.Caller, static caller => new AccountIdentity(caller.Id)));

    public static ConnectorDefinition Definition(Uri issuer, AuthScheme? scheme = null) => new()
    {
        Id = "notes",
        DisplayName = "Notes",
        Hosts = issuer.GetLeftPart(UriPartial.Authority),
        Auth = [scheme ?? OAuth(issuer)],
        WhoAmI = WhoAmI,
        Endpoints = [Me, WhoAmI],
    };

    public static OAuth2Scheme OAuth(Uri issuer, ClientAuthentication way = ClientAuthentication.Basic) => new()
    {
        AuthorizationEndpoint = new Uri(issuer, "/auth").AbsoluteUri,
        TokenEndpoint = new(new Uri(issuer, "/token").AbsoluteUri) { ClientAuthentication = way },
        RevocationEndpoint = new Uri(issuer, "/token/revocation").AbsoluteUri,
        Scopes = ["openid", "api:read"],
    };

    /// <summary>Nothing but the issuer's name: all else is for its metadata to say.</summary>
    public static OAuth2Scheme ByIssuer(Uri issuer) => new()
    {
        Issuer = issuer.GetLeftPart(UriPartial.Authority),
        TokenEndpoint = new() { ClientAuthentication = ClientAuthentication.Basic },
        Scopes = ["openid", "api:read"],
    };

    public static OAuth2Scheme Pushed(Uri issuer) => new()
    {
        AuthorizationEndpoint = new Uri(issuer, "/auth").AbsoluteUri,
        PushedAuthorizationEndpoint = new Uri(issuer, "/request").AbsoluteUri,
        TokenEndpoint = new(new Uri(issuer, "/token").AbsoluteUri) { ClientAuthentication = ClientAuthentication.Basic },
        Scopes = ["openid", "api:read"],
    };

    public static OAuth2Scheme ForResource(Uri issuer, string resource) => new()
    {
        AuthorizationEndpoint = new Uri(issuer, "/auth").AbsoluteUri,
        TokenEndpoint = new(new Uri(issuer, "/token").AbsoluteUri) { ClientAuthentication = ClientAuthentication.Basic },
        Scopes = ["openid", "api:read"],
        Resources = [resource],
    };

    public static OAuth2Scheme Device(Uri issuer) => new()
    {
        DeviceAuthorizationEndpoint = new Uri(issuer, "/device/auth").AbsoluteUri,
        TokenEndpoint = new(new Uri(issuer, "/token").AbsoluteUri) { ClientAuthentication = ClientAuthentication.None },
        Scopes = ["openid", "api:read"],
    };

    public static ClientCredentialsScheme Machine(Uri issuer, ClientAuthentication way = ClientAuthentication.Basic) => new()
    {
        TokenEndpoint = new(new Uri(issuer, "/token").AbsoluteUri) { ClientAuthentication = way },
        Scopes = ["api:read"],
    };
}

/// <summary>Whose token came, as the server sees it.</summary>
internal sealed record Caller(string Id, string Client, string Scope, string? Audience);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Caller))]
internal sealed partial class NotesJson : JsonSerializerContext;
