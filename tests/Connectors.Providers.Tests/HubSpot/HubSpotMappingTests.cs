using RichardSzalay.MockHttp;
using static Connectors.Providers.HubSpot.HubSpotSamples;

namespace Connectors.Providers.HubSpot;

/// <summary>What HubSpot's records become.</summary>
public sealed class HubSpotMappingTests
{
    private static readonly DateTimeOffset s_modified = new(2025, 1, 27, 19, 53, 15, 581, default);
    private static readonly DateTimeOffset s_active = new(2025, 1, 20, 8, 0, 0, default);

    [Fact]
    public async Task Contact_Full_FillsEveryField()
    {
        var contact = await GetAsync<Contact>("contacts", "501", HubSpotSamples.Contact);

        Assert.Equal("501", contact.RemoteId);
        Assert.Equal(new DateTimeOffset(2023, 12, 14, 23, 31, 55, 758, default), contact.RemoteCreatedAt);
        Assert.Equal(s_modified, contact.RemoteModifiedAt);
        Assert.False(contact.IsDeleted);
        Assert.Equal("Jo", contact.FirstName);
        Assert.Equal("H", contact.LastName);
        Assert.Equal("Engineer", contact.JobTitle);
        Assert.Equal("X Ltd", contact.CompanyName);
        Assert.Equal("9", contact.Account?.RemoteId);
        Assert.Equal("77", contact.Owner?.RemoteId);
        Assert.Equal(["jo@x.com", "jo@home.org", "j@old.net"], contact.EmailAddresses!.Select(email => email.Address));
        Assert.Equal([new PhoneNumber("+1 555 0100", PhoneKind.Work), new PhoneNumber("+1 555 0101", PhoneKind.Mobile)], contact.PhoneNumbers);
        Assert.Equal(new PostalAddress { Street1 = "1 Main St", City = "Boston", State = "MA", PostalCode = "02110", Country = "United States" }, Assert.Single(contact.Addresses!));
        Assert.Equal("https://jo.example", contact.Website);
        Assert.Equal(LifecycleStage.MarketingQualifiedLead, contact.LifecycleStage);
        Assert.Equal(LeadStatus.AttemptedToContact, contact.LeadStatus);
        Assert.True(contact.HasOptedOutOfEmail);
        Assert.Equal(s_active, contact.LastActivityAt);
        Assert.Equal(Connectors.Contact.Type.All, contact.Fields);
    }

    [Fact]
    public async Task Contact_CustomProperties_AreJsonTextsAndNull()
    {
        var contact = await GetAsync<Contact>("contacts", "501", HubSpotSamples.Contact);

        Assert.Equal(2, contact.CustomFields.Count);
        Assert.Equal("blue", contact.CustomFields["favourite_colour"].GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, contact.CustomFields["shoe_size"].ValueKind);
    }

    [Fact]
    public async Task Contact_Bare_HasNullsAndEmptyLists()
    {
        var contact = await GetAsync<Contact>("contacts", "502", BareContact);

        Assert.Null(contact.FirstName);
        Assert.Null(contact.Account);
        Assert.Empty(contact.EmailAddresses!);
        Assert.Empty(contact.PhoneNumbers!);
        Assert.Empty(contact.Addresses!);
        Assert.Null(contact.HasOptedOutOfEmail);
        Assert.Empty(contact.CustomFields);
        Assert.Equal(Connectors.Contact.Type.All, contact.Fields);
    }

    [Fact]
    public async Task Company_Full_FillsEveryField()
    {
        var account = await GetAsync<Account>("companies", "9", Company);

        Assert.Equal("X Ltd", account.Name);
        Assert.Equal("x.com", account.Domain);
        Assert.Equal("https://x.com", account.Website);
        Assert.Equal("Makes X", account.Description);
        Assert.Equal("COMPUTER_SOFTWARE", account.Industry);
        Assert.Equal(AccountType.Prospect, account.AccountType);
        Assert.Equal("2497212665", account.LifecycleStage?.Value);
        Assert.Equal(120, account.NumberOfEmployees);
        Assert.Equal(new Money(1500000.50m, "EUR"), account.AnnualRevenue);
        Assert.Equal(1998, account.FoundedYear);
        Assert.Equal("Europe/Berlin", account.TimeZone);
        Assert.Equal("https://linkedin.com/company/x", account.LinkedInUrl);
        Assert.Equal([new PhoneNumber("+49 30 1", PhoneKind.Work)], account.PhoneNumbers);
        Assert.Equal(new PostalAddress { Street1 = "Weg 1", Street2 = "Hof", City = "Berlin", State = "BE", PostalCode = "10115", Country = "Germany" }, Assert.Single(account.Addresses!));
        Assert.Equal("77", account.Owner?.RemoteId);
        Assert.Equal("4", account.Parent?.RemoteId);
        Assert.Equal(s_active, account.LastActivityAt);
        Assert.Equal(s_modified, account.RemoteModifiedAt);
        Assert.Empty(account.CustomFields);
        Assert.Equal(Account.Type.All, account.Fields);
    }

