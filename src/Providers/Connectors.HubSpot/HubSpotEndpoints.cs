using System.Globalization;

namespace Connectors.HubSpot;

/// <summary>The endpoints of HubSpot that this package can call.</summary>
public static class HubSpotEndpoints
{
    private const int MostOwnersPerPage = 500;
    private static readonly RequiredScope[] s_readOwners = ["crm.objects.owners.read"];

    private static readonly HubSpotObjectType<HubSpotContact> s_contacts = new(
        "contacts", HubSpotJson.Default.HubSpotContact, HubSpotJson.Default.HubSpotPageHubSpotContact, HubSpotJson.Default.HubSpotContactProperties, "lastmodifieddate", "companies");

    private static readonly HubSpotObjectType<HubSpotCompany> s_companies = new(
        "companies", HubSpotJson.Default.HubSpotCompany, HubSpotJson.Default.HubSpotPageHubSpotCompany, HubSpotJson.Default.HubSpotCompanyProperties, "hs_lastmodifieddate");

    private static readonly HubSpotObjectType<HubSpotDeal> s_deals = new(
        "deals", HubSpotJson.Default.HubSpotDeal, HubSpotJson.Default.HubSpotPageHubSpotDeal, HubSpotJson.Default.HubSpotDealProperties, "hs_lastmodifieddate", "companies", "contacts");

    /// <summary>Lists contacts, with the companies they are associated with.</summary>
    public static ListEndpoint<HubSpotContact> Contacts { get; } = s_contacts.List();

    /// <summary>Lists the contacts in the recycle bin.</summary>
    public static ListEndpoint<HubSpotContact> ArchivedContacts { get; } = s_contacts.Archived();

    /// <summary>Searches the contacts changed since a moment, in the order of their ids, without associations.</summary>
    public static ListEndpoint<DateTimeOffset, HubSpotContact> ContactsChangedSince { get; } = s_contacts.ChangedSince();

    /// <summary>Reads up to 100 contacts by their ids, without associations; those that are not there are left out.</summary>
    public static ListEndpoint<IReadOnlyList<string>, HubSpotContact> ContactsById { get; } = s_contacts.ById();

    /// <summary>Reads one contact by its id.</summary>
    public static Endpoint<string, HubSpotContact> Contact { get; } = s_contacts.Get();

    /// <summary>Reads one contact by one of its e-mail addresses, which no two contacts share.</summary>
    public static Endpoint<string, HubSpotContact> ContactByEmail { get; } = s_contacts.GetBy("email");

    /// <summary>Creates a contact and gives its id.</summary>
    public static Endpoint<HubSpotWrite, string> CreateContact { get; } = s_contacts.Create();

    /// <summary>Changes the properties of a contact that are given.</summary>
    public static Endpoint<RecordUpdate<HubSpotWrite>, NoContent> UpdateContact { get; } = s_contacts.Update();

    /// <summary>Puts a contact into the recycle bin, for 90 days.</summary>
    public static Endpoint<string, NoContent> ArchiveContact { get; } = s_contacts.Archive();

    /// <summary>Lists companies.</summary>
    public static ListEndpoint<HubSpotCompany> Companies { get; } = s_companies.List();

    /// <summary>Lists the companies in the recycle bin.</summary>
    public static ListEndpoint<HubSpotCompany> ArchivedCompanies { get; } = s_companies.Archived();

    /// <summary>Searches the companies changed since a moment, in the order of their ids.</summary>
    public static ListEndpoint<DateTimeOffset, HubSpotCompany> CompaniesChangedSince { get; } = s_companies.ChangedSince();

    /// <summary>Reads up to 100 companies by their ids; those that are not there are left out.</summary>
    public static ListEndpoint<IReadOnlyList<string>, HubSpotCompany> CompaniesById { get; } = s_companies.ById();

    /// <summary>Reads one company by its id.</summary>
    public static Endpoint<string, HubSpotCompany> Company { get; } = s_companies.Get();

    /// <summary>Creates a company and gives its id.</summary>
    public static Endpoint<HubSpotWrite, string> CreateCompany { get; } = s_companies.Create();

    /// <summary>Changes the properties of a company that are given.</summary>
    public static Endpoint<RecordUpdate<HubSpotWrite>, NoContent> UpdateCompany { get; } = s_companies.Update();

