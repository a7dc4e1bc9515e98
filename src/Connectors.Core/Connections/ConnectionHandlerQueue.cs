using Connectors.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>The events that wait for one handler. Works in the background while there are some, and holds no thread while there are none.</summary>
internal sealed class ConnectionHandlerQueue(ConnectionHandlerRegistration handler, IServiceScopeFactory scopes, TimeProvider time, ILogger? logger, CancellationToken end)
    : IThreadPoolWorkItem
{
    /// <summary>How many events wait at most; those that say that a customer must sign in again are always taken, and there is one for a connection until he did.</summary>
    internal const int Capacity = 1000;

    /// <summary>How long one event may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<ConnectionEvent> _waiting = new();
    private bool _isRunning;

    public void Add(ConnectionEvent happened)
    {
        lock (_gate)
        {
            if (_waiting.Count >= Capacity && happened.Kind != ConnectionEventKind.ReconnectRequired)
            {
                if (logger is not null)
                {
                    Log.EventDropped(logger, handler.Name, happened.Key, happened.Kind, Capacity);
                }

                return;
            }

            _waiting.Enqueue(happened);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        // Takes nothing of the call along that made the change: no activity, no scope of a logger.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        while (Next() is { } happened)
        {
            try
            {
                await HandleAsync(happened).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (logger is not null && !end.IsCancellationRequested)
                {
                    Log.HandlerFailed(logger, handler.Name, happened.Key, happened.Kind, error);
                }
            }
        }
    }

    private ConnectionEvent? Next()
    {
        lock (_gate)
        {
            if (!end.IsCancellationRequested && _waiting.TryDequeue(out var happened))
            {
                return happened;
            }

            _isRunning = false;
            return null;
        }
    }

    private async Task HandleAsync(ConnectionEvent happened)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end, patience.Token);
        await InScopeAsync(happened, both.Token).WaitAsync(both.Token).ConfigureAwait(false);
    }

    private async Task InScopeAsync(ConnectionEvent happened, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await handler.Get(scope.ServiceProvider).HandleAsync(happened, cancellationToken).ConfigureAwait(false);
        }
    }
}
