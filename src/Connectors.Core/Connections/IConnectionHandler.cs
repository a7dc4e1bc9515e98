namespace Connectors;

/// <summary>
/// Is told what happens to connections; registered with <c>AddConnectionHandler</c>. Called in the background, so that it delays and
/// breaks no call: the events of a process one after another, those of a connection in the order in which they were stored.
/// </summary>
/// <remarks>
/// A handler that throws is logged, and goes on with the next event. One event may take 30 seconds; then its token is cancelled and the
/// next one comes. Each handler has a queue of its own, of 1,000 events: when it is full, further ones are dropped and logged, except for
/// <see cref="ConnectionEventKind.ReconnectRequired"/>, which is always taken. Events of two processes may come at the same time.
/// </remarks>
public interface IConnectionHandler
{
    /// <summary>Handles one event.</summary>
    /// <param name="connectionEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled after 30 seconds, and when the app ends.</param>
    ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken);
}

/// <summary>How one handler is had: from a scope of its own for each event.</summary>
internal sealed record ConnectionHandlerRegistration(string Name, Func<IServiceProvider, IConnectionHandler> Get);

internal sealed class DelegateConnectionHandler(Func<ConnectionEvent, CancellationToken, ValueTask> handle) : IConnectionHandler
{
    public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken) => handle(connectionEvent, cancellationToken);
}
