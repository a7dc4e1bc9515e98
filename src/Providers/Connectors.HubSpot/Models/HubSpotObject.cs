using System.Collections.ObjectModel;

namespace Connectors.HubSpot;

/// <summary>A record of HubSpot's CRM as it is sent. Prints its id and no property: these are other people's personal data.</summary>
public abstract record HubSpotObject
{
    /// <summary>Gets the record's id.</summary>
    [JsonRequired]
    public string Id { get; set; } = "";

    /// <summary>Gets when the record was created.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Gets when a property was last changed; associations do not count.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Gets whether the record is in the recycle bin.</summary>
    public bool Archived { get; set; }

    /// <summary>Gets when the record went into the recycle bin.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Gets the records it is associated with, where the endpoint tells them; searches and batch reads do not.</summary>
    public HubSpotAssociations? Associations { get; set; }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {Id}";
}

/// <summary>The properties that every CRM record has, and those that have no name here. Prints none.</summary>
public abstract record HubSpotProperties
{
    private static readonly IReadOnlyDictionary<string, JsonElement> s_none = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Gets the record's id once more, as a property.</summary>
    [JsonPropertyName("hs_object_id")]
    public string? ObjectId { get; set; }

    /// <summary>Gets when the record was created.</summary>
    [JsonPropertyName("createdate")]
    public string? CreateDate { get; set; }

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
    public HubSpotAssociationList? Companies { get; set; }

    /// <summary>Gets the contacts.</summary>
    public HubSpotAssociationList? Contacts { get; set; }
}

/// <summary>The associations to one type of record, as they stand within a record: the first of them, where there are very many.</summary>
public sealed record HubSpotAssociationList
{
    /// <summary>Gets the associations; a record comes once for each type of association.</summary>
    public IReadOnlyList<HubSpotAssociation> Results { get; set; } = [];

    /// <summary>Gets whether these are all.</summary>
    [JsonIgnore]
    public bool IsComplete => Paging?.Next is null;

    [JsonInclude]
    internal HubSpotPaging? Paging { get; set; }
}

/// <summary>One association.</summary>
public sealed record HubSpotAssociation
{
    /// <summary>Gets the other record's id.</summary>
    [JsonRequired]
    public string Id { get; set; } = "";

    /// <summary>Gets the type of the association: <c>contact_to_company</c> is the primary one, <c>contact_to_company_unlabeled</c> any.</summary>
    public string? Type { get; set; }
}

internal sealed record HubSpotPaging
{
    public HubSpotNextPage? Next { get; set; }
}

internal sealed record HubSpotNextPage
{
    public string? After { get; set; }
}

internal sealed record HubSpotPage<TRecord>
{
    [JsonRequired]
    public IReadOnlyList<TRecord> Results { get; set; } = [];

    public HubSpotPaging? Paging { get; set; }
}
