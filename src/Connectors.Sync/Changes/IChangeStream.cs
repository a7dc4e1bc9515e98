namespace Connectors;

/// <summary>The changes of synced records, over all connections, in one order. A singleton, thread-safe.</summary>
public interface IChangeStream
{
    /// <summary>
    /// Reads the changes that a consumer has not seen, to the end of what there is now; it does not wait for more. Of each record only
    /// the latest change is told, so reading from the beginning gives every record as it is now.
    /// </summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="consumer">The consumer's name; its place is kept under it, for each model. 1 to 200 characters. One loop at a time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The changes.</returns>
    /// <remarks>
    /// At least once: a change counts as handled when the loop asks for the next one. A loop that is left by <c>break</c>, an exception
    /// or the end of the process gets the change it was at again. Handlers must bear seeing a change twice.
    /// </remarks>
    /// <exception cref="ConnectorException">No registered connector knows the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    IAsyncEnumerable<Change<TModel>> ReadAsync<TModel>(string consumer, CancellationToken cancellationToken = default)
        where TModel : CommonModel;

    /// <summary>Sends a consumer back to the beginning: it is told of every record again.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask RewindAsync<TModel>(string consumer, CancellationToken cancellationToken = default)
        where TModel : CommonModel;
}
