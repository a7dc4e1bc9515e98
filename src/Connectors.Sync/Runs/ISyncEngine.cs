namespace Connectors;

/// <summary>Brings records into the app's own store and keeps them in step. A singleton, thread-safe.</summary>
public interface ISyncEngine
{
    /// <summary>
    /// Runs one sync of a model: all records the first time, then what changed and what was removed since, where the connector can
    /// tell. A run that was interrupted, even by the end of the process, goes on after its last committed page.
    /// </summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connection">The connection.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="progress">Is told after each committed page.</param>
    /// <param name="cancellationToken">Stops the run; the pages committed so far stay, and the next run goes on after them.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SyncInProgressException">The same model of the same connection is being synced by somebody else.</exception>
    /// <exception cref="ConnectorException">
    /// The connector does not list the model, or the provider failed; the run can be gone on with. Or the records that are kept are
    /// another account's (<see cref="ErrorKind.Conflict"/>): call <see cref="ISyncedRecords.ForgetAsync"/> first.
    /// </exception>
    Task<SyncReport> RunAsync<TModel>(ConnectionKey connection, SyncOptions? options = null, IProgress<SyncProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel;
}
