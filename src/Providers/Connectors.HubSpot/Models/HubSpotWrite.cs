namespace Connectors.HubSpot;

/// <summary>What a write sends: the properties that are set, and no other. Prints no property.</summary>
public sealed record HubSpotWrite
{
    /// <summary>Gets the properties by HubSpot's names; an empty text clears one.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Gets the associations to make; only when a record is created.</summary>
    public IReadOnlyList<HubSpotAssociationToMake>? Associations { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(HubSpotWrite)} of {Properties.Count} properties";
}

/// <summary>An association to make while a record is created.</summary>
/// <param name="To">The other record.</param>
/// <param name="Types">The types of the association.</param>
public sealed record HubSpotAssociationToMake(HubSpotId To, IReadOnlyList<HubSpotAssociationType> Types)
{
    /// <summary>States an association of a type that HubSpot defines.</summary>
    /// <param name="id">The other record's id.</param>
    /// <param name="type">The number of the association's type.</param>
    public static HubSpotAssociationToMake Of(string id, int type) => new(new(id), [new("HUBSPOT_DEFINED", type)]);
}

/// <summary>The id of a record.</summary>
/// <param name="Id">The id.</param>
public sealed record HubSpotId(string Id);

/// <summary>The type of an association.</summary>
/// <param name="AssociationCategory">Who defines it: <c>HUBSPOT_DEFINED</c>, <c>USER_DEFINED</c>.</param>
/// <param name="AssociationTypeId">Its number.</param>
public sealed record HubSpotAssociationType(string AssociationCategory, int AssociationTypeId);

internal sealed record HubSpotBatchRead(IReadOnlyList<HubSpotId> Inputs, IReadOnlyList<string> Properties, IReadOnlyList<string> PropertiesWithHistory);

internal sealed record HubSpotSearch(
    IReadOnlyList<HubSpotFilterGroup> FilterGroups, IReadOnlyList<HubSpotSort> Sorts, IReadOnlyList<string> Properties, int Limit, string After);

internal sealed record HubSpotFilterGroup(IReadOnlyList<HubSpotFilter> Filters);

internal sealed record HubSpotFilter(string PropertyName, string Operator, string Value);

internal sealed record HubSpotSort(string PropertyName, string Direction);
