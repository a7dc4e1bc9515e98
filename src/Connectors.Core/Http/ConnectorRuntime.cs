using Connectors.Auth;
using Connectors.Definitions;
using Microsoft.Extensions.Logging;

namespace Connectors.Http;

/// <summary>One registered provider at run time: what its package states and what the app set.</summary>
internal sealed class ConnectorRuntime(ConnectorDefinition definition, ConnectorOptions options, IHttpClientFactory clients, TimeProvider time, ILogger? logger = null)
{
    public ConnectorDefinition Definition { get; } = definition;

    public ConnectorOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger? Logger { get; } = logger;

    /// <summary>What the provider's issuers state of themselves.</summary>
    public OAuthDiscovery Discovery { get; } = new();

    /// <summary>The client whose handlers are the chain.</summary>
    public HttpClient CreateClient() => clients.CreateClient(ClientName(Definition.Id));

    /// <summary>The client without chain and credential, for token endpoints.</summary>
    public HttpClient CreateSignInClient() => clients.CreateClient(SignInClientName(Definition.Id));

    public static string ClientName(string provider) => $"Connectors.{provider}";

    public static string SignInClientName(string provider) => $"Connectors.{provider}.signin";
}
