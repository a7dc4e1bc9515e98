using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>
/// Where the endpoints of a scheme are for one connection: as stated, and where not, as the issuer's metadata state. What the metadata state is held against the
/// hosts that the definition allows when it is used, so that an endpoint that nobody needs stops nobody.
/// </summary>
internal sealed class OAuthServer
{
    private readonly OAuthCall _call;
    private readonly OAuth2Scheme _scheme;
    private readonly OAuthMetadata? _metadata;

    private OAuthServer(OAuthCall call, OAuth2Scheme scheme, OAuthMetadata? metadata)
    {
        (_call, _scheme, _metadata) = (call, scheme, metadata);
        Issuer = metadata?.Issuer ?? (scheme.Issuer is null ? null : OAuthIssuer.Of(scheme.Issuer, call.Definition, call.Connection));
        call.WantedProof = metadata?.Proof;
        Token = Endpoint(scheme.TokenEndpoint.Address, "token endpoint", "token_endpoint") ?? throw Missing("token_endpoint");
    }

    /// <summary>The issuer; <see langword="null"/> when the scheme names none, or only the claims of an <c>id_token</c> complete its name.</summary>
    public string? Issuer { get; }

    public Uri Token { get; }

    public Uri? Authorization => Endpoint(_scheme.AuthorizationEndpoint, "authorization endpoint", "authorization_endpoint");

    public Uri? Revocation => Endpoint(_scheme.RevocationEndpoint?.Address, "revocation endpoint", "revocation_endpoint");

    public Uri? Device => Endpoint(_scheme.DeviceAuthorizationEndpoint, "device authorization endpoint", "device_authorization_endpoint");

    /// <summary>Where sign-ins are pushed to, where that is stated or the issuer demands it.</summary>
    public Uri? Pushed => _scheme.PushedAuthorizationEndpoint is not null || _metadata?.Is("require_pushed_authorization_requests") == true
        ? Endpoint(_scheme.PushedAuthorizationEndpoint, "pushed authorization endpoint", "pushed_authorization_request_endpoint") ?? throw Missing("pushed_authorization_request_endpoint")
        : null;

    /// <summary>The issuer's public keys.</summary>
    public Uri? Keys => Stated("jwks_uri");

    /// <summary>Whether the issuer says that its callbacks always name it (RFC 9207): one that does not is then no callback of its.</summary>
    public bool NamesItself => _metadata?.Is("authorization_response_iss_parameter_supported") == true;

    /// <summary>Finds the endpoints; asks the issuer only for what is not stated.</summary>
    /// <exception cref="ConnectorException">An address cannot be made, or the issuer's metadata cannot be read or trusted.</exception>
    public static async Task<OAuthServer> OfAsync(OAuthCall call, OAuth2Scheme scheme, CancellationToken cancellationToken)
    {
        if (scheme.Issuer is not { } template || !NeedsMetadata(scheme))
        {
            return new(call, scheme, null);
        }

        var issuer = AddressTemplate.Resolve(template, "issuer", call.Definition, call.Connection, withQuery: false);
        return new(call, scheme, await (call.Discovery ?? new()).ReadAsync(call, issuer, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether something that every sign-in needs is for the issuer to state.</summary>
    public static bool NeedsMetadata(OAuth2Scheme scheme) => scheme.AuthorizationEndpoint is null || scheme.TokenEndpoint.Address is null;

    private Uri? Endpoint(string? stated, string what, string member) =>
        stated is null ? Stated(member) : AddressTemplate.Resolve(stated, what, _call.Definition, _call.Connection, withQuery: true);

    private Uri? Stated(string member) => _metadata?.Text(member) is { } text ? OAuthIssuer.Trusted(_call, _scheme, _metadata.Issuer, member, text) : null;

    private ConnectorException Missing(string member) => new(_call.Facts(
        ErrorKind.Configuration, $"The auth scheme '{_scheme.Name}' needs the '{member}', and neither the definition nor the issuer's metadata state it"));
}
