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
        Endpoint?[] others = [definition.WhoAmI, definition.Accounts?.Endpoint];
        foreach (var endpoint in definition.Endpoints.Concat(others.OfType<Endpoint>()))
        {
            Endpoint(definition, endpoint);
        }

        Accounts(definition);
        Headers(definition);
        LimitCheck.Run(definition);
        foreach (var suffix in definition.HostSuffixes.Where(static suffix => !suffix.Contains('.') || suffix.StartsWith('.') || Uri.CheckHostName(suffix) != UriHostNameType.Dns))
        {
            throw Problem(definition, $"has the host suffix '{suffix}', which is not a domain such as 'example.com'");
        }

        foreach (var binding in definition.Models)
        {
            Binding(definition, binding);
        }

        foreach (var scheme in definition.Auth)
        {
            if (scheme is OAuth2Scheme oauth)
            {
                OAuthSchemeCheck.Run(definition, oauth);
            }
            else if (TokenEndpointOf(scheme) is { Address: null })
            {
                throw Problem(definition, $"has the auth scheme '{scheme.Name}', which does not state the address of its TokenEndpoint");
            }
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

    /// <summary>The account setting is told by the list of accounts alone, and the list is called without it.</summary>
    private static void Accounts(ConnectorDefinition definition)
    {
        if (definition.Accounts is not { } accounts)
        {
            return;
        }

        if (definition.Setting(accounts.Setting) is not null || definition.Auth.Any(scheme => TokenEndpointOf(scheme)?.Extras.Any(extra => extra.Name == accounts.Setting) is true))
        {
            throw Problem(definition, $"has '{accounts.Setting}' as a setting or an extra of a token answer, and Accounts tells it: one of the two would undo the other");
        }

        if (AddressTemplate.Names(definition.Hosts[accounts.Endpoint.Host]).Contains(accounts.Setting, StringComparer.Ordinal))
        {
            throw Problem(definition, $"lists the accounts at the host '{accounts.Endpoint.Host}', whose address needs '{accounts.Setting}', which that list tells; give it a host of its own");
        }
    }

    /// <summary>A placeholder in a header must be something that a connection can have.</summary>
    private static void Headers(ConnectorDefinition definition)
    {
        foreach (var (header, value) in definition.Headers)
        {
            if (value is ['{', .., '}'] && !IsTold(definition, value[1..^1]) && definition.Setting(value[1..^1]) is null)
            {
                throw Problem(definition, $"sends the header '{header}' with '{value[1..^1]}', which is neither one of its settings nor told by Accounts or a token answer");
            }
        }
    }

    private static void Binding(ConnectorDefinition definition, ModelBinding binding)
    {
        if (binding.FindCreated is { } find && !definition.Endpoints.Any(listed => listed.Name == find.Name))
        {
            throw Problem(definition, $"reads back created {binding.Model.Id} by the endpoint '{find.Name}', which is not listed in Endpoints");
        }

        if ((binding.ReadsBack(Operation.Update) || binding.ReadsBack(Operation.Delete)) && binding.Endpoints(Operation.Get).Count == 0)
        {
            throw Problem(definition, $"reads back updates or deletes of {binding.Model.Id}, and states no Get to do it by");
        }

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
    internal static IEnumerable<(string What, string Template)> Addresses(ConnectorDefinition definition)
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
                if (setting.Pattern is null && setting.Choices.Count == 0 && definition.HostSuffixes.Count == 0)
                {
                    throw Problem(definition, $"takes the {what} from the setting '{name}', which may be anything: secrets would go to whatever host a customer types. Give the setting a Pattern or Choices, or state HostSuffixes");
                }
            }
            else if (!IsTold(definition, name))
            {
                throw Problem(definition, $"takes the {what} from '{name}', which is neither one of its settings nor told by Accounts or a token answer (TokenEndpoint.Extras)");
            }
        }
    }

    /// <summary>A renewable scheme of the author's own gives tokens with extras that only it knows of.</summary>
    private static bool IsTold(ConnectorDefinition definition, string name) => definition.Accounts?.Setting == name || definition.Auth.Any(scheme =>
        TokenEndpointOf(scheme) is { } token ? token.Extras.Any(extra => extra.Name == name) : scheme is RenewableScheme);

    private static TokenEndpoint? TokenEndpointOf(AuthScheme scheme) => scheme switch
    {
        OAuth2Scheme oauth => oauth.TokenEndpoint,
        ClientCredentialsScheme client => client.TokenEndpoint,
        JwtBearerScheme bearer => bearer.TokenEndpoint,
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
