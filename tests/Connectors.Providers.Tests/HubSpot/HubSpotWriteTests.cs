using System.Net;
using System.Text.Json;
using Connectors.HubSpot;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.HubSpot;

/// <summary>What is written to HubSpot: the fields that are set, and no other.</summary>
public sealed class HubSpotWriteTests
{
    private const string Objects = $"{HubSpotBench.Api}/crm/objects/2026-09";

    [Fact]
    public async Task CreateAsync_Contact_SendsSetFieldsAndItsCompanyThenReadsItBack()
    {
        var (body, created) = await CreateAsync("contacts", "501", HubSpotSamples.Contact, new Contact
        {
            FirstName = "Jo",
            LastName = null,
            JobTitle = "Engineer",
            CompanyName = "X Ltd",
            EmailAddresses = [new("jo@x.com")],
            PhoneNumbers = [new("+1 555 0101", PhoneKind.Mobile), new("+1 555 0100", PhoneKind.Work)],
            Addresses = [new() { Street1 = "1 Main St", Street2 = "Flat 2", City = "Boston", PostalCode = "02110" }],
            LifecycleStage = LifecycleStage.MarketingQualifiedLead,
            LeadStatus = LeadStatus.InProgress,
            Owner = new("77"),
            Account = new("9"),
            CustomFields = new Dictionary<string, JsonElement> { ["favourite_colour"] = JsonSerializer.SerializeToElement("blue"), ["size"] = JsonSerializer.SerializeToElement(7), ["old"] = JsonSerializer.SerializeToElement<string?>(null) },
        });

        Equal(
            """
            {"favourite_colour":"blue","size":"7","old":"","firstname":"Jo","lastname":"","jobtitle":"Engineer","company":"X Ltd","hubspot_owner_id":"77","email":"jo@x.com",
             "phone":"+1 555 0100","mobilephone":"+1 555 0101","address":"1 Main St, Flat 2","city":"Boston","state":"","zip":"02110","country":"","lifecyclestage":"marketingqualifiedlead","hs_lead_status":"IN_PROGRESS"}
            """,
            body.GetProperty("properties"));
        Equal("""[{"to":{"id":"9"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":279}]}]""", body.GetProperty("associations"));
        Assert.Equal("H", created.LastName);
    }

    [Fact]
    public async Task CreateAsync_Company_SendsSetFields()
    {
        var (body, _) = await CreateAsync("companies", "9", HubSpotSamples.Company, new Account
        {
            Name = "X Ltd",
            AccountType = AccountType.Reseller,
            NumberOfEmployees = 120,
            AnnualRevenue = new(1500000.50m, null),
            FoundedYear = 1998,
            Addresses = [],
        });

        Equal(
            """
            {"name":"X Ltd","type":"RESELLER","numberofemployees":"120","annualrevenue":"1500000.50","founded_year":"1998","address":"","address2":"","city":"","state":"","zip":"","country":""}
            """,
            body.GetProperty("properties"));
        Equal("[]", body.GetProperty("associations"));
    }

    [Fact]
    public async Task CreateAsync_Deal_SendsSetFieldsAndAssociations()
    {
        var (body, _) = await CreateAsync("deals", "33", HubSpotSamples.Deal, new Opportunity
        {
            Name = "Big one",
            Amount = new(1234.5m, "USD"),
            StageId = "contractsent",
            PipelineId = "default",
            CloseDate = new DateOnly(2026, 5, 1),
            OpportunityType = OpportunityType.ExistingBusiness,
            Account = new("9"),
            Contacts = [new("501"), new("502")],
        });

        Equal(
            """
            {"dealname":"Big one","amount":"1234.5","pipeline":"default","dealstage":"contractsent","closedate":"2026-05-01T00:00:00.000Z","dealtype":"existingbusiness","deal_currency_code":"USD"}
            """,
            body.GetProperty("properties"));
        Assert.Equal([341, 3, 3], body.GetProperty("associations").EnumerateArray().Select(link => link.GetProperty("types")[0].GetProperty("associationTypeId").GetInt32()));
        Assert.Equal(["9", "501", "502"], body.GetProperty("associations").EnumerateArray().Select(link => link.GetProperty("to").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task UpdateAsync_Contact_SendsOnlyWhatIsSetAndClearsWithEmptyText()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        JsonElement sent = default;
        wire.Expect(HttpMethod.Patch, $"{Objects}/contacts/501").Answers((_, body) =>
        {
            sent = body;
            return """{"id":"501","properties":{"jobtitle":"Boss","hs_object_id":"501"}}""";
        });
        wire.Expect(HttpMethod.Get, $"{Objects}/contacts/501").Respond("application/json", HubSpotSamples.Contact);

        var updated = await bench.Crm.UpdateAsync("501", new Contact { JobTitle = "Boss", Website = null });

        Equal("""{"properties":{"jobtitle":"Boss","website":""}}""", sent);
        Assert.Equal(Contact.Type.All, updated.Fields);
        wire.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task CreateAsync_MoreThanHubSpotTakes_IsRefusedAndNothingIsSent()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);

        await RefusedAsync(nameof(Contact.EmailAddresses), new Contact { EmailAddresses = [new("jo@x.com"), new("jo@home.org")] });
        await RefusedAsync(nameof(Contact.PhoneNumbers), new Contact { PhoneNumbers = [new("1", PhoneKind.Work), new("2", PhoneKind.Home)] });
        await RefusedAsync(nameof(Contact.PhoneNumbers), new Contact { PhoneNumbers = [new("1", PhoneKind.Mobile), new("2", PhoneKind.Mobile)] });
        await RefusedAsync(nameof(Contact.Addresses), new Contact { Addresses = [new() { City = "Boston" }, new() { City = "Ghent" }] });
        await RefusedAsync(nameof(Account.AnnualRevenue), new Account { AnnualRevenue = new(5, "EUR") });

        async Task RefusedAsync<TModel>(string field, TModel model)
            where TModel : CommonModel
        {
            var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Crm.CreateAsync(model));

            Assert.Equal((ErrorKind.Validation, field, HubSpotBench.Key), (error.Kind, Assert.Single(error.Facts.FieldErrors).Field, error.Connection));
        }
    }

