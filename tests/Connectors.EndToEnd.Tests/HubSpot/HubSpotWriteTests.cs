using System.Text.Json;
using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.HubSpot;

public class HubSpotWriteTests
{
    [Fact]
    public async Task GetAsync_Contact_GivesItWithItsAccountAndCustomFields()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var record = world.HubSpot.Contacts.Snapshot().First(one => one.Text("shirt_size") is not null);

        var contact = await crm.GetAsync<Contact>(record.Id, new() { IncludeRaw = true, CustomFields = ["shirt_size", "renewal_date"] });

        Assert.Equal((record.Id, record.Text("firstname")), (contact!.RemoteId, contact.FirstName));
        Assert.Equal(world.HubSpot.Associations.Of("contacts", record.Id, "companies").Single().ToId, contact.Account?.RemoteId);
        Assert.Equal((record.Text("shirt_size"), JsonValueKind.Null), (contact.CustomFields["shirt_size"].GetString(), contact.CustomFields["renewal_date"].ValueKind));
        Assert.Equal(record.Id, contact.Raw!.AsJson().GetProperty("id").GetString());
    }

    [Fact]
    public async Task GetAsync_Unknown_IsNull()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");

        Assert.Null(await crm.GetAsync<Contact>("1"));
        Assert.Null(await crm.GetAsync<Account>("1"));
        Assert.Null(await crm.GetAsync<Opportunity>("1"));
        Assert.Null(await crm.GetAsync<User>("1"));
    }

    [Fact]
    public async Task CreateAsync_EveryField_ArrivesAndComesBack()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var (company, owner) = (world.HubSpot.Companies.Snapshot()[0].Id, world.HubSpot.Owners.Snapshot()[0].Id);

        var made = await crm.CreateAsync(
            new Contact
            {
                FirstName = "Ada",
                LastName = "Lovelace",
                JobTitle = "Analyst",
                CompanyName = "Engines Ltd",
                Account = new(company),
                Owner = new(owner),
                EmailAddresses = [new("ada@engines.example")],
                PhoneNumbers = [new("+44 1", PhoneKind.Work), new("+44 2", PhoneKind.Mobile)],
                Addresses = [new() { Street1 = "12 St James's Square", City = "London", State = "Greater London", PostalCode = "SW1Y", Country = "United Kingdom" }],
                Website = "https://engines.example",
                LifecycleStage = LifecycleStage.Match("salesqualifiedlead"),
                LeadStatus = LeadStatus.Match("IN_PROGRESS"),
                CustomFields = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["shirt_size"] = JsonSerializer.SerializeToElement("m"), ["renewal_date"] = JsonSerializer.SerializeToElement("2027-01-04") },
            },
            new() { CustomFields = ["shirt_size", "renewal_date"] });

        var record = world.HubSpot.Contacts.Find(made.RemoteId!)!;
        string[] told = ["firstname", "lastname", "jobtitle", "company", "hubspot_owner_id", "email", "phone", "mobilephone", "address", "city", "state", "zip", "country", "website", "lifecyclestage", "hs_lead_status", "shirt_size", "renewal_date"];
        Assert.Equal(
            ["Ada", "Lovelace", "Analyst", "Engines Ltd", owner, "ada@engines.example", "+44 1", "+44 2", "12 St James's Square", "London", "Greater London", "SW1Y", "United Kingdom", "https://engines.example", "salesqualifiedlead", "IN_PROGRESS", "m", "2027-01-04"],
            told.Select(name => record.Text(name)));
        Assert.Equal(company, world.HubSpot.Associations.Of("contacts", record.Id, "companies").Single().ToId);
        Assert.Equal(("Ada", company, owner, "m"), (made.FirstName, made.Account?.RemoteId, made.Owner?.RemoteId, made.CustomFields["shirt_size"].GetString()));
        Assert.Equal(1, world.HubSpot.Ledger.Writes);
    }

    [Fact]
    public async Task CreateAsync_AccountAndDeal_AreLinked()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var contact = world.HubSpot.Contacts.Snapshot()[0].Id;

        var account = await crm.CreateAsync(new Account
        {
            Name = "Engines", Domain = "engines.example", Industry = "COMPUTER_SOFTWARE", NumberOfEmployees = 12, AnnualRevenue = new(1500000.5m, null),
            AccountType = AccountType.Match("PARTNER"), FoundedYear = 1843, Description = "Analytical", PhoneNumbers = [new("+44 3")],
        });
        var deal = await crm.CreateAsync(new Opportunity
        {
            Name = "Difference engine", Amount = new(99.5m, "EUR"), PipelineId = "default", StageId = "closedwon", CloseDate = new(2027, 1, 31),
            OpportunityType = OpportunityType.Match("existingbusiness"), Account = new(account.RemoteId!), Contacts = [new(contact)],
        });

        var company = world.HubSpot.Companies.Find(account.RemoteId!)!;
        var record = world.HubSpot.Deals.Find(deal.RemoteId!)!;
        Assert.Equal(("Engines", "12", "1500000.5", "1843", "PARTNER"), (company.Text("name"), company.Text("numberofemployees"), company.Text("annualrevenue"), company.Text("founded_year"), company.Text("type")));
        Assert.Equal(("99.5", "EUR", "closedwon", "2027-01-31T00:00:00.000Z", "existingbusiness"), (record.Text("amount"), record.Text("deal_currency_code"), record.Text("dealstage"), record.Text("closedate"), record.Text("dealtype")));
        Assert.Equal((account.RemoteId, contact), (deal.Account?.RemoteId, deal.Contacts!.Single().RemoteId));
        Assert.Equal((OpportunityStatus.Won, new DateOnly(2027, 1, 31), new Money(99.5m, "EUR"), 1m), (deal.Status, deal.CloseDate, deal.Amount, deal.Probability));
    }

    [Fact]
    public async Task UpdateAsync_SomeFields_ChangesThemAndNoOther()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var before = world.HubSpot.Contacts.Snapshot().First(one => one.Text("phone") is not null && one.Text("jobtitle") is not null);
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var updated = await crm.UpdateAsync(before.Id, new Contact { FirstName = "Grace", JobTitle = null });

        var after = world.HubSpot.Contacts.Find(before.Id)!;
        Assert.Equal(("Grace", null), (after.Text("firstname"), after.Text("jobtitle")));
        Assert.Equal(Rest(before), Rest(after));
        Assert.Equal(("Grace", null, before.Text("lastname")), (updated.FirstName, updated.JobTitle, updated.LastName));

        static string Rest(Simulators.SimulatedRecord record) =>
            string.Join(';', record.Fields.Where(field => field.Key is not ("firstname" or "jobtitle")).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task DeleteAsync_Contact_ArchivesIt()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var id = world.HubSpot.Contacts.Snapshot()[0].Id;

        await crm.DeleteAsync<Contact>(id);

        Assert.True(world.HubSpot.Contacts.Find(id)!.IsDeleted);
        Assert.Null(await crm.GetAsync<Contact>(id));
        Assert.Equal([id], (await crm.Model<Contact>().RemovalsAsync().AllAsync()).Select(change => change.RemoteId));
    }

    [Fact]
    public async Task CreateAsync_TakenAddress_IsAConflict()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var taken = world.HubSpot.Contacts.Snapshot()[0];

        var error = await Assert.ThrowsAsync<ConnectorException>(() => crm.CreateAsync(new Contact { EmailAddresses = [new(taken.Text("email")!)] }));

        Assert.Equal((ErrorKind.Conflict, 409, "CONFLICT", "contacts.create"), (error.Kind, error.StatusCode, error.ErrorCode, error.Endpoint));
        Assert.Contains(taken.Id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateAsync_RefusedValue_NamesTheField()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var id = world.HubSpot.Contacts.Snapshot()[0].Id;

        var error = await Assert.ThrowsAsync<ConnectorException>(() => crm.UpdateAsync(id, new Contact { EmailAddresses = [new("no address")] }));

        Assert.Equal((ErrorKind.Validation, 400, "VALIDATION_ERROR", "email"), (error.Kind, error.StatusCode, error.ErrorCode, error.Facts.FieldErrors.Single().Field));
        Assert.Equal(Advice.FixInput, error.Advice);
    }

    [Fact]
    public async Task CreateAsync_AnswerLost_IsOutcomeUnknownAndSentOnce()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Post, "/crm/objects/2026-09/contacts").CommitThenDrop();
        var held = world.HubSpot.Contacts.Count;

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => crm.CreateAsync(new Contact { FirstName = "Ada" }));

        Assert.Equal((Advice.ReadBack, "contacts.create"), (error.Advice, error.Endpoint));
        Assert.Equal(held + 1, world.HubSpot.Contacts.Count);
    }

    [Fact]
    public async Task CreateAsync_AnswerLostOfAContactWithAnAddress_IsFoundAgain()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Post, "/crm/objects/2026-09/contacts").CommitThenDrop();
        var held = world.HubSpot.Contacts.Count;

        var created = await crm.CreateAsync(new Contact { FirstName = "Ada", EmailAddresses = [new("Ada.Found@example.com")] });

        Assert.Equal("Ada", created.FirstName);
        Assert.NotNull(created.RemoteId);
        Assert.Equal(held + 1, world.HubSpot.Contacts.Count);
    }

    [Fact]
    public async Task SendAsync_Passthrough_ReachesWhatHasNoEndpoint()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");

        using var answer = await crm.SendAsync(HttpMethod.Get, "/crm/pipelines/2026-09/deals");

        Assert.Equal("default", answer.AsJson().GetProperty("results")[0].GetProperty("id").GetString());
    }
}
