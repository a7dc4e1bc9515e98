using System.Globalization;
using Connectors.Definitions;
using Connectors.EndToEnd.Support;
using Connectors.HubSpot;
using Connectors.Simulators;

namespace Connectors.EndToEnd.HubSpot;

public class HubSpotReadTests
{
    [Fact]
    public async Task ListAsync_Contacts_HoldsEachOnceAsHubSpotDoes()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 230);
        var crm = await world.OpenAsync("hubspot");
        var archived = world.HubSpot.Contacts.Snapshot()[7].Id;
        world.HubSpot.Contacts.Archive(archived);

        var rows = await crm.ListAsync<Contact>(options: new() { IncludeRaw = true, CustomFields = ["shirt_size"] }).AllAsync();

        var held = rows.HoldsExactly(world.HubSpot.Contacts.Living(), withRaw: true);
        foreach (var record in world.HubSpot.Contacts.Living())
        {
            var contact = held[record.Id];
            var company = world.HubSpot.Associations.Of("contacts", record.Id, "companies").Single().ToId;
            Assert.Equal((record.Text("firstname"), record.Text("lastname"), record.Text("jobtitle"), record.Text("company")), (contact.FirstName, contact.LastName, contact.JobTitle, contact.CompanyName));
            Assert.Equal([record.Text("email")!], contact.EmailAddresses!.Select(email => email.Address));
            Assert.Equal((record.Text("phone"), record.Text("mobilephone")), (contact.PhoneNumbers.FirstPhone(PhoneKind.Work), contact.PhoneNumbers.FirstPhone(PhoneKind.Mobile)));
            Assert.Equal((record.Text("city"), record.Text("state"), record.Text("country")), (contact.Addresses![0].City, contact.Addresses[0].State, contact.Addresses[0].Country));
            Assert.Equal((Letters(record.Text("lifecyclestage")), record.Text("hs_lead_status")), (Letters(contact.LifecycleStage?.Value), contact.LeadStatus?.Value));
            Assert.Equal((record.Text("hubspot_owner_id"), company), (contact.Owner?.RemoteId, contact.Account?.RemoteId));
            Assert.Equal((Timestamps.Milliseconds(record.CreatedAt), Timestamps.Milliseconds(record.ModifiedAt)), (contact.RemoteCreatedAt, contact.RemoteModifiedAt));
            Assert.Equal(record.Text("shirt_size"), contact.CustomFields["shirt_size"].GetString());
            Assert.True(contact.LifecycleStage is null or { IsKnown: true } && contact.LeadStatus is null or { IsKnown: true });
            Assert.Equal(Contact.Type.All, contact.Fields);
        }
    }

    [Fact]
    public async Task ListAsync_Accounts_HoldsEachOnceAsHubSpotDoes()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 1200);
        var crm = await world.OpenAsync("hubspot");

        var rows = await crm.ListAsync<Account>(options: new() { IncludeRaw = true }).AllAsync();

        var held = rows.HoldsExactly(world.HubSpot.Companies.Living(), withRaw: true);
        foreach (var record in world.HubSpot.Companies.Living())
        {
            var account = held[record.Id];
            Assert.Equal((record.Text("name"), record.Text("domain"), record.Text("website"), record.Text("industry")), (account.Name, account.Domain, account.Website, account.Industry));
            Assert.Equal((record.Text("numberofemployees"), record.Text("annualrevenue")), (account.NumberOfEmployees?.ToString(CultureInfo.InvariantCulture), account.AnnualRevenue?.Amount.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal((record.Text("phone"), record.Text("city"), record.Text("hubspot_owner_id")), (account.PhoneNumbers.FirstPhone(), account.Addresses![0].City, account.Owner?.RemoteId));
            Assert.Equal(Account.Type.All, account.Fields);
        }
    }

    [Fact]
    public async Task ListAsync_Opportunities_HoldsEachOnceAsHubSpotDoes()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 600);
        var crm = await world.OpenAsync("hubspot");

        var rows = await crm.ListAsync<Opportunity>(options: new() { IncludeRaw = true }).AllAsync();

        var held = rows.HoldsExactly(world.HubSpot.Deals.Living(), withRaw: true);
        foreach (var record in world.HubSpot.Deals.Living())
        {
            var deal = held[record.Id];
            var stage = record.Text("dealstage");
            Assert.Equal((record.Text("dealname"), record.Text("pipeline"), stage), (deal.Name, deal.PipelineId, deal.StageId));
            Assert.Equal((record.Text("amount"), record.Text("deal_currency_code")), (deal.Amount?.Amount.ToString(CultureInfo.InvariantCulture), deal.Amount?.Currency));
            Assert.Equal(stage switch { "closedwon" => OpportunityStatus.Won, "closedlost" => OpportunityStatus.Lost, _ => OpportunityStatus.Open }, deal.Status);
            Assert.Equal(DateOnly.Parse(record.Text("closedate")![..10], CultureInfo.InvariantCulture), deal.CloseDate);
            Assert.Equal(Letters(record.Text("dealtype")), Letters(deal.OpportunityType?.Value));
            Assert.True(deal.OpportunityType?.IsKnown);
            Assert.InRange(deal.Probability!.Value, 0m, 1m);
            Assert.Equal(world.HubSpot.Associations.Of("deals", record.Id, "companies").Select(link => link.ToId).FirstOrDefault(), deal.Account?.RemoteId);
            Assert.Equal(world.HubSpot.Associations.Of("deals", record.Id, "contacts").Select(link => link.ToId), deal.Contacts!.Select(contact => contact.RemoteId));
        }
    }

    [Fact]
    public async Task ListAsync_Users_HoldsEachOnceAsHubSpotDoes()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var gone = world.HubSpot.Owners.Snapshot()[3].Id;
        world.HubSpot.Owners.Archive(gone);

        var rows = await crm.ListAsync<User>(options: new() { IncludeRaw = true }).AllAsync();
        var removed = await crm.Model<User>().RemovalsAsync().AllAsync();

        var held = rows.HoldsExactly(world.HubSpot.Owners.Living(), withRaw: true);
        Assert.All(world.HubSpot.Owners.Living(), record => Assert.Equal(
            (record.Text("firstName"), record.Text("lastName"), record.Text("email"), true),
            (held[record.Id].FirstName, held[record.Id].LastName, held[record.Id].Email, held[record.Id].IsActive)));
        Assert.Equal([gone], removed.Select(change => change.RemoteId));
    }

    [Fact]
    public async Task ListAsync_NativeLists_HoldEachOnce()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 130);
        var crm = await world.OpenAsync("hubspot");
        var archived = world.HubSpot.Contacts.Archive(world.HubSpot.Contacts.Snapshot()[0].Id);

        (await crm.ListAsync(HubSpotEndpoints.Contacts).AllAsync()).HoldsExactly(world.HubSpot.Contacts.Living(), row => row.Id);
        (await crm.ListAsync(HubSpotEndpoints.Companies).AllAsync()).HoldsExactly(world.HubSpot.Companies.Living(), row => row.Id);
        (await crm.ListAsync(HubSpotEndpoints.Deals).AllAsync()).HoldsExactly(world.HubSpot.Deals.Living(), row => row.Id);
        (await crm.ListAsync(HubSpotEndpoints.Owners).AllAsync()).HoldsExactly(world.HubSpot.Owners.Living(), row => row.Id);
        (await crm.ListAsync(HubSpotEndpoints.ArchivedContacts).AllAsync()).HoldsExactly([archived], row => row.Id);
        Assert.Empty(await crm.ListAsync(HubSpotEndpoints.ArchivedCompanies).AllAsync());
        Assert.Empty(await crm.ListAsync(HubSpotEndpoints.ArchivedDeals).AllAsync());
        Assert.Empty(await crm.ListAsync(HubSpotEndpoints.ArchivedOwners).AllAsync());

        var some = world.HubSpot.Contacts.Living().Take(100).ToList();
        IReadOnlyList<string> ids = [.. some.Select(record => record.Id)];
        (await crm.ListAsync(HubSpotEndpoints.ContactsById.For(ids)).AllAsync()).HoldsExactly(some, row => row.Id);
    }

    [Fact]
    public async Task ListAsync_SmallPages_HoldsEachOnceAndGoesOnFromAnyToken()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 50);
        var crm = await world.OpenAsync("hubspot");

        var pages = await crm.ListAsync<Contact>().AsPages(pageSize: 7).AllAsync();
        var rest = await crm.ListAsync<Contact>().AsPages(from: pages[3].Next, pageSize: 7).AllAsync();

        Assert.Equal(8, pages.Count);
        pages.SelectMany(page => page.Items).ToList().HoldsExactly(world.HubSpot.Contacts.Living());
        Assert.Equal(pages.Skip(4).SelectMany(page => page.Items), rest.SelectMany(page => page.Items));
    }

    [Fact]
    public async Task ListAsync_ModifiedSince_HoldsExactlyTheChanged()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 500);
        var crm = await world.OpenAsync("hubspot");
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var since = world.Clock.GetUtcNow();
        foreach (var record in world.HubSpot.Contacts.Snapshot().Where((_, index) => index % 2 == 0))
        {
            world.HubSpot.Contacts.Update(record.Id, ("jobtitle", "Changed"));
        }

        var created = world.HubSpot.Contacts.Create(("firstname", "Ada"), ("email", "ada@new.example"));
        var rows = await crm.ListAsync<Contact>(new() { ModifiedSince = since }).AllAsync();

        rows.HoldsExactly(world.HubSpot.Contacts.Living().Where(record => record.ModifiedAt >= since));
        Assert.Equal(251, rows.Count);
        Assert.Contains(rows, row => row.RemoteId == created.Id && row.FirstName == "Ada");
        Assert.Equal(0, world.HubSpot.Ledger.RateLimited);
    }

    [Fact]
    public async Task RemovalsAsync_Archived_TellsWhichAndWhen()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var archived = world.HubSpot.Contacts.Archive(world.HubSpot.Contacts.Snapshot()[5].Id);

        var removals = await crm.Model<Contact>().RemovalsAsync().AllAsync();

        Assert.Equal((archived.Id, true, (DateTimeOffset?)Timestamps.Milliseconds(archived.DeletedAt!.Value)), (removals.Single().RemoteId, removals[0].IsRemoved, removals[0].At));
    }

    [Fact]
    public async Task ListAsync_AtFullSpeed_IsNeverRefused()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 1500);
        await world.SignInAsync(new("hubspot", "acme"));
        var crm = await world.Connectors.OpenAsync("hubspot", "acme");

        var lists = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => crm.ListAsync<Contact>().AllAsync()));

        Assert.All(lists, list => Assert.Equal(1500, list.Count));
        Assert.Equal(0, world.HubSpot.Ledger.RateLimited);
        Assert.True(world.HubSpot.Ledger.Arrivals > 300);
    }

    private static string? Letters(string? text) => text?.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
