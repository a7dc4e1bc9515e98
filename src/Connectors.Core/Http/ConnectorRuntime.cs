using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Connectors.Auth;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Observation;
using Microsoft.Extensions.Logging;
using Polly;

namespace Connectors.Http;

/// <summary>One registered provider at run time: what its package states and what the app set.</summary>
internal sealed class ConnectorRuntime
{
    private static readonly TimeSpan s_clientLife = TimeSpan.FromMinutes(1);
    private readonly IHttpClientFactory _clients;
    private readonly Lazy<CallObservers>? _observers;
    private volatile KeptClient? _client;

    public ConnectorRuntime(ConnectorDefinition definition, ConnectorOptions options, IHttpClientFactory clients, TimeProvider time, ILogger? logger = null, RetryJitter? jitter = null, Lazy<CallObservers>? observers = null, ConnectionTags? tags = null)
    {
        (Definition, Options, Time, Logger, _clients) = (definition, options, time, logger, clients);
        (_observers, Tags) = (observers, tags);
        Breakers = options.UseCircuitBreaker ? new(this) : null;
        Budget = new(options.RetryBudget, options.RetryBudgetFloor, time.TimestampFrequency);
        Retries = RetryPolicy.Pipeline(this, jitter);
    }

    public ConnectorDefinition Definition { get; }

    public ConnectorOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger? Logger { get; }

    /// <summary>The circuit breakers, by host, where the app uses them.</summary>
    public HostBreakers? Breakers { get; }

    /// <summary>How many calls may be sent again.</summary>
    public RetryBudget Budget { get; }

    /// <summary>What goes on after a first attempt that failed.</summary>
    public ResiliencePipeline<HttpResponseMessage> Retries { get; }

    /// <summary>Who watches calls; <see langword="null"/> when nobody does. Made at the first call: observers may themselves want connections.</summary>
    public CallObservers? Observers => _observers?.Value;

    /// <summary>Which connections metrics tell apart; <see langword="null"/> when they tell none.</summary>
    public ConnectionTags? Tags { get; }

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
                _client = kept = new(_clients.CreateClient(ClientName(Definition.Id)), Time.GetTimestamp());
            }

            return kept.Client;
        }
    }

    /// <summary>The client without chain and credential, for token endpoints.</summary>
    public HttpClient CreateSignInClient() => _clients.CreateClient(SignInClientName(Definition.Id));

    private sealed record KeptClient(HttpClient Client, long Since);

    public static string ClientName(string provider) => $"Connectors.{provider}";

    public static string SignInClientName(string provider) => $"Connectors.{provider}.signin";
}
