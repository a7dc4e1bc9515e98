namespace Connectors;

/// <summary>Which records of a common model to list.</summary>
public sealed record ModelQuery
{
    /// <summary>Gets the moment since which records must have changed; <see langword="null"/> lists all.</summary>
    public DateTimeOffset? ModifiedSince { get; init; }
}

/// <summary>One change that a provider tells of.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <param name="RemoteId">The provider's id of the record.</param>
/// <param name="Model">The record as it is now, or <see langword="null"/> when it was removed.</param>
/// <param name="At">When it was changed or removed, where the provider says so.</param>
public sealed record ModelChange<TModel>(string RemoteId, TModel? Model, DateTimeOffset? At)
    where TModel : CommonModel
{
    /// <summary>Gets whether the record was removed.</summary>
    public bool IsRemoved => Model is null;
}

/// <summary>One write of a bulk.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <param name="Operation"><see cref="Connectors.Operation.Create"/>, <see cref="Connectors.Operation.Update"/> or <see cref="Connectors.Operation.Delete"/>.</param>
/// <param name="RemoteId">The record to update or delete.</param>
/// <param name="Model">The fields to write.</param>
public sealed record ModelWrite<TModel>(Operation Operation, string? RemoteId, TModel? Model)
    where TModel : CommonModel
{
    /// <summary>Creates a record.</summary>
    /// <param name="model">Its fields.</param>
    public static ModelWrite<TModel> Create(TModel model) => new(Operation.Create, null, model);

    /// <summary>Updates a record: sends the fields that are set, and no other.</summary>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="fields">The fields to write.</param>
    public static ModelWrite<TModel> Update(string remoteId, TModel fields) => new(Operation.Update, remoteId, fields);

    /// <summary>Deletes (or archives) a record.</summary>
    /// <param name="remoteId">The provider's id.</param>
    public static ModelWrite<TModel> Delete(string remoteId) => new(Operation.Delete, remoteId, null);
}

/// <summary>How one write of a bulk ended.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
/// <param name="Write">The write.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Model">The record as the provider gave it back, after a create or an update that succeeded.</param>
/// <param name="Error">Why it did not succeed.</param>
public sealed record WriteOutcome<TModel>(ModelWrite<TModel> Write, WriteStatus Status, TModel? Model, ConnectorException? Error)
    where TModel : CommonModel;

/// <summary>How a write ended.</summary>
public enum WriteStatus
{
    /// <summary>The provider did it.</summary>
    Succeeded,

    /// <summary>The provider did not do it.</summary>
    Failed,

    /// <summary>It left, and whether the provider did it is not known.</summary>
    Unknown,
}
