using Connectors.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors;

/// <summary>Tells the app's handlers, and the log, what happened to connections. A singleton, thread-safe.</summary>
internal sealed class ConnectionEvents : IDisposable
{
    private const int Gates = 32;

    private readonly TimeProvider _time;
    private readonly ILogger? _logger;
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(static _ => new SemaphoreSlim(1, 1))];
    private readonly CancellationTokenSource _end = new();
    private readonly ConnectionHandlerQueue[] _queues;

    public ConnectionEvents(IEnumerable<ConnectionHandlerRegistration> handlers, IServiceScopeFactory scopes, TimeProvider time, ILoggerFactory? loggers = null)
    {
        _time = time;
        _logger = loggers?.CreateLogger("Connectors");
        _queues = [.. handlers.Select(handler => new ConnectionHandlerQueue(handler, scopes, time, _logger, _end.Token))];
    }

    /// <summary>Makes one change of a connection and tells of it, so that two changes made here are told in the order in which they were stored.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="change">Stores the change; gives what happened, or <see langword="null"/> when nothing did.</param>
    /// <param name="cancellationToken">Cancels the wait for another change of it.</param>
    public async ValueTask RaiseAsync(ConnectionKey key, Func<ValueTask<ConnectionEvent?>> change, CancellationToken cancellationToken)
    {
        var gate = _gates[(key.GetHashCode() & int.MaxValue) % Gates];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await change().ConfigureAwait(false) is { } happened)
            {
                Tell(happened);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Says what a write comes to as an event.</summary>
    /// <param name="before">The connection before, if there was one.</param>
    /// <param name="after">The connection now, if there is one.</param>
    /// <param name="connects">Whether the write gives the connection a credential.</param>
    public ConnectionEvent? Of(Connection? before, Connection after, bool connects)
    {
        ConnectionEventKind? kind = (before?.Status, after.Status) switch
        {
            (not ConnectionStatus.ReconnectRequired, ConnectionStatus.ReconnectRequired) => ConnectionEventKind.ReconnectRequired,
            (null, _) => ConnectionEventKind.Connected,
            _ when connects => ConnectionEventKind.Reconnected,
            (_, ConnectionStatus.Disconnecting) => null,
            var (old, now) when old == now => null,
            (_, ConnectionStatus.Paused) => ConnectionEventKind.Paused,
            (ConnectionStatus.Paused, _) => ConnectionEventKind.Resumed,
            _ => ConnectionEventKind.StatusChanged,
        };
        return kind is null ? null : new()
        {
            Key = after.Key,
            Kind = kind.Value,
            OldStatus = before?.Status,
            Status = after.Status,
            Reason = after.StatusReason,
            At = _time.GetUtcNow(),
        };
    }

    /// <summary>Says that a connection is gone.</summary>
    public ConnectionEvent Gone(ConnectionKey key, ConnectionStatus? before, ConnectionEventKind kind) => new() { Key = key, Kind = kind, OldStatus = before, At = _time.GetUtcNow() };

    /// <summary>Ends: handlers are cancelled, and what waits is not told any more.</summary>
    public void Dispose()
    {
        if (!_end.IsCancellationRequested)
        {
            _end.Cancel();
            _end.Dispose();
        }
    }

    private void Tell(ConnectionEvent happened)
    {
        if (_logger is not null)
        {
            if (happened.Kind == ConnectionEventKind.ReconnectRequired)
            {
                Log.ReconnectRequired(_logger, happened.Key, happened.OldStatus, happened.Reason);
            }
            else
            {
                Log.ConnectionChanged(_logger, happened.Key, happened.Kind, happened.OldStatus, happened.Status, happened.Reason);
            }
        }

        foreach (var queue in _queues)
        {
            queue.Add(happened);
        }
    }
}
