using System.Text;
using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>An issuer's name, and which addresses are believed of what it states.</summary>
internal static class OAuthIssuer
{
    /// <summary>Fills an issuer's placeholders from the connection's settings and, for names that are none, from checked claims.</summary>
    /// <param name="template">The issuer, as the scheme states it.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="claims">The claims of an <c>id_token</c>, when there are some.</param>
    /// <returns>The issuer, or <see langword="null"/> where something of its name is not known.</returns>
    public static string? Of(string template, ConnectorDefinition definition, Connection connection, JsonElement? claims = null)
    {
        var text = new StringBuilder();
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open && rest[open..].IndexOf('}') is > 0 and var length)
        {
            var name = rest.Slice(open + 1, length - 1).ToString();
            var value = AddressTemplate.Parameter($"{{{name}}}", definition, connection) ?? (claims is { } known ? OAuthTokenAnswer.Text(known, name) : null);
            if (string.IsNullOrEmpty(value))
            {
                return null;
            }

            text.Append(rest[..open]).Append(value);
            rest = rest[(open + length + 1)..];
        }

        return text.Append(rest).ToString();
    }

    /// <summary>
    /// Takes an address out of an issuer's metadata when it is https (or loopback, as the issuer is) and on a host to which the definition
    /// lets secrets go: the issuer's own, one of the definition's, or one that the scheme lists.
    /// </summary>
    /// <exception cref="ConnectorException">It is not (<see cref="ErrorKind.Protocol"/>).</exception>
    public static Uri Trusted(OAuthCall call, OAuth2Scheme scheme, string issuer, string member, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            throw Problem("is not a plain absolute address");
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && new Uri(issuer).IsLoopback))
        {
            throw Problem("is not an https address");
        }

        return IsAllowed() ? address : throw Problem($"is on the host '{address.Authority}', which is neither the issuer's nor one of the definition's (Hosts, OAuth2Scheme.IssuerHosts)");

        bool IsAllowed() => Same(new Uri(issuer).Authority)
            || scheme.IssuerHosts.Any(Same)
            || call.Definition.Hosts.Any(host => Of(host.Value, call.Definition, call.Connection) is { } known && Uri.TryCreate(known, UriKind.Absolute, out var own) && Same(own.Authority));

        bool Same(string authority) => string.Equals(authority, address.Authority, StringComparison.OrdinalIgnoreCase);

        ConnectorException Problem(string why) => new(call.Facts(
            ErrorKind.Protocol,
            $"The '{member}' in the issuer's metadata {why}",
            "State the endpoint in the definition, or allow its host there, if it is the provider's."));
    }
}
