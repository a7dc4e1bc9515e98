using Connectors.Definitions;
using Connectors.Http;

namespace Connectors.Auth;

/// <summary>For whom and where a token is asked: all that the OAuth parts share. Holds the client's secret: never prints.</summary>
internal sealed class OAuthCall
{
    public required ConnectorDefinition Definition { get; init; }

    public required ConnectorOptions Options { get; init; }

    public required Connection Connection { get; init; }

    public required HttpClient Client { get; init; }

    public required TimeProvider Time { get; init; }

    public required string ClientId { get; init; }

    public required Secret ClientSecret { get; init; }

    /// <summary>The key by which the client proves itself, where it does so by an assertion.</summary>
    public SigningKey? ClientKey { get; init; }

    /// <summary>The token endpoint at which the client is known, also when it proves itself elsewhere; the audience of its assertions.</summary>
    public TokenEndpoint? Endpoint { get; init; }

    /// <summary>Makes further form fields anew for each attempt, from the endpoint's address: a provider may take an assertion only once.</summary>
    public Func<Uri, IEnumerable<KeyValuePair<string, string>>>? FreshFields { get; set; }

    /// <summary>Whether a client proves itself at all: a grant by a signed assertion often is all that is sent.</summary>
    public bool HasClient { get; init; } = true;

    /// <summary>What was signed for this call, to blank what a provider echoes of it.</summary>
    public List<string> Assertions { get; } = [];

    /// <summary>Whether id and secret are the customer's own ones: a wrong one is then no fault of the app's configuration.</summary>
    public bool ClientIsCustomers { get; init; }

    /// <summary>Whether the same may be asked again when the answer was lost: nothing is used up by asking, or the provider forgives it.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Reads what issuers state, and remembers it.</summary>
    public OAuthDiscovery? Discovery { get; init; }

    /// <summary>Where the scheme's endpoints are, once that is known.</summary>
    public OAuthServer? Server { get; set; }

    /// <summary>What is called, as errors name it.</summary>
    public string Name { get; init; } = "oauth.token";

    /// <summary>How the issuer's metadata want the client to prove itself; <see langword="null"/> where none were asked.</summary>
    public ClientAuthentication? WantedProof { get; set; }

    /// <summary>How the client proves itself: as the definition states it, else as the issuer wants it.</summary>
    public ClientAuthentication ProofAt(TokenEndpoint endpoint) => endpoint.StatesClientAuthentication ? endpoint.ClientAuthentication : WantedProof ?? endpoint.ClientAuthentication;

    public string OptionKey(string name) => $"Connectors:Providers:{Definition.Id}:{name}";

    public ErrorFacts Facts(ErrorKind kind, string what, string? toDo = null) => new()
    {
        Kind = kind,
        Provider = Definition.Id,
        Connection = Connection.Key,
        Endpoint = Name,
        What = what,
        ToDo = toDo,
    };

    /// <summary>Makes the call of the app's own client. Its id and secret come from the app's options.</summary>
    /// <exception cref="ConnectorException">One of them is missing.</exception>
    public static OAuthCall OfApp(RenewContext context, TokenEndpoint endpoint) =>
        OfApp(context.Definition, context.Options, context.Connection, context.Client, context.Time, endpoint, context.MayRepeat, context.Discovery);

    /// <inheritdoc cref="OfApp(RenewContext, TokenEndpoint)"/>
    public static OAuthCall OfApp(ConnectorDefinition definition, ConnectorOptions options, Connection connection, HttpClient client, TimeProvider time, TokenEndpoint endpoint, bool mayRepeat = false, OAuthDiscovery? discovery = null)
    {
        RequireClient(definition, options, connection, endpoint);
        return new()
        {
            Definition = definition,
            Options = options,
            Connection = connection,
            Client = client,
            Time = time,
            ClientId = options.ClientId!,
            ClientSecret = new(options.ClientSecret ?? ""),
            ClientKey = OAuthClientKey.OfApp(definition, options, connection, endpoint),
            Endpoint = endpoint,
            MayRepeat = mayRepeat,
            Discovery = discovery,
        };
    }

    /// <inheritdoc cref="OfApp(RenewContext, TokenEndpoint)"/>
    public static OAuthCall OfApp(ConnectorRuntime runtime, Connection connection, HttpClient client, TokenEndpoint endpoint, bool mayRepeat = false) =>
        OfApp(runtime.Definition, runtime.Options, connection, client, runtime.Time, endpoint, mayRepeat, runtime.Discovery);

    /// <summary>Refuses to go on without the app's own client.</summary>
    public static void RequireClient(ConnectorDefinition definition, ConnectorOptions options, Connection connection, TokenEndpoint endpoint)
    {
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            throw Missing("ClientId", "client id");
        }

        if (endpoint.ClientAuthentication == ClientAuthentication.PrivateKeyJwt)
        {
            if (string.IsNullOrWhiteSpace(options.ClientKey))
            {
                throw Missing("ClientKey", "private key");
            }
        }
        else if (endpoint.ClientAuthentication != ClientAuthentication.None && string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            throw Missing("ClientSecret", "client secret");
        }

        ConnectorException Missing(string option, string name) => new(new()
        {
            Kind = ErrorKind.Configuration,
            Provider = definition.Id,
            Connection = connection.Key,
            What = $"The app's OAuth {name} for {definition.DisplayName} is missing",
            ToDo = $"Set Connectors:Providers:{definition.Id}:{option} to the {name} of the app that you registered at {definition.DisplayName}.",
        });
    }
}
