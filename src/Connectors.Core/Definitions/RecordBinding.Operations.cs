using System.Runtime.CompilerServices;

namespace Connectors.Definitions;

/// <content>How the operations that were stated are carried out.</content>
public sealed partial class ModelBinding<TModel, TRecord>
{
    internal override Pageable<TModel> List(IConnector connector, CallOptions options) => _list!(connector, options);

    internal override Pageable<ModelChange<TModel>> Changes(IConnector connector, DateTimeOffset since, CallOptions options) => _changes!(connector, since, options);

    internal override Pageable<ModelChange<TModel>> Removals(IConnector connector, DateTimeOffset? since, CallOptions options) => _removals!(connector, since, options);

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
