using Connectors.Diagnostics;
using Connectors.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connectors.Observation;

/// <summary>How one observer is had.</summary>
internal sealed record CallObserverRegistration(string Name, Func<IServiceProvider, ICallObserver> Get);

/// <summary>
/// The observers of this process, each with its queue. Exists only where one is registered: without, a call costs one comparison.
/// A singleton, thread-safe. When it is disposed of, what waits is handed out first, within a bound.
/// </summary>
internal sealed class CallObservers : IDisposable, IAsyncDisposable
{
    /// <summary>How long the end of the app waits for observers.</summary>
    internal static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly ObserverQueue[] _queues;

    public CallObservers(IEnumerable<CallObserverRegistration> registrations, IServiceProvider services, IOptions<CallObservationOptions> options, ILoggerFactory? loggers = null)
    {
        Redaction = new(options.Value);
        var logger = loggers?.CreateLogger("Connectors");
        _queues = [.. registrations.Select(registration => Make(registration, services, logger)).OfType<ObserverQueue>()];
    }

    /// <summary>Gets what may be shown.</summary>
    public Redaction Redaction { get; }

    /// <summary>Begins to watch an attempt.</summary>
    public AttemptRecorder Begin(CallState call, TimeSpan quotaWait) => new(this, call, quotaWait);

    public void Tell(Sighting seen)
    {
        foreach (var queue in _queues)
        {
            queue.Add(seen);
        }
    }

    /// <summary>Waits until everything that was told before is handed out.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.WhenAll(_queues.Select(queue => queue.FlushAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        // The end of a process is real: its bound runs in real time, whatever clock the app has.
        using var patience = new CancellationTokenSource(EndPatience, TimeProvider.System);
        await FlushAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _end.CancelAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    /// <summary>A container that is disposed of without waiting still hands out what waits; the work is done by other threads.</summary>
    public void Dispose()
    {
        using var done = new ManualResetEventSlim();
        var end = DisposeAsync().AsTask();
        _ = end.ContinueWith(static (_, state) => ((ManualResetEventSlim)state!).Set(), done, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        done.Wait();
    }

    private ObserverQueue? Make(CallObserverRegistration registration, IServiceProvider services, ILogger? logger)
    {
        try
        {
            return new(registration.Name, registration.Get(services), Redaction, logger, _end.Token);
        }
        catch (Exception error)
        {
            // The calls matter more than who watches them.
            if (logger is not null)
            {
                Log.ObserverFailed(logger, registration.Name, 0, error);
            }

            return null;
        }
    }
}
