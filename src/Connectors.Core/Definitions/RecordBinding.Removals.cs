namespace Connectors.Definitions;

/// <content>How removed records are listed.</content>
public sealed partial class ModelBinding<TModel, TRecord>
{
    /// <summary>States a list of removed records.</summary>
    /// <param name="list">The list endpoint.</param>
    /// <param name="at">When a record was removed.</param>
    public ModelBinding<TModel, TRecord> Removals(ListEndpoint<TRecord> list, Func<TRecord, DateTimeOffset?>? at = null)
    {
        Offer(Operation.Removals, list);
        _removals = (connector, _, options) => Each(connector.ListAsync(list, options), record =>
            new ModelChange<TModel>(_map(record).RemoteId ?? "", null, at?.Invoke(record)));
        return this;
    }

    /// <summary>States a list of the ids of records that were removed since a moment.</summary>
    /// <typeparam name="TIn">What the list takes.</typeparam>
    /// <typeparam name="TRemoved">The list's entry.</typeparam>
    /// <param name="list">The list endpoint.</param>
    /// <param name="since">Makes its input.</param>
    /// <param name="removed">Reads an entry.</param>
    /// <param name="reach">How far back the provider can be asked; also what is asked for where no moment is given.</param>
    public ModelBinding<TModel, TRecord> RemovalsSince<TIn, TRemoved>(ListEndpoint<TIn, TRemoved> list, Func<DateTimeOffset, TIn> since, Func<TRemoved, ChangedId> removed, TimeSpan reach)
    {
        Offer(Operation.Removals, list);
        RemovalsReach = reach;
        _removals = (connector, moment, options) => Each(connector.ListAsync(list.For(since(moment!.Value)), options with { IncludeRaw = false }), entry => AsRemoval(removed(entry)));
        return this;
    }

    private static ModelChange<TModel> AsRemoval(ChangedId entry) => new(entry.RemoteId, null, entry.At);
}
