using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors;

/// <summary>Holds an OAuth scheme against itself: with what it states, a customer must be able to sign in.</summary>
internal static class OAuthSchemeCheck
{
    /// <summary>Checks a scheme.</summary>
    /// <exception cref="ArgumentException">Something is missing; the message says what.</exception>
    public static void Run(ConnectorDefinition definition, OAuth2Scheme scheme)
    {
        if (scheme.Issuer is null && scheme.TokenEndpoint.Address is null)
        {
            throw Problem("states neither the address of its TokenEndpoint nor an Issuer whose metadata do");
        }

        if (scheme is { Issuer: null, AuthorizationEndpoint: null, DeviceAuthorizationEndpoint: null })
        {
            throw Problem("states neither an AuthorizationEndpoint nor a DeviceAuthorizationEndpoint, nor an Issuer whose metadata do");
        }

        if (scheme.Issuer is { } issuer && OAuthServer.NeedsMetadata(scheme) && AddressTemplate.Names(issuer).FirstOrDefault(name => definition.Setting(name) is null) is { } unknown)
        {
            throw Problem($"has '{unknown}' in its Issuer, which is no setting, so its metadata cannot be found; state AuthorizationEndpoint and TokenEndpoint");
        }

        if (scheme.Issuer is null && scheme.TokenEndpoint.Extras.FirstOrDefault(static extra => extra.IsClaim) is { } claim)
        {
            throw Problem($"keeps '{claim.Name}' of the id_token, which can be checked only where it states an Issuer");
        }

        if (scheme.Resources.FirstOrDefault(static resource => !resource.StartsWith('{') && (!Uri.TryCreate(resource, UriKind.Absolute, out var address) || address.Fragment.Length > 0)) is { } resource)
        {
            throw Problem($"names the resource '{resource}', which is not an absolute address without a fragment (RFC 8707)");
        }

        ArgumentException Problem(string why) => DefinitionCheck.Problem(definition, $"has the auth scheme '{scheme.Name}', which {why}");
    }

    /// <summary>Where a scheme sends the app's client secret and the customer's tokens, its token endpoint aside.</summary>
    public static IEnumerable<(string What, string Template)> Addresses(OAuth2Scheme scheme)
    {
        (string What, string? Template)[] all =
        [
            ("authorization endpoint", scheme.AuthorizationEndpoint),
            ("device authorization endpoint", scheme.DeviceAuthorizationEndpoint),
            ("pushed authorization endpoint", scheme.PushedAuthorizationEndpoint),
            ("revocation endpoint", scheme.RevocationEndpoint?.Address),
            ("issuer", scheme.Issuer),
        ];
        return all.Where(static one => one.Template is not null).Select(static one => (one.What, one.Template!))
            .Concat(scheme.IssuerHosts.Select(static host => ("issuer's host", $"https://{host}")));
    }
}
