namespace Connectors;

/// <summary>What happened to a record.</summary>
public enum ChangeKind
{
    /// <summary>It is new, or came back.</summary>
    Added,

    /// <summary>Some of its fields have other values.</summary>
    Changed,

    /// <summary>The provider has removed or archived it.</summary>
    Removed,
}

/// <summary>One change of a synced record.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
public sealed record Change<TModel>
    where TModel : CommonModel
{
    /// <summary>Gets the number of the change. It grows over the whole store, with gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets what happened.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Gets the connection that the record came from.</summary>
    public required ConnectionKey Connection { get; init; }

    /// <summary>Gets the provider's id of the record.</summary>
    public required string RemoteId { get; init; }

    /// <summary>Gets the record as it is now, or <see langword="null"/> when it was removed.</summary>
    public TModel? Model { get; init; }

    /// <summary>
    /// Gets the names of the fields that changed: <c>nameof(Contact.Email)</c>, and <c>CustomFields.x</c> for the customer's own
    /// field x. Empty when the record was added or removed.
    /// </summary>
    public IReadOnlyList<string> ChangedFields { get; init; } = [];

    /// <summary>Gets when the change took effect in the store.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Sequence} {Kind} {typeof(TModel).Name} {RemoteId} of {Connection}";
}
