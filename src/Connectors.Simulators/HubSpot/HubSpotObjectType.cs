namespace Connectors.Simulators.HubSpot;

/// <summary>A CRM object type: its names, scopes and properties.</summary>
/// <param name="Name">Its plural name in paths, such as <c>contacts</c>.</param>
/// <param name="Singular">Its singular name, as in <c>contact_to_company</c>.</param>
/// <param name="TypeId">Its type id in paths, such as <c>0-1</c>.</param>
/// <param name="FirstId">The number before the first record's id.</param>
internal sealed record HubSpotObjectType(string Name, string Singular, string TypeId, long FirstId)
{
    public required string ModifiedProperty { get; init; }

    public required IReadOnlyList<string> ReadScopes { get; init; }

    public required IReadOnlyList<string> WriteScopes { get; init; }

    public required IReadOnlyList<string> DefaultProperties { get; init; }

    public required IReadOnlyList<string> SearchedProperties { get; init; }

    public required IReadOnlyList<HubSpotProperty> Properties { get; init; }
}