    /// <summary>Puts a company into the recycle bin, for 90 days.</summary>
    public static Endpoint<string, NoContent> ArchiveCompany { get; } = s_companies.Archive();

    /// <summary>Lists deals, with the companies and contacts they are associated with.</summary>
    public static ListEndpoint<HubSpotDeal> Deals { get; } = s_deals.List();

    /// <summary>Lists the deals in the recycle bin.</summary>
    public static ListEndpoint<HubSpotDeal> ArchivedDeals { get; } = s_deals.Archived();

    /// <summary>Searches the deals changed since a moment, in the order of their ids, without associations.</summary>
    public static ListEndpoint<DateTimeOffset, HubSpotDeal> DealsChangedSince { get; } = s_deals.ChangedSince();

    /// <summary>Reads up to 100 deals by their ids, without associations; those that are not there are left out.</summary>
    public static ListEndpoint<IReadOnlyList<string>, HubSpotDeal> DealsById { get; } = s_deals.ById();

    /// <summary>Reads one deal by its id.</summary>
    public static Endpoint<string, HubSpotDeal> Deal { get; } = s_deals.Get();

    /// <summary>Creates a deal and gives its id.</summary>
    public static Endpoint<HubSpotWrite, string> CreateDeal { get; } = s_deals.Create();

    /// <summary>Changes the properties of a deal that are given.</summary>
    public static Endpoint<RecordUpdate<HubSpotWrite>, NoContent> UpdateDeal { get; } = s_deals.Update();

    /// <summary>Puts a deal into the recycle bin, for 90 days.</summary>
    public static Endpoint<string, NoContent> ArchiveDeal { get; } = s_deals.Archive();

    /// <summary>Lists owners: the users and queues who can own records.</summary>
    public static ListEndpoint<HubSpotOwner> Owners { get; } = OwnerList("owners.list", archived: null);

    /// <summary>Lists the owners that were removed from the account.</summary>
    public static ListEndpoint<HubSpotOwner> ArchivedOwners { get; } = OwnerList("owners.archived", archived: "true");

    /// <summary>Reads one owner by its id.</summary>
    public static Endpoint<string, HubSpotOwner> Owner { get; } = Endpoint.Read(
        "owners.get",
        (string id, EndpointContext context) =>
        {
            var (first, second) = HubSpotVersion.Of(context, "owners");
            return RequestSpec.Get($"/crm/{first}/{second}/{id}");
        },
        Body.Json(HubSpotJson.Default.HubSpotOwner),
        s_readOwners);

    /// <summary>Tells whose account it is.</summary>
    public static Endpoint<NoContent, AccountIdentity> Account { get; } = Endpoint.Read(
        "account.details",
        (NoContent _, EndpointContext context) => RequestSpec.Get($"/account-info/{HubSpotVersion.Of(context)}/details"),
        Body.Json(HubSpotJson.Default.HubSpotAccountDetails, static account => new AccountIdentity(account.PortalId.ToString(CultureInfo.InvariantCulture))));

    internal static IReadOnlyList<Endpoint> All { get; } =
    [
        Contacts, ArchivedContacts, ContactsChangedSince, ContactsById, Contact, ContactByEmail, CreateContact, UpdateContact, ArchiveContact,
        Companies, ArchivedCompanies, CompaniesChangedSince, CompaniesById, Company, CreateCompany, UpdateCompany, ArchiveCompany,
        Deals, ArchivedDeals, DealsChangedSince, DealsById, Deal, CreateDeal, UpdateDeal, ArchiveDeal,
        Owners, ArchivedOwners, Owner, Account,
    ];

    private static ListEndpoint<HubSpotOwner> OwnerList(string name, string? archived) => Endpoint.List(
        name,
        context =>
        {
            var (first, second) = HubSpotVersion.Of(context, "owners");
            return RequestSpec.Get($"/crm/{first}/{second}").Query("archived", archived);
        },
        PageOf.Json(HubSpotJson.Default.HubSpotPageHubSpotOwner, static page => page.Results, "results"),
        PageBy.Cursor<HubSpotPage<HubSpotOwner>>("after", static page => page.Paging?.Next?.After, "limit", MostOwnersPerPage),
        static owner => owner.Id,
        scopes: s_readOwners);
}
