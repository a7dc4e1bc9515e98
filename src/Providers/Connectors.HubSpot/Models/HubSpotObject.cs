using System.Collections.ObjectModel;

namespace Connectors.HubSpot;

/// <summary>A record of HubSpot's CRM as it is sent. Prints its id and no property: these are other people's personal data.</summary>
public abstract record HubSpotObject
{
    /// <summary>Gets the record's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the record was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when a property was last changed; associations do not count.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets whether the record is in the recycle bin.</summary>
    public bool Archived { get; init; }

    /// <summary>Gets when the record went into the recycle bin.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>Gets the records it is associated with, where the endpoint tells them; searches and batch reads do not.</summary>
    public HubSpotAssociations? Associations { get; init; }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {Id}";
}

/// <summary>The properties that every CRM record has, and those that have no name here. Prints none.</summary>
public abstract record HubSpotProperties
{
    private static readonly IReadOnlyDictionary<string, JsonElement> s_none = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Gets the record's id once more, as a property.</summary>
    [JsonPropertyName("hs_object_id")]
    public string? ObjectId { get; init; }

    /// <summary>Gets when the record was created.</summary>
    [JsonPropertyName("createdate")]
    public string? CreateDate { get; init; }

    /// <summary>Gets the properties without a name here, such as the custom ones that a call asked for.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> Others => Unnamed ?? s_none;

    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unnamed { get; set; }

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The records that a record is associated with.</summary>
public sealed record HubSpotAssociations
{
    /// <summary>Gets the companies.</summary>
    public HubSpotAssociationList? Companies { get; init; }

    /// <summary>Gets the contacts.</summary>
    public HubSpotAssociationList? Contacts { get; init; }
}

/// <summary>The associations to one type of record, as they stand within a record: the first of them, where there are very many.</summary>
public sealed record HubSpotAssociationList
{
    /// <summary>Gets the associations; a record comes once for each type of association.</summary>
    public IReadOnlyList<HubSpotAssociation> Results { get; init; } = [];

    /// <summary>Gets whether these are all.</summary>
    [JsonIgnore]
    public bool IsComplete => Paging?.Next is null;

    [JsonInclude]
    internal HubSpotPaging? Paging { get; init; }
}

/// <summary>One association.</summary>
/// <param name="Id">The other record's id.</param>
/// <param name="Type">The type of the association: <c>contact_to_company</c> is the primary one, <c>contact_to_company_unlabeled</c> any.</param>
public sealed record HubSpotAssociation(string Id, string? Type);

internal sealed record HubSpotPaging(HubSpotNextPage? Next);

internal sealed record HubSpotNextPage(string? After);

internal sealed record HubSpotPage<TRecord>
{
    public required IReadOnlyList<TRecord> Results { get; init; }

    public HubSpotPaging? Paging { get; init; }
}
