using System.Collections.Concurrent;

namespace Connectors.Core.Tests.Observation;

/// <summary>Remembers what it is told.</summary>
internal sealed class Watched : ICallObserver
{
    private readonly ConcurrentQueue<CallObservation> _seen = [];

    public IReadOnlyList<CallObservation> Seen => [.. _seen];

    public IEnumerable<CallObservation> Attempts => _seen.Where(one => one.Kind == ObservationKind.Attempt);

    public IEnumerable<CallObservation> Calls => _seen.Where(one => one.Kind == ObservationKind.Call);

    public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken)
    {
        foreach (var one in seen)
        {
            _seen.Enqueue(one);
        }

        return ValueTask.CompletedTask;
    }
}
