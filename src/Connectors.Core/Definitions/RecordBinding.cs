using System.Runtime.CompilerServices;

namespace Connectors.Definitions;

/// <summary>States a common model over a provider's record, operation by operation. Complete it before the definition is used.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <typeparam name="TRecord">The provider's record.</typeparam>
public sealed class ModelBinding<TModel, TRecord> : ModelBinding<TModel>
    where TModel : CommonModel
{
    private const int ParallelGets = 4;

    private readonly Func<TRecord, TModel> _map;
    private Func<IConnector, CallOptions, Pageable<TModel>>? _list;
    private Func<IConnector, DateTimeOffset, CallOptions, Pageable<ModelChange<TModel>>>? _changes;
    private Func<IConnector, CallOptions, Pageable<ModelChange<TModel>>>? _removals;
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

    /// <summary>States a list of removed records.</summary>
    /// <param name="list">The list endpoint.</param>
    /// <param name="at">When a record was removed.</param>
    public ModelBinding<TModel, TRecord> Removals(ListEndpoint<TRecord> list, Func<TRecord, DateTimeOffset?>? at = null)
    {
        Offer(Operation.Removals, list);
        _removals = (connector, options) => Each(connector.ListAsync(list, options), record =>
            new ModelChange<TModel>(_map(record).RemoteId ?? "", null, at?.Invoke(record)));
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

    internal override Pageable<TModel> List(IConnector connector, CallOptions options) => _list!(connector, options);

    internal override Pageable<ModelChange<TModel>> Changes(IConnector connector, DateTimeOffset since, CallOptions options) => _changes!(connector, since, options);

    internal override Pageable<ModelChange<TModel>> Removals(IConnector connector, CallOptions options) => _removals!(connector, options);

    internal override async Task<TModel?> GetAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return _get is not null
                ? await _get(connector, remoteId, options, cancellationToken).ConfigureAwait(false)
                : await GetByIdsAsync(connector, remoteId, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    internal override Task<TModel> CreateAsync(IConnector connector, TModel model, CallOptions options, CancellationToken cancellationToken) =>
        _create!(connector, model, options, cancellationToken);

    internal override Task<TModel> UpdateAsync(IConnector connector, string remoteId, TModel fields, CallOptions options, CancellationToken cancellationToken) =>
        _update!(connector, remoteId, fields, options, cancellationToken);

    internal override Task DeleteAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken cancellationToken) =>
        _delete!(connector, remoteId, options, cancellationToken);

    /// <summary>A mapping refuses a value without knowing the connection; this tells it.</summary>
    private TBody Body<TBody>(IConnector connector, Endpoint endpoint, Func<TModel, TBody> body, TModel model)
    {
        try
        {
            return body(Model.WithoutUnset(model));
        }
        catch (ConnectorException error) when (error.Connection is null)
        {
            throw ConnectorException.From(error.Facts with { Connection = connector.Connection.Key, Endpoint = endpoint.Name }, error);
        }
    }

    private static ModelChange<TModel> AsChange(TModel model) => model.IsDeleted
        ? new(model.RemoteId ?? "", null, model.RemoteModifiedAt)
        : new(model.RemoteId ?? "", model, model.RemoteModifiedAt);

    private static Pageable<TOut> Each<TFrom, TOut>(Pageable<TFrom> source, Func<TFrom, TOut> map) => new((from, size, token) => Pages(source, map, from, size, token));

    private static async IAsyncEnumerable<Page<TOut>> Pages<TFrom, TOut>(Pageable<TFrom> source, Func<TFrom, TOut> map, ContinuationToken? from, int? size, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var page in source.AsPages(from, size, token).ConfigureAwait(false))
        {
            var items = new TOut[page.Items.Count];
            for (var index = 0; index < items.Length; index++)
            {
                items[index] = map(page.Items[index]);
            }

            yield return page.With<TOut>(items);
        }
    }

    private Pageable<TModel> Map(Pageable<TRecord> source, FieldSet tells) => new((from, size, token) => MapPages(source, tells, from, size, token));

    private async IAsyncEnumerable<Page<TModel>> MapPages(Pageable<TRecord> source, FieldSet tells, ContinuationToken? from, int? size, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var page in source.AsPages(from, size, token).ConfigureAwait(false))
        {
            var models = new TModel[page.Items.Count];
            for (var index = 0; index < models.Length; index++)
            {
                var model = _map(page.Items[index]);
                model.Keep(tells);
                models[index] = page.Raw.Count == 0 ? model : model with { Raw = page.Raw[index] };
            }

            yield return page.With<TModel>(models);
        }
    }

    private async IAsyncEnumerable<Page<ModelChange<TModel>>> HydratePages<TChanged>(
        IConnector connector, Pageable<TChanged> feed, Func<TChanged, ChangedId> change, CallOptions options, ContinuationToken? from, int? size, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var page in feed.AsPages(from, size, token).ConfigureAwait(false))
        {
            var changes = new List<ModelChange<TModel>>(page.Items.Count);
            var moments = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
            foreach (var item in page.Items)
            {
                var entry = change(item);
                if (entry.IsRemoved)
                {
                    changes.Add(new(entry.RemoteId, null, entry.At));
                }
                else
                {
                    moments[entry.RemoteId] = entry.At;
                }
            }

            foreach (var ids in moments.Keys.Chunk(_hydrate is null ? ParallelGets : _hydrateSize))
            {
                foreach (var model in await HydrateAsync(connector, ids, options, token).ConfigureAwait(false))
                {
                    changes.Add(new(model.RemoteId ?? "", model, model.RemoteModifiedAt ?? moments.GetValueOrDefault(model.RemoteId ?? "")));
                }
            }

            yield return page.With<ModelChange<TModel>>(changes);
        }
    }

    /// <summary>Makes a call that answers with one record, and keeps the answer's bytes where they are asked for.</summary>
    private async Task<TModel> RecordAsync<TIn>(IConnector connector, Endpoint<TIn, TRecord> endpoint, TIn input, CallOptions options, CancellationToken token)
    {
        var answer = options.IncludeRaw ? new RawAnswer() : null;
        var model = _map(await connector.CallAsync(endpoint, input, answer is null ? options : options with { Answer = answer }, token).ConfigureAwait(false));
        return answer?.Raw is { } raw ? model with { Raw = raw } : model;
    }

    /// <summary>A record that is there and not shown is not the same as none.</summary>
    private async Task<TModel?> GetByIdsAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken token)
    {
        var (models, withheld) = await _hydrate!(connector, [remoteId], options, token).ConfigureAwait(false);
        return models.FirstOrDefault(model => model.RemoteId == remoteId) ?? (withheld == 0 ? null : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Permission,
            Connection = connector.Connection.Key,
            Endpoint = Endpoints(Operation.Get)[0].Name,
            What = "The record is there, and the provider does not show it to this connection's user",
        }));
    }

    private async Task<IReadOnlyList<TModel>> HydrateAsync(IConnector connector, string[] ids, CallOptions options, CancellationToken token)
    {
        if (_hydrate is not null)
        {
            return (await _hydrate(connector, ids, options, token).ConfigureAwait(false)).Models;
        }

        var models = await Task.WhenAll(ids.Select(id => GetAsync(connector, id, options, token))).ConfigureAwait(false);
        return [.. models.OfType<TModel>()];
    }

    /// <summary>What a list does not tell, neither its changes nor its batches do.</summary>
    private FieldSet Tells(FieldSet omits) => Model.All.Except(ListOmits).Except(omits);

    /// <summary>The write is done: a failure to read the record back, or a cancellation then, must not look like a failure to write it.</summary>
    private async Task<TModel> ReadBackAsync(IConnector connector, string id, TModel written, CallOptions options, CancellationToken token)
    {
        try
        {
            return await GetAsync(connector, id, options, token).ConfigureAwait(false) ?? written with { RemoteId = id };
        }
        catch (Exception error) when (error is ConnectorException or OperationCanceledException)
        {
            return written with { RemoteId = id };
        }
    }
}
