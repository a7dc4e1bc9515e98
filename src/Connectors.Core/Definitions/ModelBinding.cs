namespace Connectors.Definitions;

/// <summary>What a connector states of one common model: how it is listed, its changes and removals read, got, written; what it covers; how late it settles.</summary>
public abstract class ModelBinding
{
    private readonly Dictionary<Operation, IReadOnlyList<Endpoint>> _endpoints = [];

    private protected ModelBinding(ModelType model, FieldSet covers) => (Model, Covers) = (model, covers);

    /// <summary>Gets the common model.</summary>
    public ModelType Model { get; }

    /// <summary>Gets the fields that the provider can fill.</summary>
    public FieldSet Covers { get; }

    /// <summary>Gets how late a change may show up in <see cref="Operation.Changes"/>.</summary>
    public TimeSpan SettleLag { get; private protected set; }

    /// <summary>Gets what <see cref="Operation.Delete"/> does, where it is offered.</summary>
    public DeleteKind DeleteKind { get; private protected set; }

    /// <summary>Gets the fields that <see cref="Operation.List"/> does not tell, although <see cref="Operation.Get"/> does.</summary>
    public FieldSet ListOmits { get; private protected set; }

    /// <summary>Gets the fields that <see cref="Operation.Changes"/> does not tell, although the list does.</summary>
    public FieldSet ChangesOmit { get; private protected set; }

    /// <summary>Gets the fields that <see cref="Operation.Create"/> can write; none where it is not offered. A create that sets another is refused before anything is sent.</summary>
    /// <remarks>
    /// Custom fields are written as well, by the provider's names. What the provider alone decides (id, version, moments, deletion) is not.
    /// <c>contact.Only(binding.CreateWrites)</c> leaves the other fields out knowingly.
    /// </remarks>
    public FieldSet CreateWrites { get; private protected set; }

    /// <summary>Gets the fields that <see cref="Operation.Update"/> can write; none where it is not offered. An update that sets another is refused before anything is sent.</summary>
    /// <remarks>What holds for <see cref="CreateWrites"/> holds here.</remarks>
    public FieldSet UpdateWrites { get; private protected set; }

    /// <summary>Gets how far back <see cref="Operation.Removals"/> can be asked, where the list of removals takes a moment; <see langword="null"/> where it is always the whole list.</summary>
    public TimeSpan? RemovalsReach { get; private protected set; }

    /// <summary>Gives the endpoints that an operation calls; none where it is not offered.</summary>
    /// <param name="operation">The operation.</param>
    public IReadOnlyList<Endpoint> Endpoints(Operation operation) => _endpoints.GetValueOrDefault(operation, []);

    /// <summary>Says whether a write of which no readable answer came is looked after, so that its outcome is hardly ever unknown.</summary>
    /// <param name="operation">Create, update or delete.</param>
    public abstract bool ReadsBack(Operation operation);

    /// <summary>The endpoint by which the record of a create is found again, where one is stated.</summary>
    internal Endpoint? FindCreated { get; private protected set; }

    private protected void Offer(Operation operation, params Endpoint[] endpoints) => _endpoints[operation] = endpoints;
}

/// <summary>What a delete does at the provider.</summary>
public enum DeleteKind
{
    /// <summary>The record is gone.</summary>
    Delete,

    /// <summary>The record can be brought back.</summary>
    Archive,
}

/// <summary>What a connector states of one common model, as its operations. Make one with <see cref="Definitions.Model.Of"/>.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
public abstract class ModelBinding<TModel> : ModelBinding
    where TModel : CommonModel
{
    private protected ModelBinding(ModelType<TModel> model, FieldSet covers)
        : base(model, covers) => Model = model;

    /// <summary>Gets the common model.</summary>
    public new ModelType<TModel> Model { get; }

    internal abstract Pageable<TModel> List(IConnector connector, CallOptions options);

    internal abstract Pageable<ModelChange<TModel>> Changes(IConnector connector, DateTimeOffset since, CallOptions options);

    internal abstract Pageable<ModelChange<TModel>> Removals(IConnector connector, DateTimeOffset? since, CallOptions options);

    internal abstract Task<TModel?> GetAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken cancellationToken);

    internal abstract Task<TModel> CreateAsync(IConnector connector, TModel model, CallOptions options, CancellationToken cancellationToken);

    internal abstract Task<TModel> UpdateAsync(IConnector connector, string remoteId, TModel fields, CallOptions options, CancellationToken cancellationToken);

    internal abstract Task DeleteAsync(IConnector connector, string remoteId, CallOptions options, CancellationToken cancellationToken);
}

/// <summary>Starts a binding.</summary>
public static class Model
{
    /// <summary>Starts to state a common model.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="model">The common model's type: <c>Contact.Type</c>.</param>
    /// <param name="map">Turns the provider's record into the common model; pure. Sets each field that the provider can fill, with null where this record has none.</param>
    /// <param name="covers">The fields that the provider can fill.</param>
    public static ModelBinding<TModel, TRecord> Of<TModel, TRecord>(ModelType<TModel> model, Func<TRecord, TModel> map, FieldSet covers)
        where TModel : CommonModel => new(model, map, covers);
}

/// <summary>A partial write of one record.</summary>
/// <typeparam name="TBody">The body that the provider takes.</typeparam>
/// <param name="RemoteId">The provider's id.</param>
/// <param name="Body">The fields that are set, in the provider's form.</param>
/// <param name="IfVersion">The version that must still be the record's, where the caller gave one.</param>
public readonly record struct RecordUpdate<TBody>(string RemoteId, TBody Body, string? IfVersion);

/// <summary>One record that a change feed names.</summary>
/// <param name="RemoteId">The provider's id.</param>
/// <param name="IsRemoved">Whether it was removed.</param>
/// <param name="At">When, where the feed tells it.</param>
public readonly record struct ChangedId(string RemoteId, bool IsRemoved, DateTimeOffset? At);
