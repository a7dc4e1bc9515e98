namespace Connectors.Simulators.HubSpot;

/// <summary>The object types that are played, with HubSpot's own properties of each.</summary>
internal static class HubSpotTypes
{
    public const string Contacts = "contacts";
    public const string Companies = "companies";
    public const string Deals = "deals";
    public const string Tickets = "tickets";

    private static readonly HubSpotProperty[] s_contact =
    [
        Text("email", "Email"), Text("firstname", "First Name"), Text("lastname", "Last Name"), Phone("phone", "Phone Number"),
        Phone("mobilephone", "Mobile Phone Number"), Text("company", "Company Name"), Text("jobtitle", "Job Title"), Text("website", "Website URL"),
        Text("address", "Street Address"), Text("city", "City"), Text("state", "State/Region"), Text("zip", "Postal Code"), Text("country", "Country/Region"),
        Choice("lifecyclestage", "Lifecycle Stage", "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other"),
        Choice("hs_lead_status", "Lead Status", "NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "ATTEMPTED_TO_CONTACT", "CONNECTED", "BAD_TIMING"),
        Owner(), ReadOnly("associatedcompanyid", "Primary Associated Company ID", "number", "number"), Text("hs_additional_emails", "Additional email addresses"),
        new("hs_email_optout", "Unsubscribed from all email", "bool", "booleancheckbox", "contactinformation"),
        ReadOnly("createdate", "Create Date", "datetime", "date"), ReadOnly("lastmodifieddate", "Last Modified Date", "datetime", "date"),
        ReadOnly("hs_object_id", "Record ID", "number", "number"), ReadOnly("notes_last_updated", "Last Activity Date", "datetime", "date"),
    ];

    private static readonly HubSpotProperty[] s_company =
    [
        Text("name", "Company name"), Text("domain", "Company Domain Name"), Text("website", "Website URL"), Phone("phone", "Phone Number"),
        Choice("industry", "Industry", "ACCOUNTING", "BIOTECHNOLOGY", "COMPUTER_SOFTWARE", "CONSTRUCTION", "EDUCATION_MANAGEMENT", "FOOD_PRODUCTION", "HOSPITAL_HEALTH_CARE", "INSURANCE", "LOGISTICS_AND_SUPPLY_CHAIN", "RENEWABLES_ENVIRONMENT", "RETAIL"),
        Choice("type", "Type", "PROSPECT", "PARTNER", "RESELLER", "VENDOR", "OTHER"), Area("description", "Description"),
        Number("numberofemployees", "Number of Employees"), Number("annualrevenue", "Annual Revenue"), Text("address", "Street Address"),
        Text("address2", "Street Address 2"), Text("city", "City"), Text("state", "State/Region"), Text("zip", "Postal Code"), Text("country", "Country/Region"),
        Text("timezone", "Time Zone"),
        Choice("lifecyclestage", "Lifecycle Stage", "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other"),
        Owner(), Number("hs_parent_company_id", "Parent Company"), Text("founded_year", "Year Founded"), Text("linkedin_company_page", "LinkedIn Company Page"),
        ReadOnly("createdate", "Create Date", "datetime", "date"), ReadOnly("hs_lastmodifieddate", "Last Modified Date", "datetime", "date"),
        ReadOnly("hs_object_id", "Record ID", "number", "number"),
    ];

    private static readonly HubSpotProperty[] s_deal =
    [
        Text("dealname", "Deal Name"), Number("amount", "Amount"), Choice("deal_currency_code", "Currency", "USD", "EUR", "GBP"),
        new("closedate", "Close Date", "datetime", "date", "dealinformation"), Stage("dealstage", "Deal Stage"), Stage("pipeline", "Pipeline"),
        Choice("dealtype", "Deal Type", "newbusiness", "existingbusiness"), Owner(), Area("description", "Deal Description"),
        ReadOnly("hs_deal_stage_probability", "Deal probability", "number", "number"), ReadOnly("hs_is_closed", "Is Deal Closed?", "bool", "booleancheckbox"),
        ReadOnly("hs_is_closed_won", "Is Closed Won", "bool", "booleancheckbox"), Area("closed_lost_reason", "Closed Lost Reason"),
        ReadOnly("createdate", "Create Date", "datetime", "date"), ReadOnly("hs_lastmodifieddate", "Last Modified Date", "datetime", "date"),
        ReadOnly("hs_object_id", "Record ID", "number", "number"),
    ];

    private static readonly HubSpotProperty[] s_ticket =
    [
        Text("subject", "Ticket name"), Area("content", "Ticket description"), Stage("hs_pipeline", "Pipeline"), Stage("hs_pipeline_stage", "Ticket status"),
        Choice("hs_ticket_priority", "Priority", "LOW", "MEDIUM", "HIGH"), Text("hs_ticket_category", "Category"), Text("source_type", "Source"),
        new("closed_date", "Close date", "datetime", "date", "ticketinformation"), Owner(),
        ReadOnly("createdate", "Create Date", "datetime", "date"), ReadOnly("hs_lastmodifieddate", "Last Modified Date", "datetime", "date"),
        ReadOnly("hs_object_id", "Record ID", "number", "number"),
    ];

    public static IReadOnlyList<HubSpotObjectType> All { get; } =
    [
        new(Contacts, "contact", "0-1", 151_000_000)
        {
            ModifiedProperty = "lastmodifieddate",
            ReadScopes = ["crm.objects.contacts.read"],
            WriteScopes = ["crm.objects.contacts.write"],
            DefaultProperties = ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
            SearchedProperties = ["email", "firstname", "lastname", "phone", "company"],
            Properties = s_contact,
        },
        new(Companies, "company", "0-2", 92_000_000)
        {
            ModifiedProperty = "hs_lastmodifieddate",
            ReadScopes = ["crm.objects.companies.read"],
            WriteScopes = ["crm.objects.companies.write"],
            DefaultProperties = ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
            SearchedProperties = ["name", "domain", "phone", "website"],
            Properties = s_company,
        },
        new(Deals, "deal", "0-3", 73_000_000)
        {
            ModifiedProperty = "hs_lastmodifieddate",
            ReadScopes = ["crm.objects.deals.read"],
            WriteScopes = ["crm.objects.deals.write"],
            DefaultProperties = ["amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline"],
            SearchedProperties = ["dealname", "description"],
            Properties = s_deal,
        },
        new(Tickets, "ticket", "0-5", 54_000_000)
        {
            ModifiedProperty = "hs_lastmodifieddate",
            ReadScopes = ["tickets"],
            WriteScopes = ["tickets"],
            DefaultProperties = ["content", "createdate", "hs_lastmodifieddate", "hs_object_id", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"],
            SearchedProperties = ["subject", "content"],
            Properties = s_ticket,
        },
    ];

    /// <summary>Finds a type by the name or the type id of a path.</summary>
    public static HubSpotObjectType? Find(string? name) =>
        All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(type.TypeId, name, StringComparison.Ordinal));

    private static HubSpotProperty Text(string name, string label) => new(name, label, "string", "text", "information");

    private static HubSpotProperty Area(string name, string label) => new(name, label, "string", "textarea", "information");

    private static HubSpotProperty Phone(string name, string label) => new(name, label, "string", "phonenumber", "information");

    private static HubSpotProperty Number(string name, string label) => new(name, label, "number", "number", "information");

    private static HubSpotProperty Stage(string name, string label) => new(name, label, "enumeration", "select", "information") { ExternalOptions = true };

    private static HubSpotProperty Owner() => new("hubspot_owner_id", "Owner", "enumeration", "select", "information") { ExternalOptions = true, ReferencedObjectType = "OWNER" };

    private static HubSpotProperty ReadOnly(string name, string label, string type, string fieldType) => new(name, label, type, fieldType, "information") { ReadOnly = true };

    private static HubSpotProperty Choice(string name, string label, params IReadOnlyList<string> values) =>
        new(name, label, "enumeration", "select", "information") { Options = [.. values.Select(value => new HubSpotOption(value, value))] };
}
