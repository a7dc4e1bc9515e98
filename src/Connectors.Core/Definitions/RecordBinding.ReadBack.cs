namespace Connectors.Definitions;

/// <content>How it is found out whether a write whose outcome is not known was done.</content>
public sealed partial class ModelBinding<TModel, TRecord>
{
    private const int MostFound = 100;

    private Func<IConnector, UnknownWrite<TModel>, CallOptions, CancellationToken, Task<IReadOnlyList<TModel>?>>? _find;
    private ReadBackBy _findBy;
    private (TimeSpan Settle, FieldSet Rewritten) _created;
    private (TimeSpan Settle, FieldSet Rewritten)? _updated;
    private TimeSpan? _deleted;

    /// <inheritdoc/>
    public override bool ReadsBack(Operation operation) => operation switch
    {
        Operation.Create => _find is not null,
        Operation.Update => _updated is not null,
        Operation.Delete => _deleted is not null,
        _ => false,
    };

    /// <summary>States how a record is found that a create may have made, where no readable answer came: one read, <see cref="ErrorKind.NotFound"/> for none.</summary>
    /// <typeparam name="TIn">What the endpoint takes.</typeparam>
    /// <param name="find">The endpoint: a read by the natural key.</param>
    /// <param name="key">Gives the key of a write, or <see langword="null"/> where it has none; its outcome then stays unknown.</param>
    /// <param name="by">What it means that a record is found.</param>
    /// <param name="settle">How long after the write the provider may need to do it and to show it. Nothing found after that is told as not done.</param>
    /// <param name="rewritten">The fields whose values the provider does not keep as they were written (letter case, formats); they are not compared.</param>
    public ModelBinding<TModel, TRecord> ReadBackCreate<TIn>(Endpoint<TIn, TRecord> find, Func<UnknownWrite<TModel>, TIn?> key, ReadBackBy by, TimeSpan settle = default, FieldSet rewritten = default)
        where TIn : class
    {
        (FindCreated, _findBy, _created) = (find, by, (settle, rewritten));
        _find = async (connector, write, options, token) =>
        {
            if (key(write) is not { } input)
            {
                return null;
            }

            try
            {
                return [await RecordAsync(connector, find, input, options, token).ConfigureAwait(false)];
            }
            catch (ConnectorException error) when (error.Kind == ErrorKind.NotFound)
            {
                return [];
            }
        };
        return this;
    }

    /// <summary>States how records are found that a create may have made, where no readable answer came: a list, such as a search by the natural key.</summary>
    /// <typeparam name="TIn">What the list takes.</typeparam>
    /// <param name="find">The list. More than 100 records found decide nothing.</param>
    /// <param name="key">Gives the list's input for a write, or <see langword="null"/> where it has no key; its outcome then stays unknown.</param>
    /// <param name="by">What it means that a record is found.</param>
    /// <param name="settle">How long after the write the provider may need to do it and to show it (searches lag behind). Nothing found after that is told as not done.</param>
    /// <param name="rewritten">The fields whose values the provider does not keep as they were written, or the list does not tell; they are not compared.</param>
    public ModelBinding<TModel, TRecord> ReadBackCreate<TIn>(ListEndpoint<TIn, TRecord> find, Func<UnknownWrite<TModel>, TIn?> key, ReadBackBy by, TimeSpan settle = default, FieldSet rewritten = default)
        where TIn : class
    {
        (FindCreated, _findBy, _created) = (find, by, (settle, rewritten));
        _find = async (connector, write, options, token) =>
        {
            if (key(write) is not { } input)
            {
                return null;
            }

            var found = new List<TModel>();
            await foreach (var record in connector.ListAsync(find.For(input), options).WithCancellation(token).ConfigureAwait(false))
            {
                found.Add(_map(record));
                if (found.Count > MostFound)
                {
                    return null;
                }
            }

            return found;
        };
        return this;
    }

    /// <summary>States that get tells whether an update was done of which no readable answer came: by the version, else by the moment of the last change and the fields.</summary>
    /// <param name="settle">How long after the write the provider may need to do it and to show it.</param>
    /// <param name="rewritten">The fields whose values the provider does not keep as they were written; they are not compared.</param>
    public ModelBinding<TModel, TRecord> ReadBackUpdate(TimeSpan settle = default, FieldSet rewritten = default)
    {
        _updated = (settle, rewritten);
        return this;
    }

    /// <summary>States that get tells whether a delete was done of which no readable answer came: a record that is gone was deleted.</summary>
    /// <param name="settle">How long after the write the provider may need to do it and to show it.</param>
    public ModelBinding<TModel, TRecord> ReadBackDelete(TimeSpan settle = default)
    {
        _deleted = settle;
        return this;
    }
}
