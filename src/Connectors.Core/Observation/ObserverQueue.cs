using Connectors.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Connectors.Observation;

/// <summary>What waits for one observer.</summary>
internal sealed class ObserverQueue
{
    /// <summary>How much waits for one observer at most, in bytes.</summary>
    internal const long Capacity = 32 << 20;

    /// <summary>How many observations an observer is told at once at most.</summary>
    internal const int Batch = 100;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly ICallObserver _observer;
    private readonly Redaction _redaction;
    private readonly ILogger? _logger;
    private readonly BackgroundQueue<Sighting> _queue;
    private int _isDropping;

    public ObserverQueue(string name, ICallObserver observer, Redaction redaction, ILogger? logger, CancellationToken end)
    {
        (_name, _observer, _redaction, _logger) = (name, observer, redaction, logger);

        // What an observer does (a store, a network) takes real time, whatever clock the app has.
        _queue = new(Capacity, Batch, HandleAsync, Failed, s_patience, TimeProvider.System, end);
    }

    public void Add(Sighting seen)
    {
        if (_queue.TryAdd(seen, seen.Weight))
        {
            Volatile.Write(ref _isDropping, 0);
            return;
        }

        Telemetry.ObservationsDropped(_name, 1);

        // One line for each time that it falls behind, not one for each call.
        if (Interlocked.Exchange(ref _isDropping, 1) == 0 && _logger is not null)
        {
            Log.ObservationsDropped(_logger, _name);
        }
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _queue.FlushAsync(cancellationToken);

    private ValueTask HandleAsync(IReadOnlyList<Sighting> seen, CancellationToken cancellationToken) =>
        _observer.ObserveAsync([.. seen.Select(one => one.Show(_redaction))], cancellationToken);

    private void Failed(IReadOnlyList<Sighting> seen, Exception error)
    {
        Telemetry.ObservationsDropped(_name, seen.Count);
        if (_logger is not null)
        {
            Log.ObserverFailed(_logger, _name, seen.Count, error);
        }
    }
}