    [Fact]
    public async Task CallAsync_UpdateWithAssociations_IsRefused()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        var write = new HubSpotWrite { Properties = new Dictionary<string, string>(), Associations = [HubSpotAssociationToMake.Of("9", 279)] };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Crm.CallAsync(HubSpotEndpoints.UpdateContact, new("501", write, null)));

        Assert.Equal(ErrorKind.Validation, error.Kind);
    }

    [Fact]
    public async Task UpdateAsync_DealWithoutAmount_LeavesTheCurrency()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        JsonElement sent = default;
        wire.Expect(HttpMethod.Patch, $"{Objects}/deals/33").Answers((_, body) =>
        {
            sent = body;
            return """{"id":"33","properties":{}}""";
        });
        wire.Expect(HttpMethod.Get, $"{Objects}/deals/33").Respond("application/json", HubSpotSamples.Deal);

        await bench.Crm.UpdateAsync("33", new Opportunity { Amount = null, CloseDate = null });

        Equal("""{"properties":{"amount":"","closedate":""}}""", sent);
    }

    [Theory]
    [InlineData(0, "Jo", WriteStatus.Succeeded)]
    [InlineData(-60, "Jo", WriteStatus.Failed)]
    [InlineData(0, "Joan", WriteStatus.Unknown)]
    public async Task WriteAsync_ContactWhoseCreationGotNoAnswer_IsLookedForByItsEmailAddress(int made, string firstName, WriteStatus expected)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Post, $"{Objects}/contacts").Respond(HttpStatusCode.BadGateway);
        wire.Expect(HttpMethod.Get, $"{Objects}/contacts/Jo%40x.com").WithQueryString("idProperty", "email").Respond(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers = { Date = DateTimeOffset.UtcNow },
            Content = new StringContent($$"""{"id":"501","properties":{"email":"jo@x.com","firstname":"{{firstName}}"},"createdAt":"{{DateTimeOffset.UtcNow.AddSeconds(made):O}}","archived":false}"""),
        });

        var outcome = await bench.Crm.Model<Contact>().WriteAsync(new[] { ModelWrite<Contact>.Create(new() { FirstName = "Jo", EmailAddresses = [new("Jo@x.com")] }) }.ToAsyncEnumerable()).SingleAsync();

        Assert.Equal(expected, outcome.Status);
        wire.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task DeleteAsync_Contact_Archives()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Delete, $"{Objects}/contacts/501").Respond(HttpStatusCode.NoContent);

        await bench.Crm.DeleteAsync<Contact>("501");

        wire.VerifyNoOutstandingExpectation();
    }

    private static async Task<(JsonElement Body, TModel Created)> CreateAsync<TModel>(string type, string id, string answer, TModel model)
        where TModel : CommonModel
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        JsonElement sent = default;
        wire.Expect(HttpMethod.Post, $"{Objects}/{type}").Answers(
            (_, body) =>
            {
                sent = body;
                return $$"""{"id":"{{id}}","properties":{"hs_object_id":"{{id}}"},"createdAt":"2025-01-01T00:00:00Z","updatedAt":"2025-01-01T00:00:00Z","archived":false}""";
            },
            HttpStatusCode.Created);
        wire.Expect(HttpMethod.Get, $"{Objects}/{type}/{id}").Respond("application/json", answer);

        var created = await bench.Crm.CreateAsync(model);

        wire.VerifyNoOutstandingExpectation();
        return (sent, created);
    }

    private static void Equal(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(expected), actual), actual.GetRawText());
}
