using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Where the endpoints of a scheme are for one connection: as stated, and where not, as the issuer's metadata state.</summary>
internal sealed record OAuthServer
{
    /// <summary>The issuer; <see langword="null"/> when the scheme names none, or only the claims of an <c>id_token</c> complete its name.</summary>
    public string? Issuer { get; init; }

    public Uri? Authorization { get; init; }

    public required Uri Token { get; init; }

    public Uri? Revocation { get; init; }

    public Uri? Device { get; init; }

    public Uri? Pushed { get; init; }

    /// <summary>The issuer's public keys.</summary>
    public Uri? Keys { get; init; }

    /// <summary>Whether the issuer says that its callbacks always name it (RFC 9207): one that does not is then no callback of its.</summary>
    public bool NamesItself { get; init; }

    /// <summary>Finds the endpoints; asks the issuer only for what is not stated.</summary>
    /// <exception cref="ConnectorException">An address cannot be made, or the issuer's metadata cannot be read or trusted.</exception>
    public static async Task<OAuthServer> OfAsync(OAuthCall call, OAuth2Scheme scheme, CancellationToken cancellationToken)
    {
        var metadata = scheme is { Issuer: { } issuer } && NeedsMetadata(scheme)
            ? await (call.Discovery ?? new()).ReadAsync(call, AddressTemplate.Resolve(issuer, "issuer", call.Definition, call.Connection, withQuery: false), cancellationToken).ConfigureAwait(false)
            : null;
        return new()
        {
            Issuer = metadata?.Issuer ?? (scheme.Issuer is null ? null : OAuthIssuer.Of(scheme.Issuer, call.Definition, call.Connection)),
            Authorization = Endpoint(scheme.AuthorizationEndpoint, "authorization endpoint", "authorization_endpoint"),
            Token = Endpoint(scheme.TokenEndpoint.Address, "token endpoint", "token_endpoint") ?? throw Missing("token_endpoint"),
            Revocation = Endpoint(scheme.RevocationEndpoint?.Address, "revocation endpoint", "revocation_endpoint"),
            Device = Endpoint(scheme.DeviceAuthorizationEndpoint, "device authorization endpoint", "device_authorization_endpoint"),
            Pushed = scheme.PushedAuthorizationEndpoint is not null || metadata?.Is("require_pushed_authorization_requests") == true
                ? Endpoint(scheme.PushedAuthorizationEndpoint, "pushed authorization endpoint", "pushed_authorization_request_endpoint") ?? throw Missing("pushed_authorization_request_endpoint")
                : null,
            Keys = Stated("jwks_uri"),
            NamesItself = metadata?.Is("authorization_response_iss_parameter_supported") == true,
        };

        Uri? Endpoint(string? stated, string what, string member) => stated is null ? Stated(member) : Resolve(stated, what);

        Uri? Stated(string member) => metadata?.Text(member) is { } text ? OAuthIssuer.Trusted(call, scheme, metadata.Issuer, member, text) : null;

        Uri Resolve(string template, string what) => AddressTemplate.Resolve(template, what, call.Definition, call.Connection, withQuery: true);

        ConnectorException Missing(string member) => new(call.Facts(
            ErrorKind.Configuration,
            $"The auth scheme '{scheme.Name}' needs the '{member}', and neither the definition nor the issuer's metadata state it"));
    }

    /// <summary>Whether something that every sign-in needs is for the issuer to state.</summary>
    public static bool NeedsMetadata(OAuth2Scheme scheme) => scheme.AuthorizationEndpoint is null || scheme.TokenEndpoint.Address is null;
}
