using System.Globalization;

namespace Connectors.Simulators.HubSpot;

/// <summary>Plants the account's data: owners, companies, contacts, deals and the links between them.</summary>
internal sealed class HubSpotSeed(HubSpotSimulator simulator, SeededRandom random)
{
    private static readonly DateTimeOffset s_from = new(2022, 1, 10, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_to = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_jobs = ["Accountant", "Buyer", "CEO", "CFO", "Data Analyst", "Designer", "Engineer", "Head of People", "Marketing Manager", "Office Manager", "Product Manager", "Sales Director", "VP Operations"];
    private static readonly string[] s_lifecycle = ["subscriber", "lead", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "customer"];
    private static readonly string[] s_leadStatus = ["NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "BAD_TIMING"];
    private static readonly (string City, string State, string Country)[] s_places =
    [
        ("Accra", "Greater Accra", "Ghana"), ("Austin", "Texas", "United States"), ("Berlin", "Berlin", "Germany"), ("Bogotá", "Cundinamarca", "Colombia"),
        ("Dublin", "Leinster", "Ireland"), ("Kraków", "Lesser Poland", "Poland"), ("Lisbon", "Lisbon", "Portugal"), ("Montréal", "Quebec", "Canada"),
        ("Nairobi", "Nairobi County", "Kenya"), ("Osaka", "Osaka", "Japan"), ("Pune", "Maharashtra", "India"), ("São Paulo", "São Paulo", "Brazil"),
    ];

    private readonly List<string> _owners = [];
    private readonly List<SimulatedRecord> _companies = [];
    private readonly List<SimulatedRecord> _contacts = [];

    public void Plant(int contacts)
    {
        PlantProperties();
        for (var i = 0; i < 12; i++)
        {
            PlantOwner(i);
        }

        for (var i = 0; i < contacts / 10; i++)
        {
            PlantCompany(i);
        }

        for (var i = 0; i < contacts; i++)
        {
            PlantContact(i);
        }

        for (var i = 0; i < contacts / 5; i++)
        {
            PlantDeal(i);
        }
    }

    private void PlantProperties()
    {
        var schema = simulator.Schema;
        schema.AddProperty(HubSpotTypes.Contacts, new HubSpotProperty(HubSpotSchema.UniqueProperty, "External ID", "string", "text", "contactinformation") { HasUniqueValue = true });
        schema.AddProperty(HubSpotTypes.Contacts, new HubSpotProperty("shirt_size", "Shirt size", "enumeration", "select", "contactinformation")
        {
            Options = [new("s", "Small"), new("m", "Medium"), new("l", "Large"), new("xl", "Extra large")],
        });
        schema.AddProperty(HubSpotTypes.Contacts, new HubSpotProperty("renewal_date", "Renewal date", "date", "date", "contactinformation"));
        schema.AddProperty(HubSpotTypes.Companies, new HubSpotProperty(HubSpotSchema.UniqueProperty, "External ID", "string", "text", "companyinformation") { HasUniqueValue = true });
        schema.AddProperty(HubSpotTypes.Deals, new HubSpotProperty("discount_percent", "Discount (%)", "number", "number", "dealinformation"));
    }

    private void PlantOwner(int number)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var (created, modified) = Times();
        _owners.Add(simulator.Owners.Create(
            Fields(("email", $"{People.Slug(first)}.{People.Slug(last)}@crm.example"), ("firstName", first), ("lastName", last), ("userId", 9_400_000L + number)),
            created,
            modified).Id);
    }

    private void PlantCompany(int number)
    {
        var name = People.Company(random, number);
        var domain = $"{People.Slug(name)}{number.ToString(CultureInfo.InvariantCulture)}.example";
        var place = random.Pick(s_places);
        var (created, modified) = Times();
        _companies.Add(simulator.Companies.Create(
            Fields(
                ("name", name),
                ("domain", domain),
                ("website", "https://" + domain),
                ("phone", People.Phone(random)),
                ("industry", random.Pick(HubSpotTypes.Find(HubSpotTypes.Companies)!.Properties.First(property => string.Equals(property.Name, "industry", StringComparison.Ordinal)).Options).Value),
                ("numberofemployees", Number(5 + random.Next(5000))),
                ("annualrevenue", Number(100_000 + (1000 * random.Next(90_000)))),
                ("city", place.City),
                ("state", place.State),
                ("country", place.Country),
                ("hubspot_owner_id", random.Pick(_owners)),
                (HubSpotSchema.UniqueProperty, $"ERP-{number + 1:D5}")),
            created,
            modified));
    }

    private void PlantContact(int number)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var place = random.Pick(s_places);
        var company = _companies.Count == 0 ? null : _companies[number % _companies.Count];
        var (created, modified) = Times();
        var contact = simulator.Contacts.Create(
            Fields(
                ("email", People.Email(random, first, last, number)),
                ("firstname", first),
                ("lastname", last),
                ("phone", random.Chance(0.8) ? People.Phone(random) : null),
                ("mobilephone", random.Chance(0.3) ? People.Phone(random) : null),
                ("company", company?.Text("name")),
                ("jobtitle", random.Chance(0.9) ? random.Pick(s_jobs) : null),
                ("city", place.City),
                ("state", place.State),
                ("country", place.Country),
                ("lifecyclestage", random.Pick(s_lifecycle)),
                ("hs_lead_status", random.Chance(0.5) ? random.Pick(s_leadStatus) : null),
                ("hubspot_owner_id", random.Chance(0.9) ? random.Pick(_owners) : null),
                ("shirt_size", random.Chance(0.2) ? random.Pick(["s", "m", "l", "xl"]) : null)),
            created,
            modified);
        _contacts.Add(contact);
        if (company is not null)
        {
            simulator.Associations.Link(HubSpotTypes.Contacts, contact.Id, HubSpotTypes.Companies, company.Id);
        }
    }

    private void PlantDeal(int number)
    {
        var stage = random.Pick(HubSpotPipeline.Sales.Stages);
        var contact = _contacts[number * 5];
        var company = _companies.Count == 0 ? null : _companies[(number * 5) % _companies.Count];
        var (created, modified) = Times();
        var deal = simulator.Deals.Create(
            Fields(
                ("dealname", $"{company?.Text("name") ?? contact.Text("lastname")} {random.Pick(["renewal", "pilot", "expansion", "onboarding", "licences"])}"),
                ("amount", Number(500 + (50 * random.Next(4000)))),
                ("deal_currency_code", "USD"),
                ("closedate", Timestamps.Iso(random.Between(modified, modified.AddDays(180)))),
                ("dealstage", stage.Id),
                ("pipeline", HubSpotPipeline.Sales.Id),
                ("dealtype", random.Chance(0.6) ? "newbusiness" : "existingbusiness"),
                ("hubspot_owner_id", random.Pick(_owners))),
            created,
            modified);
        simulator.Associations.Link(HubSpotTypes.Deals, deal.Id, HubSpotTypes.Contacts, contact.Id);
        if (company is not null)
        {
            simulator.Associations.Link(HubSpotTypes.Deals, deal.Id, HubSpotTypes.Companies, company.Id);
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, object?>> Fields(params IReadOnlyList<(string Name, string? Value)> fields) =>
        fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, (object?)field.Value));

    private static IEnumerable<KeyValuePair<string, object?>> Fields(params IReadOnlyList<(string Name, object Value)> fields) =>
        fields.Select(field => KeyValuePair.Create(field.Name, (object?)field.Value));

    private (DateTimeOffset Created, DateTimeOffset Modified) Times()
    {
        var created = random.Between(s_from, s_to);
        return (created, random.Between(created, s_to));
    }
}
