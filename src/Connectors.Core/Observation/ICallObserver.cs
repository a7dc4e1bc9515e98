namespace Connectors;

/// <summary>
/// Is told of each finished attempt and call of this process, after the fact and beside it: rules, alerts, exports and the request log
/// stand on this. Register it with <c>AddCallObserver</c>. An observer that throws, or is slow, never touches a call: what it is told
/// waits in a bounded queue of its own, and what does not fit is dropped and counted (<c>connectors.observer.dropped</c>).
/// </summary>
public interface ICallObserver
{
    /// <summary>Takes what was seen, in the order in which it ended. Never called twice at once for one observer.</summary>
    /// <param name="seen">One or more observations, 100 at most.</param>
    /// <param name="cancellationToken">Cancels it after 30 seconds, or when the app ends.</param>
    ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken);
}
