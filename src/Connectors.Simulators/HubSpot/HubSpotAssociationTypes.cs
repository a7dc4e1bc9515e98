namespace Connectors.Simulators.HubSpot;

/// <summary>HubSpot's own association types: the numbers of the v4 API and the names in list answers.</summary>
internal static class HubSpotAssociationTypes
{
    private static readonly HubSpotAssociationType[] s_all =
    [
        new(HubSpotTypes.Contacts, HubSpotTypes.Companies, "contact_to_company", 279, 1),
        new(HubSpotTypes.Companies, HubSpotTypes.Contacts, "company_to_contact", 280, 2),
        new(HubSpotTypes.Deals, HubSpotTypes.Contacts, "deal_to_contact", 3, null),
        new(HubSpotTypes.Contacts, HubSpotTypes.Deals, "contact_to_deal", 4, null),
        new(HubSpotTypes.Deals, HubSpotTypes.Companies, "deal_to_company", 341, 5),
        new(HubSpotTypes.Companies, HubSpotTypes.Deals, "company_to_deal", 342, 6),
        new(HubSpotTypes.Contacts, HubSpotTypes.Tickets, "contact_to_ticket", 15, null),
        new(HubSpotTypes.Tickets, HubSpotTypes.Contacts, "ticket_to_contact", 16, null),
        new(HubSpotTypes.Tickets, HubSpotTypes.Companies, "ticket_to_company", 339, 26),
        new(HubSpotTypes.Deals, HubSpotTypes.Tickets, "deal_to_ticket", 27, null),
    ];

    public static HubSpotAssociationType? Find(string type, string toType) =>
        s_all.FirstOrDefault(known => string.Equals(known.Type, type, StringComparison.Ordinal) && string.Equals(known.ToType, toType, StringComparison.Ordinal));

    /// <summary>Finds the association that a number stands for, and whether it is the primary one.</summary>
    public static (HubSpotAssociationType Kind, bool Primary)? FindNumber(string type, int number) =>
        s_all.FirstOrDefault(known => string.Equals(known.Type, type, StringComparison.Ordinal) && (known.Id == number || known.PrimaryId == number)) is { } found
            ? (found, found.PrimaryId == number)
            : null;
}

/// <summary>How objects of one type are linked to objects of another.</summary>
/// <param name="Type">The type from which the link is seen.</param>
/// <param name="ToType">The type at the other end.</param>
/// <param name="Name">The name in list answers.</param>
/// <param name="Id">The number without a label.</param>
/// <param name="PrimaryId">The number of the primary company, where there is one.</param>
internal sealed record HubSpotAssociationType(string Type, string ToType, string Name, int Id, int? PrimaryId)
{
    /// <summary>Returns the names in a list answer, the primary one first.</summary>
    public IEnumerable<string> Names(bool primary) => PrimaryId is null ? [Name] : primary ? [Name, Name + "_unlabeled"] : [Name + "_unlabeled"];

    /// <summary>Returns the numbers and labels of the v4 API, the primary one first.</summary>
    public IEnumerable<(int Id, string? Label)> Types(bool primary) => primary && PrimaryId is { } id ? [(id, "Primary"), (Id, null)] : [(Id, null)];
}
