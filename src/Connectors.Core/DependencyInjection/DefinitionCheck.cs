using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors;

/// <summary>Holds a definition against itself when it is registered, so that a slip of its author is found at once and not by a customer.</summary>
internal static class DefinitionCheck
{
    /// <summary>Checks a definition.</summary>
    /// <exception cref="ArgumentException">Something in it does not fit; the message says what.</exception>
    public static void Run(ConnectorDefinition definition)
    {
        Unique(definition, "endpoint", definition.Endpoints.Select(static endpoint => endpoint.Name));
        Unique(definition, "auth scheme", definition.Auth.Select(static scheme => scheme.Name));
        Unique(definition, "setting", definition.Settings.Select(static setting => setting.Name));
        foreach (var endpoint in definition.WhoAmI is { } whoAmI ? definition.Endpoints.Append(whoAmI) : definition.Endpoints)
        {
            Endpoint(definition, endpoint);
        }

        foreach (var binding in definition.Models)
        {
            Binding(definition, binding);
        }

        foreach (var scheme in definition.Auth.OfType<OAuth2Scheme>())
        {
            OAuthSchemeCheck.Run(definition, scheme);
        }

        foreach (var (what, template) in Addresses(definition))
        {
            Address(definition, what, template);
        }
    }

    private static void Endpoint(ConnectorDefinition definition, Endpoint endpoint)
    {
        if (endpoint.Name.Contains('~', StringComparison.Ordinal))
        {
            throw Problem(definition, $"has the endpoint '{endpoint.Name}', and a name cannot hold '~': it stands in continuation tokens");
        }

        if (!definition.Hosts.Names.Contains(endpoint.Host, StringComparer.Ordinal))
        {
            throw Problem(definition, $"has no host '{endpoint.Host}', to which the endpoint '{endpoint.Name}' goes; it has {string.Join(", ", definition.Hosts.Names)}");
        }
    }

    private static void Binding(ConnectorDefinition definition, ModelBinding binding)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            foreach (var endpoint in binding.Endpoints(operation))
            {
                if (!definition.Endpoints.Any(listed => listed.Name == endpoint.Name))
                {
                    throw Problem(definition, $"offers {operation} for {binding.Model.Id} by the endpoint '{endpoint.Name}', which is not listed in Endpoints");
                }
            }
        }
    }

    /// <summary>Where credentials and the app's own client secret go.</summary>
    private static IEnumerable<(string What, string Template)> Addresses(ConnectorDefinition definition)
    {
        foreach (var (name, template) in definition.Hosts)
        {
            yield return ($"host '{name}'", template);
        }

        foreach (var scheme in definition.Auth)
        {
            if (scheme is OAuth2Scheme oauth)
            {
                foreach (var (what, template) in OAuthSchemeCheck.Addresses(oauth))
                {
                    yield return ($"{what} of '{scheme.Name}'", template);
                }
            }

            if (TokenEndpointOf(scheme)?.Address is { } token)
            {
                yield return ($"token endpoint of '{scheme.Name}'", token);
            }
        }
    }

    /// <summary>What a customer types must not choose freely where a secret goes. What the provider's token endpoint tells may.</summary>
    private static void Address(ConnectorDefinition definition, string what, string template)
    {
        foreach (var name in AddressTemplate.NamesInAuthority(template))
        {
            if (definition.Setting(name) is { } setting)
            {
                if (setting.Pattern is null && setting.Choices.Count == 0)
                {
                    throw Problem(definition, $"takes the {what} from the setting '{name}', which may be anything: secrets would go to whatever host a customer types. Give the setting a Pattern or Choices");
                }
            }
            else if (!MayTell(definition, name))
            {
                throw Problem(definition, $"takes the {what} from '{name}', which is neither one of its settings nor kept of a token answer (TokenEndpoint.Extras)");
            }
        }
    }

    /// <summary>A renewable scheme of the author's own gives tokens with extras that only it knows of.</summary>
    private static bool MayTell(ConnectorDefinition definition, string name) => definition.Auth.Any(scheme =>
        TokenEndpointOf(scheme) is { } token ? token.Extras.Any(extra => extra.Name == name) : scheme is RenewableScheme);

    private static TokenEndpoint? TokenEndpointOf(AuthScheme scheme) => scheme switch
    {
        OAuth2Scheme oauth => oauth.TokenEndpoint,
        ClientCredentialsScheme client => client.TokenEndpoint,
        _ => null,
    };

    private static void Unique(ConnectorDefinition definition, string what, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw Problem(definition, $"has two of the {what} '{name}'");
            }
        }
    }

    internal static ArgumentException Problem(ConnectorDefinition definition, string why) => new($"The definition of '{definition.Id}' {why}.", nameof(definition));
}
