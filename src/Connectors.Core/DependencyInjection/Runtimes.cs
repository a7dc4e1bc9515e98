using System.Collections.Concurrent;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Observation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connectors.Http;

/// <summary>The registered providers, by id.</summary>
internal sealed class Runtimes : IRuntimes
{
    private readonly Dictionary<string, ConnectorDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConnectorRuntime> _runtimes = new(StringComparer.Ordinal);
    private readonly Func<string, ConnectorRuntime> _create;

    public Runtimes(
        IEnumerable<ConnectorDefinition> definitions, IOptionsMonitor<ConnectorOptions> options, IHttpClientFactory clients, TimeProvider time, IEnumerable<CallObserverRegistration> observed,
        IOptions<ConnectorsDiagnosticsOptions> diagnostics, IServiceProvider services, ILoggerFactory? loggers = null, RetryJitter? jitter = null)
    {
        foreach (var definition in definitions)
        {
            _definitions[definition.Id] = definition;
        }

        var logger = loggers?.CreateLogger("Connectors");
        var observers = observed.Any() ? new Lazy<CallObservers>(services.GetRequiredService<CallObservers>) : null;
        var tags = diagnostics.Value.MaxConnectionTags > 0 ? new ConnectionTags(diagnostics.Value.MaxConnectionTags) : null;
        _create = id => new(_definitions[id], options.Get(id), clients, time, logger, jitter, observers, tags);
    }

    public IReadOnlyDictionary<string, ConnectorDefinition> Definitions => _definitions;

    public ConnectorRuntime Get(string provider)
    {
        if (!_definitions.ContainsKey(provider))
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Configuration,
                Provider = provider,
                What = $"No connector is registered for '{provider}'",
                ToDo = $"Register its package: services.AddConnectors().Add…(). Registered: {(_definitions.Count == 0 ? "none" : string.Join(", ", _definitions.Keys.Order(StringComparer.Ordinal)))}.",
            });
        }

        try
        {
            return _runtimes.GetOrAdd(provider, _create);
        }
        catch (OptionsValidationException error)
        {
            throw new ConnectorException(
                new() { Kind = ErrorKind.Configuration, Provider = provider, What = string.Join(" ", error.Failures) }, error);
        }
    }
}
