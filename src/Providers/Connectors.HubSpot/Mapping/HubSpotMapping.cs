namespace Connectors.HubSpot;

/// <summary>States the common models over HubSpot's records.</summary>
internal static class HubSpotMapping
{
    /// <summary>A new or changed record comes up in searches after a few moments.</summary>
    private static readonly TimeSpan s_searchLag = TimeSpan.FromSeconds(30);

    /// <summary>How long a write that got no answer may still be under way; HubSpot states no such time.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(10);
    private const int MostIdsPerRead = 100;

    public static ModelBinding<Contact, HubSpotContact> Contacts { get; } = Model.Of<Contact, HubSpotContact>(Contact.Type, HubSpotContactMapping.ToContact, covers: Contact.Type.All)
        .List(HubSpotEndpoints.Contacts)
        .Changes(HubSpotEndpoints.ContactsChangedSince, static since => since, s_searchLag, omits: Contact.Type.Of(nameof(Contact.Account)))
        .Removals(HubSpotEndpoints.ArchivedContacts, static contact => contact.ArchivedAt)
        .Get(HubSpotEndpoints.Contact)
        .Hydrate(HubSpotEndpoints.ContactsById, MostIdsPerRead, omits: Contact.Type.Of(nameof(Contact.Account)))
        .CreateThenGet(HubSpotEndpoints.CreateContact, HubSpotContactMapping.ToWrite, HubSpotContactMapping.CreateWrites)
        .UpdateThenGet(HubSpotEndpoints.UpdateContact, HubSpotContactMapping.ToWrite, HubSpotContactMapping.UpdateWrites)
        .Delete(HubSpotEndpoints.ArchiveContact, DeleteKind.Archive)
        .ReadBackCreate(
            HubSpotEndpoints.ContactByEmail, static write => write.Model.EmailAddresses is [{ Address: { Length: > 0 } email }] ? email : null, ReadBackBy.UniqueKey, s_settle, HubSpotContactMapping.Rewritten)
        .ReadBackUpdate(s_settle, HubSpotContactMapping.Rewritten)
        .ReadBackDelete(s_settle);

    public static ModelBinding<Account, HubSpotCompany> Accounts { get; } = Model.Of<Account, HubSpotCompany>(Account.Type, HubSpotCompanyMapping.ToAccount, covers: Account.Type.All)
        .List(HubSpotEndpoints.Companies)
        .Changes(HubSpotEndpoints.CompaniesChangedSince, static since => since, s_searchLag)
        .Removals(HubSpotEndpoints.ArchivedCompanies, static company => company.ArchivedAt)
        .Get(HubSpotEndpoints.Company)
        .Hydrate(HubSpotEndpoints.CompaniesById, MostIdsPerRead)
        .CreateThenGet(HubSpotEndpoints.CreateCompany, HubSpotCompanyMapping.ToWrite, HubSpotCompanyMapping.Writes)
        .UpdateThenGet(HubSpotEndpoints.UpdateCompany, HubSpotCompanyMapping.ToWrite, HubSpotCompanyMapping.Writes)
        .Delete(HubSpotEndpoints.ArchiveCompany, DeleteKind.Archive);

    public static ModelBinding<Opportunity, HubSpotDeal> Opportunities { get; } = Model.Of<Opportunity, HubSpotDeal>(Opportunity.Type, HubSpotDealMapping.ToOpportunity, covers: Opportunity.Type.All)
        .List(HubSpotEndpoints.Deals)
        .Changes(HubSpotEndpoints.DealsChangedSince, static since => since, s_searchLag, omits: Opportunity.Type.Of(nameof(Opportunity.Account), nameof(Opportunity.Contacts)))
        .Removals(HubSpotEndpoints.ArchivedDeals, static deal => deal.ArchivedAt)
        .Get(HubSpotEndpoints.Deal)
        .Hydrate(HubSpotEndpoints.DealsById, MostIdsPerRead, omits: Opportunity.Type.Of(nameof(Opportunity.Account), nameof(Opportunity.Contacts)))
        .CreateThenGet(HubSpotEndpoints.CreateDeal, HubSpotDealMapping.ToWrite, HubSpotDealMapping.CreateWrites)
        .UpdateThenGet(HubSpotEndpoints.UpdateDeal, HubSpotDealMapping.ToWrite, HubSpotDealMapping.UpdateWrites)
        .Delete(HubSpotEndpoints.ArchiveDeal, DeleteKind.Archive);

    public static ModelBinding<User, HubSpotOwner> Users { get; } = Model.Of<User, HubSpotOwner>(User.Type, ToUser, covers: User.Type.AllExcept(nameof(User.JobTitle)))
        .List(HubSpotEndpoints.Owners)
        .Removals(HubSpotEndpoints.ArchivedOwners, static owner => owner.UpdatedAt)
        .Get(HubSpotEndpoints.Owner);

    public static User ToUser(HubSpotOwner source) => new()
    {
        RemoteId = source.Id,
        RemoteCreatedAt = source.CreatedAt,
        RemoteModifiedAt = source.UpdatedAt,
        IsDeleted = source.Archived,
        Name = FieldText.OrNull($"{source.FirstName} {source.LastName}".Trim()),
        FirstName = FieldText.OrNull(source.FirstName),
        LastName = FieldText.OrNull(source.LastName),
        Email = FieldText.OrNull(source.Email),
        IsActive = !source.Archived,
        Teams = [.. (source.Teams ?? []).Select(static team => team.Name).OfType<string>()],
    };

    /// <summary>Gives the record that is associated first of all: the primary one, where HubSpot names one.</summary>
    public static string? First(HubSpotAssociationList? associations, string primaryType)
    {
        if (associations?.Results is not [var first, ..] all)
        {
            return null;
        }

        for (var index = 0; index < all.Count; index++)
        {
            if (all[index].Type == primaryType)
            {
                return all[index].Id;
            }
        }

        return first.Id;
    }

    /// <summary>Writes a value of HubSpot's closed vocabularies, <c>MARKETING_QUALIFIED_LEAD</c> as <c>marketingqualifiedlead</c>; the customer's own as they are.</summary>
    public static string? Word<TEnum>(TEnum? value)
        where TEnum : struct, IOpenEnum<TEnum> =>
        value is not { } known ? null : known.IsKnown ? known.Value.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() : known.Value;
}
