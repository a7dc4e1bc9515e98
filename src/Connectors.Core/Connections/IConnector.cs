using System.Runtime.CompilerServices;
using Connectors.Definitions;

namespace Connectors;

/// <summary>
/// One live connection: lists, reads, writes and raw calls, each through the whole chain (sign-in, limits, retries, errors).
/// Thread-safe, cheap, holds no token and no socket; keep it or open it anew as you like.
/// </summary>
public interface IConnector
{
    /// <summary>Gets the connection as it was when this handle was opened.</summary>
    Connection Connection { get; }

    /// <summary>Gets the connection's key.</summary>
    ConnectionKey Key => Connection.Key;

    /// <summary>Gets what the connection can do; known before any call.</summary>
    Capabilities Capabilities { get; }

    /// <summary>Gets the definition of the provider.</summary>
    ConnectorDefinition Definition { get; }

    /// <summary>Gives the operations on one common model.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <returns>The operations.</returns>
    /// <exception cref="ConnectorException">The connector does not know the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    IModelClient<TModel> Model<TModel>()
        where TModel : CommonModel;

    /// <summary>Lists a common model: <c>await foreach (var contact in crm.ListAsync&lt;Contact&gt;())</c>.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="query">Which records; all by default.</param>
    /// <param name="options">How the calls are made.</param>
    /// <returns>The records, or its pages.</returns>
    [OverloadResolutionPriority(1)]
    Pageable<TModel> ListAsync<TModel>(ModelQuery? query = null, CallOptions? options = null)
        where TModel : CommonModel => Model<TModel>().ListAsync(query, options);

    /// <summary>Lists the provider's own records.</summary>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="list">A list endpoint of the connector.</param>
    /// <param name="options">How the calls are made.</param>
    /// <returns>The records, or its pages.</returns>
    Pageable<TRecord> ListAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions? options = null);

    /// <summary>Calls one endpoint.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="endpoint">An endpoint of the connector.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its answer. An answer that is a stream must be disposed of by the caller.</returns>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<TOut> CallAsync<TIn, TOut>(Endpoint<TIn, TOut> endpoint, TIn input, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a raw call (passthrough): authenticated, limited, retried where safe, observed.</summary>
    /// <param name="request">The request. Its path is relative to the provider's host.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer; dispose of it.</returns>
    /// <exception cref="ConnectorException">The call failed, and the request does not allow failures.</exception>
    Task<RawResponse> SendAsync(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>The operations on one common model over one connection. Thread-safe.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
public interface IModelClient<TModel>
    where TModel : CommonModel
{
    /// <summary>Gets what the connector states of the model.</summary>
    ModelBinding<TModel> Binding { get; }

    /// <summary>Lists records.</summary>
    /// <param name="query">Which records; all by default.</param>
    /// <param name="options">How the calls are made.</param>
    Pageable<TModel> ListAsync(ModelQuery? query = null, CallOptions? options = null);

    /// <summary>Lists what changed since a moment, as the provider tells it: changed records, and removed ones where it tells of them.</summary>
    /// <param name="since">The moment. Take it earlier by <see cref="ModelBinding.SettleLag"/> to miss nothing.</param>
    /// <param name="options">How the calls are made.</param>
    Pageable<ModelChange<TModel>> ChangesAsync(DateTimeOffset since, CallOptions? options = null);

    /// <summary>Lists the records that the provider says are removed, where it keeps a list of them.</summary>
    /// <param name="options">How the calls are made.</param>
    Pageable<ModelChange<TModel>> RemovalsAsync(CallOptions? options = null);

    /// <summary>Gets one record, or <see langword="null"/> when there is none.</summary>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TModel?> GetAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a record and gives it back as the provider holds it.</summary>
    /// <param name="model">The fields to write; one that is not in <see cref="ModelBinding.CreateWrites"/> is refused before anything is sent.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OutcomeUnknownException">It left, and whether it was done is not known.</exception>
    Task<TModel> CreateAsync(TModel model, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Updates a record: sends the fields that are set, and no other.</summary>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="fields">The fields to write; one that is not in <see cref="ModelBinding.UpdateWrites"/> is refused before anything is sent. See <see cref="Patch.Between"/> for read-modify-write.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TModel> UpdateAsync(string remoteId, TModel fields, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes or archives a record; see <see cref="ModelBinding.DeleteKind"/>.</summary>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DeleteAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Makes many writes and tells of each how it ended; one that fails does not stop the others.</summary>
    /// <param name="writes">The writes, in order.</param>
    /// <param name="options">How the calls are made.</param>
    /// <param name="cancellationToken">Cancels between and within writes.</param>
    IAsyncEnumerable<WriteOutcome<TModel>> WriteAsync(IAsyncEnumerable<ModelWrite<TModel>> writes, CallOptions? options = null, CancellationToken cancellationToken = default);
}
