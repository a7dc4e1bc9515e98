namespace Connectors.Storage;

/// <summary>One record as a store keeps it. A removed one is kept with its last contents.</summary>
/// <param name="RemoteId">The provider's id.</param>
public sealed record StoredRecord(string RemoteId)
{
    /// <summary>Gets all fields that were ever told, each with its latest value, as a JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Gets the provider's own bytes, where they were kept (and asked for).</summary>
    public RawRecord? Raw { get; init; }

    /// <summary>Gets the hash of the contents; see <see cref="RecordMerge"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>Gets when the record was last changed or removed at the provider, where it tells.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Gets when the record was removed: by the provider, or by the store's clock where the provider does not tell. <see langword="null"/> while it is there.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Gets when the latest change took effect in the store, by the store's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Gets the number of the change with which the record came (again).</summary>
    public required long AddedSequence { get; init; }

    /// <summary>Gets the number of the record's latest change.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets, as a JSON object, the number of the latest change of each field that changed since the record came; <see langword="null"/> for none.</summary>
    public string? FieldSequences { get; init; }

    /// <summary>Gets whether the record is removed.</summary>
    public bool IsRemoved => RemovedAt is not null;

    /// <inheritdoc/>
    public override string ToString() => $"{RemoteId} at {Sequence}{(IsRemoved ? ", removed" : "")}";
}

/// <summary>Which records of a stream to list.</summary>
public sealed record RecordQuery
{
    /// <summary>The records that are there, without raw bytes.</summary>
    public static RecordQuery Default { get; } = new();

    /// <summary>Gets whether removed records are listed too.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IncludeRemoved { get; init; }

    /// <summary>Gets whether the provider's own bytes are read too.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IncludeRaw { get; init; }
}
