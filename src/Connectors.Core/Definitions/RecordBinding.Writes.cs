namespace Connectors.Definitions;

/// <content>Writes: done once, and looked after where no readable answer comes.</content>
public sealed partial class ModelBinding<TModel, TRecord>
{
    internal override async Task<TModel> CreateAsync(IConnector connector, TModel model, CallOptions options, CancellationToken cancellationToken)
    {
        if (_find is not null)
        {
            options = Watched(_findBy == ReadBackBy.OwnMark ? WriteKey.Make(options) : options);
        }

        try
        {
            return await _create!(connector, model, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (_find is not null && WriteReconciling.IsOpen(error))
        {
            var write = new UnknownWrite<TModel>(model, options.IdempotencyKey);
            var reconciling = new WriteReconciling(connector, options, error);
            var read = reconciling.ReadOptions(model);
            return (await reconciling.LookAsync(
                async token => await _find(connector, write, read, token).ConfigureAwait(false) is { } found
                    ? ReadBackFinding.OfCreate(_findBy, found, options.ServerClock!, record => IsAsWritten(record, model, _created.Rewritten))
                    : (ReadBackResult.Unknown, null),
                _created.Settle,
                cancellationToken).ConfigureAwait(false))!;
        }
    }

    internal override async Task<TModel> UpdateAsync(IConnector connector, string remoteId, TModel fields, CallOptions options, CancellationToken cancellationToken)
    {
        options = _updated is null ? options : Watched(options);
        try
        {
            return await _update!(connector, remoteId, fields, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (_updated is not null && WriteReconciling.IsOpen(error))
        {
            var reconciling = new WriteReconciling(connector, options, error);
            var read = reconciling.ReadOptions(fields);
            return (await reconciling.LookAsync(
                async token =>
                {
                    var found = await GetAsync(connector, remoteId, read, token).ConfigureAwait(false);
                    return (ReadBackFinding.OfUpdate(found, fields.RemoteVersion, options.ServerClock!, record => IsAsWritten(record, fields, _updated.Value.Rewritten)), found);
                },
                _updated.Value.Settle,
                cancellationToken).ConfigureAwait(false))!;
        }
    }

    internal override async Task DeleteAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await _delete!(connector, remoteId, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.StatusCode is 404 or 410 && WriteReconciling.IsOpen(error))
        {
            // An attempt before this one got no answer, and now the record is gone.
        }
        catch (ConnectorException error) when (_deleted is not null && WriteReconciling.IsOpen(error))
        {
            var reconciling = new WriteReconciling(connector, options, error);
            var read = reconciling.ReadOptions(null);
            await reconciling.LookAsync(
                async token => (await GetAsync(connector, remoteId, read, token).ConfigureAwait(false) is null or { IsDeleted: true } ? ReadBackResult.Done : ReadBackResult.Absent, remoteId),
                _deleted.Value,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes when the write leaves, and the provider's clock.</summary>
    private static CallOptions Watched(CallOptions options) => options with { ServerClock = new() };

    /// <summary>Says whether a record holds each field that was written, of those that the provider keeps as they are.</summary>
    private bool IsAsWritten(TModel record, TModel written, FieldSet rewritten)
    {
        var differing = Patch.Between(Model, record, written.Only(Model.All.Except(rewritten)));
        return differing.Fields.Count == 0 && differing.CustomFields.Count == 0;
    }
}
