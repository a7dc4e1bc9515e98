using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Observation;
using Microsoft.Extensions.Logging;

namespace Connectors.Http;

/// <summary>One registered provider at run time: what its package states and what the app set.</summary>
internal sealed class ConnectorRuntime(ConnectorDefinition definition, ConnectorOptions options, IHttpClientFactory clients, TimeProvider time, ILogger? logger = null, Lazy<CallObservers>? observers = null, ConnectionTags? tags = null)
{
    private static readonly TimeSpan s_clientLife = TimeSpan.FromMinutes(1);
    private volatile KeptClient? _client;

    public ConnectorDefinition Definition { get; } = definition;

    public ConnectorOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger? Logger { get; } = logger;

    /// <summary>Who watches calls; <see langword="null"/> when nobody does. Made at the first call: observers may themselves want connections.</summary>
    public CallObservers? Observers => observers?.Value;

    /// <summary>Which connections metrics tell apart; <see langword="null"/> when they tell none.</summary>
    public ConnectionTags? Tags { get; } = tags;

    /// <summary>What the provider's issuers state of themselves.</summary>
    public OAuthDiscovery Discovery { get; } = new();

    /// <summary>The addresses of hosts that were made of connections, by host.</summary>
    public ConditionalWeakTable<Connection, ConcurrentDictionary<string, HostAddress>> Hosts { get; } = [];

    /// <summary>
    /// The client whose handlers are the chain. Kept for a minute: the factory renews its handlers every two minutes, and what it
    /// gave lives as long as somebody holds it.
    /// </summary>
    public HttpClient Client
    {
        get
        {
            var kept = _client;
            if (kept is null || Time.GetElapsedTime(kept.Since) > s_clientLife)
            {
                _client = kept = new(clients.CreateClient(ClientName(Definition.Id)), Time.GetTimestamp());
            }

            return kept.Client;
        }
    }

    /// <summary>The client without chain and credential, for token endpoints.</summary>
    public HttpClient CreateSignInClient() => clients.CreateClient(SignInClientName(Definition.Id));

    private sealed record KeptClient(HttpClient Client, long Since);

    public static string ClientName(string provider) => $"Connectors.{provider}";

    public static string SignInClientName(string provider) => $"Connectors.{provider}.signin";
}