    [Fact]
    public async Task Deal_Full_FillsEveryField()
    {
        var deal = await GetAsync<Opportunity>("deals", "33", Deal);

        Assert.Equal("Big one", deal.Name);
        Assert.Equal("Ten seats", deal.Description);
        Assert.Equal(new Money(1234.50m, "USD"), deal.Amount);
        Assert.Equal(OpportunityStatus.Open, deal.Status);
        Assert.Equal("default", deal.PipelineId);
        Assert.Equal("contractsent", deal.StageId);
        Assert.Equal(0.9m, deal.Probability);
        Assert.Equal(new DateOnly(2026, 5, 1), deal.CloseDate);
        Assert.Null(deal.LostReason);
        Assert.Equal(OpportunityType.NewBusiness, deal.OpportunityType);
        Assert.Equal("9", deal.Account?.RemoteId);
        Assert.Equal(["501", "502"], deal.Contacts!.Select(contact => contact.RemoteId));
        Assert.Equal("77", deal.Owner?.RemoteId);
        Assert.Equal(s_active, deal.LastActivityAt);
        Assert.Equal(s_modified, deal.RemoteModifiedAt);
        Assert.Empty(deal.CustomFields);
        Assert.Equal(Opportunity.Type.All, deal.Fields);
    }

    [Theory]
    [InlineData("true", "true", "WON")]
    [InlineData("true", "false", "LOST")]
    [InlineData("false", "", "OPEN")]
    [InlineData("", "", null)]
    public async Task Deal_ClosedFlags_GiveTheStatus(string closed, string won, string? status)
    {
        var deal = await GetAsync<Opportunity>("deals", "33", Deal.Replace("\"hs_is_closed\":\"false\"", $"\"hs_is_closed\":\"{closed}\"", StringComparison.Ordinal)
            .Replace("\"hs_is_closed_won\":\"false\"", $"\"hs_is_closed_won\":\"{won}\"", StringComparison.Ordinal));

        Assert.Equal(status, deal.Status?.Value);
    }

    [Fact]
    public async Task Deal_WithMoreContactsThanTold_LeavesThemUnset()
    {
        var deal = await GetAsync<Opportunity>("deals", "33", Deal.Replace(
            """{"id":"501","type":"decision_maker"}]""", """{"id":"501","type":"decision_maker"}],"paging":{"next":{"after":"x"}}""", StringComparison.Ordinal));

        Assert.False(deal.Fields.ContainsAll(Opportunity.Type.Of(nameof(Opportunity.Contacts))));
        Assert.True(deal.Fields.ContainsAll(Opportunity.Type.AllExcept(nameof(Opportunity.Contacts))));
    }

    [Fact]
    public async Task Owner_Full_FillsEveryFieldButTheJobTitle()
    {
        var user = await GetAsync<User>("owners", "77", Owner);

        Assert.Equal("77", user.RemoteId);
        Assert.Equal("Olga Owner", user.Name);
        Assert.Equal("Olga", user.FirstName);
        Assert.Equal("Owner", user.LastName);
        Assert.Equal("olga@acme.com", user.Email);
        Assert.True(user.IsActive);
        Assert.Equal(["Sales", "EMEA"], user.Teams);
        Assert.Equal(new DateTimeOffset(2024, 2, 3, 4, 5, 6, 789, default), user.RemoteModifiedAt);
        Assert.Equal(User.Type.AllExcept(nameof(User.JobTitle)), user.Fields);
    }

    [Fact]
    public async Task Owner_Queue_HasNoName()
    {
        var user = await GetAsync<User>("owners", "78", """{"id":"78","type":"QUEUE","createdAt":"2020-01-01T00:00:00Z","updatedAt":"2020-01-01T00:00:00Z","archived":false}""");

        Assert.Null(user.Name);
        Assert.Empty(user.Teams!);
    }

    [Fact]
    public void Definition_CoversExactlyWhatIsMapped() =>
        Assert.All(Connectors.HubSpot.HubSpotConnector.Definition.Models, binding => Assert.Equal(
            binding.Model.Id == "crm.user" ? User.Type.AllExcept(nameof(User.JobTitle)) : binding.Model.All, binding.Covers));

    private static async Task<TModel> GetAsync<TModel>(string type, string id, string answer)
        where TModel : CommonModel
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        var path = type == "owners" ? "owners/2026-09" : $"objects/2026-09/{type}";
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}/crm/{path}/{id}").Respond("application/json", answer);

        var model = await bench.Crm.Model<TModel>().GetAsync(id);

        wire.VerifyNoOutstandingExpectation();
        return Assert.IsType<TModel>(model);
    }
}
