using Connectors.Definitions;

namespace Connectors;

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

    /// <summary>Lists the records that were removed since a moment. Where the provider keeps one list of all removals, all of them are given.</summary>
    /// <param name="since">The moment; how far back it may be says <see cref="ModelBinding.RemovalsReach"/>.</param>
    /// <param name="options">How the calls are made.</param>
    Pageable<ModelChange<TModel>> RemovalsAsync(DateTimeOffset since, CallOptions? options = null) => RemovalsAsync(options);

    /// <summary>Gets one record, or <see langword="null"/> when there is none.</summary>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TModel?> GetAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a record and gives it back as the provider holds it.</summary>
    /// <param name="model">The fields to write; one that is not in <see cref="ModelBinding.CreateWrites"/> is refused before anything is sent.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OutcomeUnknownException">It left, and whether it was done is not known. Where the connector states a read-back, it was asked and could not tell.</exception>
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
