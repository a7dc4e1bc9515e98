namespace Connectors.Definitions;

/// <summary>States a common model over a provider's record, operation by operation. Complete it before the definition is used.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <typeparam name="TRecord">The provider's record.</typeparam>
public sealed partial class ModelBinding<TModel, TRecord> : ModelBinding<TModel>
    where TModel : CommonModel
{
    private const int ParallelGets = 4;

    private readonly Func<TRecord, TModel> _map;
    private Func<IConnector, CallOptions, Pageable<TModel>>? _list;
    private Func<IConnector, DateTimeOffset, CallOptions, Pageable<ModelChange<TModel>>>? _changes;
    private Func<IConnector, DateTimeOffset?, CallOptions, Pageable<ModelChange<TModel>>>? _removals;
    private Func<IConnector, string, CallOptions, CancellationToken, Task<TModel?>>? _get;
    private Func<IConnector, IReadOnlyList<string>, CallOptions, CancellationToken, Task<(IReadOnlyList<TModel> Models, int Withheld)>>? _hydrate;
    private int _hydrateSize = 1;
    private Func<IConnector, TModel, CallOptions, CancellationToken, Task<TModel>>? _create;
    private Func<IConnector, string, TModel, CallOptions, CancellationToken, Task<TModel>>? _update;
    private Func<IConnector, string, CallOptions, CancellationToken, Task>? _delete;

    internal ModelBinding(ModelType<TModel> model, Func<TRecord, TModel> map, FieldSet covers)
        : base(model, covers) => _map = map;

    /// <summary>States how all records are listed.</summary>
    /// <param name="list">The list endpoint; it tells records' ids.</param>
    /// <param name="omits">The fields that it does not tell although get does.</param>
    public ModelBinding<TModel, TRecord> List(ListEndpoint<TRecord> list, FieldSet omits = default)
    {
        Offer(Operation.List, list);
        ListOmits = omits;
        var tells = Model.All.Except(omits);
        _list = (connector, options) => Map(connector.ListAsync(list, options), tells);
        return this;
    }

    /// <summary>States how changes are listed: whole records, changed since a moment.</summary>
    /// <typeparam name="TIn">What the list takes.</typeparam>
    /// <param name="list">The list endpoint.</param>
    /// <param name="since">Makes its input.</param>
    /// <param name="lag">How late a change may show up in it.</param>
    /// <param name="omits">The fields that it does not tell although the list does.</param>
    public ModelBinding<TModel, TRecord> Changes<TIn>(ListEndpoint<TIn, TRecord> list, Func<DateTimeOffset, TIn> since, TimeSpan lag = default, FieldSet omits = default)
    {
        Offer(Operation.Changes, list);
        SettleLag = lag;
        ChangesOmit = omits;
        _changes = (connector, moment, options) => Each(Map(connector.ListAsync(list.For(since(moment)), options), Tells(omits)), AsChange);
        return this;
    }

    /// <summary>States how changes are listed: ids of what changed since a moment, which are then read by <see cref="Hydrate"/> or get.</summary>
    /// <typeparam name="TIn">What the feed takes.</typeparam>
    /// <typeparam name="TChanged">The feed's entry.</typeparam>
    /// <param name="feed">The feed.</param>
    /// <param name="since">Makes its input.</param>
    /// <param name="change">Reads an entry.</param>
    /// <param name="lag">How late a change may show up in it.</param>
    public ModelBinding<TModel, TRecord> ChangedIds<TIn, TChanged>(ListEndpoint<TIn, TChanged> feed, Func<DateTimeOffset, TIn> since, Func<TChanged, ChangedId> change, TimeSpan lag = default)
    {
        Offer(Operation.Changes, feed);
        SettleLag = lag;
        _changes = (connector, moment, options) => new((from, size, token) =>
            HydratePages(connector, connector.ListAsync(feed.For(since(moment)), options with { IncludeRaw = false }), change, options, from, size, token));
        return this;
    }

    /// <summary>States how one record is read.</summary>
    /// <param name="endpoint">Takes the id.</param>
    public ModelBinding<TModel, TRecord> Get(Endpoint<string, TRecord> endpoint)
    {
        Offer(Operation.Get, endpoint);
        _get = async (connector, id, options, token) => await RecordAsync(connector, endpoint, id, options, token).ConfigureAwait(false);
        return this;
    }

    /// <summary>States how records are read by their ids, and with it how one is got.</summary>
    /// <param name="byIds">The list endpoint; takes at most <paramref name="size"/> ids.</param>
    /// <param name="size">How many ids at once.</param>
    /// <param name="omits">The fields that it does not tell although the list does.</param>
    public ModelBinding<TModel, TRecord> Hydrate(ListEndpoint<IReadOnlyList<string>, TRecord> byIds, int size, FieldSet omits = default)
    {
        if (Endpoints(Operation.Get).Count == 0)
        {
            Offer(Operation.Get, byIds);
        }

        _hydrateSize = size;
        _hydrate = async (connector, ids, options, token) =>
        {
            var models = new List<TModel>(ids.Count);
            var withheld = 0;
            await foreach (var page in Map(connector.ListAsync(byIds.For(ids), options), Tells(omits)).AsPages(cancellationToken: token).ConfigureAwait(false))
            {
                models.AddRange(page.Items);
                withheld += page.Withheld;
            }

            return (models, withheld);
        };
        return this;
    }

    /// <summary>States how a record is created; the provider gives it back.</summary>
    /// <typeparam name="TBody">The body that the provider takes.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="body">Turns the fields that are set into the provider's form; pure. A value that the provider cannot take whole is refused (<see cref="ErrorKind.Validation"/>), never written in part.</param>
    /// <param name="writes">The fields that <paramref name="body"/> writes. A write that sets another is refused before anything is sent.</param>
    public ModelBinding<TModel, TRecord> Create<TBody>(Endpoint<TBody, TRecord> endpoint, Func<TModel, TBody> body, FieldSet writes)
    {
        Offer(Operation.Create, endpoint);
        CreateWrites = writes;
        _create = async (connector, model, options, token) =>
            await RecordAsync(connector, endpoint, Body(connector, endpoint, body, model), options, token).ConfigureAwait(false);
        return this;
    }

    /// <summary>States how a record is created where the provider gives its id only; it is then read.</summary>
    /// <typeparam name="TBody">The body that the provider takes.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="body">Turns the fields that are set into the provider's form; pure. A value that the provider cannot take whole is refused (<see cref="ErrorKind.Validation"/>), never written in part.</param>
    /// <param name="writes">The fields that <paramref name="body"/> writes. A write that sets another is refused before anything is sent.</param>
    public ModelBinding<TModel, TRecord> CreateThenGet<TBody>(Endpoint<TBody, string> endpoint, Func<TModel, TBody> body, FieldSet writes)
    {
        Offer(Operation.Create, endpoint);
        CreateWrites = writes;
        _create = async (connector, model, options, token) =>
        {
            var id = await connector.CallAsync(endpoint, Body(connector, endpoint, body, model), options, token).ConfigureAwait(false);
            return await ReadBackAsync(connector, id, model, options, token).ConfigureAwait(false);
        };
        return this;
    }

    /// <summary>States how a record is updated; the provider gives it back.</summary>
    /// <typeparam name="TBody">The body that the provider takes.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="body">Turns the fields that are set into the provider's form; pure. A value that the provider cannot take whole is refused (<see cref="ErrorKind.Validation"/>), never written in part.</param>
    /// <param name="writes">The fields that <paramref name="body"/> writes. A write that sets another is refused before anything is sent.</param>
    public ModelBinding<TModel, TRecord> Update<TBody>(Endpoint<RecordUpdate<TBody>, TRecord> endpoint, Func<TModel, TBody> body, FieldSet writes)
    {
        Offer(Operation.Update, endpoint);
        UpdateWrites = writes;
        _update = async (connector, id, model, options, token) =>
            await RecordAsync(connector, endpoint, new(id, Body(connector, endpoint, body, model), model.RemoteVersion), options, token).ConfigureAwait(false);
        return this;
    }

    /// <summary>States how a record is updated where the provider gives nothing back; it is then read.</summary>
    /// <typeparam name="TBody">The body that the provider takes.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="body">Turns the fields that are set into the provider's form; pure. A value that the provider cannot take whole is refused (<see cref="ErrorKind.Validation"/>), never written in part.</param>
    /// <param name="writes">The fields that <paramref name="body"/> writes. A write that sets another is refused before anything is sent.</param>
    public ModelBinding<TModel, TRecord> UpdateThenGet<TBody>(Endpoint<RecordUpdate<TBody>, NoContent> endpoint, Func<TModel, TBody> body, FieldSet writes)
    {
        Offer(Operation.Update, endpoint);
        UpdateWrites = writes;
        _update = async (connector, id, model, options, token) =>
        {
            await connector.CallAsync(endpoint, new(id, Body(connector, endpoint, body, model), model.RemoteVersion), options, token).ConfigureAwait(false);
            return await ReadBackAsync(connector, id, model, options, token).ConfigureAwait(false);
        };
        return this;
    }

    /// <summary>States how a record is deleted or archived.</summary>
    /// <param name="endpoint">Takes the id.</param>
    /// <param name="kind">What it does.</param>
    public ModelBinding<TModel, TRecord> Delete(Endpoint<string, NoContent> endpoint, DeleteKind kind)
    {
        Offer(Operation.Delete, endpoint);
        DeleteKind = kind;
        _delete = (connector, id, options, token) => connector.CallAsync(endpoint, id, options, token);
        return this;
    }
}
