namespace Connectors;

/// <summary>Reads what was synced, from the app's own store; makes no call to a provider. A singleton, thread-safe.</summary>
public interface ISyncedRecords
{
    /// <summary>Lists the records of one connection that are not removed, in the order of their ids, without raw bytes.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConnectorException">No registered connector knows the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    IAsyncEnumerable<TModel> ListAsync<TModel>(ConnectionKey connection, CancellationToken cancellationToken = default)
        where TModel : CommonModel;

    /// <summary>Gets one record with its raw bytes where they were kept, or <see langword="null"/> when there is none or it is removed.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connection">The connection.</param>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">No registered connector knows the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    ValueTask<TModel?> GetAsync<TModel>(ConnectionKey connection, string remoteId, CancellationToken cancellationToken = default)
        where TModel : CommonModel;

    /// <summary>Counts the records of one connection that are not removed.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">No registered connector knows the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    ValueTask<long> CountAsync<TModel>(ConnectionKey connection, CancellationToken cancellationToken = default)
        where TModel : CommonModel;

    /// <summary>
    /// Erases everything that was synced of a connection: records, raw bytes, checkpoints and changes. Consumers of the change stream
    /// are not told. The next run begins anew.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken = default);
}
