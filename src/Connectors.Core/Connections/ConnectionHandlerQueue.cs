using Connectors.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>The events that wait for one handler.</summary>
internal sealed class ConnectionHandlerQueue
{
    /// <summary>How many events wait at most; those that say that a customer must sign in again are always taken, and there is one for a connection until he did.</summary>
    internal const int Capacity = 1000;

    /// <summary>How long one event may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConnectionHandlerRegistration _handler;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger? _logger;
    private readonly CancellationToken _end;
    private readonly BackgroundQueue<ConnectionEvent> _queue;

    public ConnectionHandlerQueue(ConnectionHandlerRegistration handler, IServiceScopeFactory scopes, TimeProvider time, ILogger? logger, CancellationToken end)
    {
        (_handler, _scopes, _logger, _end) = (handler, scopes, logger, end);
        _queue = new(Capacity, 1, (events, token) => HandleAsync(events[0], token), (events, error) => Failed(events[0], error), Patience, time, end);
    }

    public void Add(ConnectionEvent happened)
    {
        if (!_queue.TryAdd(happened, always: happened.Kind == ConnectionEventKind.ReconnectRequired) && _logger is not null && !_end.IsCancellationRequested)
        {
            Log.EventDropped(_logger, _handler.Name, happened.Key, happened.Kind, Capacity);
        }
    }

    private void Failed(ConnectionEvent happened, Exception error)
    {
        if (_logger is not null)
        {
            Log.HandlerFailed(_logger, _handler.Name, happened.Key, happened.Kind, error);
        }
    }

    private async ValueTask HandleAsync(ConnectionEvent happened, CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await _handler.Get(scope.ServiceProvider).HandleAsync(happened, cancellationToken).ConfigureAwait(false);
        }
    }
}
