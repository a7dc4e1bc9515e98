using Connectors.Definitions;

namespace Connectors.Auth;

/// <summary>Proves a client by a signed assertion (RFC 7523, 2.2; OpenID Connect Core, 9).</summary>
internal static class OAuthClientKey
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Adds a new assertion and the client's id.</summary>
    public static void Prove(OAuthCall call, HttpRequestMessage message, List<KeyValuePair<string, string>> form)
    {
        var key = call.ClientKey ?? throw new ConnectorException(call.Facts(
            ErrorKind.Configuration, "The token endpoint asks for a signed assertion, and the auth scheme has no key to sign one with"));
        var audience = call.Server?.Token ?? (call.Endpoint?.Address is { } stated
            ? AddressTemplate.Resolve(stated, "token endpoint", call.Definition, call.Connection, withQuery: true)
            : message.RequestUri!);
        var context = new JwtContext(call.Connection, call.Definition, call.Time.GetUtcNow(), call.ClientId, call.ClientId, audience.AbsoluteUri, call.Server?.Issuer);
        var assertion = JwtMaker.Make(call.Endpoint?.ClientAssertion ?? new(), key, context, hasId: true).AccessToken.Reveal();
        call.Assertions.Add(assertion);
        form.Add(new("client_id", call.ClientId));
        form.Add(new("client_assertion_type", AssertionType));
        form.Add(new("client_assertion", assertion));
    }

    /// <summary>Gives the key of the app's own client where the endpoint asks for one.</summary>
    /// <exception cref="ConnectorException">It cannot be used.</exception>
    public static SigningKey? OfApp(ConnectorDefinition definition, ConnectorOptions options, Connection connection, TokenEndpoint endpoint)
    {
        var problem = "";
        var (option, key) = endpoint.ClientAuthentication switch
        {
            ClientAuthentication.PrivateKeyJwt =>
                ("ClientKey", SigningKey.TryReadPem(new(options.ClientKey ?? ""), endpoint.ClientAssertion.Algorithm, options.ClientKeyId, out problem)),
            ClientAuthentication.ClientSecretJwt => ("ClientSecret", SigningKey.TryTakeSecret(new(options.ClientSecret ?? ""), null, out problem)),
            _ => ("", null),
        };
        return key is not null || option.Length == 0 ? key : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Configuration,
            Provider = definition.Id,
            Connection = connection.Key,
            What = $"The app's {option} for {definition.DisplayName} cannot be used for signing: {problem}",
            ToDo = $"Set Connectors:Providers:{definition.Id}:{option} to the one that belongs to the app registered at {definition.DisplayName}.",
        });
    }

    /// <summary>Gives the key of a customer's own client where the endpoint asks for one.</summary>
    /// <exception cref="ConnectorException">It cannot be used.</exception>
    public static SigningKey? OfCustomer(Credential credential, TokenEndpoint endpoint, Connection connection)
    {
        if (credential is PrivateKeyCredential own)
        {
            return JwtMaker.KeyOf(own, endpoint.ClientAssertion.Algorithm, connection);
        }

        return endpoint.ClientAuthentication == ClientAuthentication.ClientSecretJwt && credential is ClientCredential client
            ? SigningKey.TryTakeSecret(client.ClientSecret, null, out var problem) ?? throw JwtMaker.Refused(connection, "client secret", problem)
            : null;
    }
}
