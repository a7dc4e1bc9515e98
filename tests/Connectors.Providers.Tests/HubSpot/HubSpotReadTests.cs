using System.Globalization;
using System.Text.Json;
using System.Web;
using Connectors.HubSpot;
using RichardSzalay.MockHttp;
using static Connectors.Providers.HubSpot.HubSpotSamples;

namespace Connectors.Providers.HubSpot;

/// <summary>How HubSpot is asked, and how lists go on.</summary>
public sealed class HubSpotReadTests
{
    private static readonly DateTimeOffset s_since = DateTimeOffset.FromUnixTimeMilliseconds(1726720245000);

    [Fact]
    public async Task ConnectAsync_Token_TellsTheAccount()
    {
        using var wire = new MockHttpMessageHandler();

        using var bench = await HubSpotBench.OpenAsync(wire);

        Assert.Equal("62515", bench.Connection.AccountId);
    }

    [Fact]
    public async Task ListAsync_Contacts_AsksForPropertiesAndAssociationsAndFollowsTheCursor()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts").WithHeaders("Authorization", "Bearer pat-na1-secret").Answers((message, _) =>
        {
            var query = HttpUtility.ParseQueryString(message.RequestUri!.Query);
            Assert.Equal("100", query["limit"]);
            Assert.Equal("companies", query["associations"]);
            Assert.Null(query["archived"]);
            Assert.Null(query["after"]);
            Assert.Equal(
                "address,city,company,country,createdate,email,favourite_colour,firstname,hs_additional_emails,hs_email_optout,hs_lead_status,hs_object_id,hubspot_owner_id,"
                + "jobtitle,lastmodifieddate,lastname,lifecyclestage,mobilephone,notes_last_updated,phone,state,website,zip",
                string.Join(',', query["properties"]!.Split(',').Order(StringComparer.Ordinal)));
            return Page("NTI1Cg%3D%3D", HubSpotSamples.Contact);
        });
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts").Answers((message, _) =>
        {
            Assert.Equal("NTI1Cg%3D%3D", HttpUtility.ParseQueryString(message.RequestUri!.Query)["after"]);
            return Page(null, BareContact);
        });

        var ids = new List<string?>();
        await foreach (var contact in bench.Crm.ListAsync<Contact>(options: new() { CustomFields = ["favourite_colour", "email"] }))
        {
            ids.Add(contact.RemoteId);
        }

        Assert.Equal(["501", "502"], ids);
        wire.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("2026-09", "/crm/objects/2026-09/deals", "/crm/owners/2026-09")]
    [InlineData("2026-03", "/crm/objects/2026-03/deals", "/crm/owners/2026-03")]
    [InlineData("v3", "/crm/v3/objects/deals", "/crm/v3/owners")]
    public async Task ApiVersion_AsSet_StandsWhereItsFormHasIt(string version, string deals, string owners)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire, version);
        wire.Expect(HttpMethod.Get, HubSpotBench.Api + deals).Respond("application/json", Page(null, Deal));
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}{deals}/33").Respond("application/json", Deal);
        wire.Expect(HttpMethod.Post, $"{HubSpotBench.Api}{deals}/batch/read").Respond("application/json", Page(null, Deal));
        wire.Expect(HttpMethod.Get, HubSpotBench.Api + owners).WithQueryString("limit", "500").Respond("application/json", Page(null, Owner));
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}{owners}/77").Respond("application/json", Owner);

        await bench.Crm.ListAsync(HubSpotEndpoints.Deals).CountAsync();
        await bench.Crm.CallAsync(HubSpotEndpoints.Deal, "33");
        await bench.Crm.ListAsync(HubSpotEndpoints.DealsById.For(["33"])).CountAsync();
        await bench.Crm.ListAsync(HubSpotEndpoints.Owners).CountAsync();
        await bench.Crm.CallAsync(HubSpotEndpoints.Owner, "77");

        wire.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("contacts", "lastmodifieddate")]
    [InlineData("companies", "hs_lastmodifieddate")]
    [InlineData("deals", "hs_lastmodifieddate")]
    public async Task ChangesAsync_Asks_ForWhatChangedInTheOrderOfIds(string type, string modified)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Post, $"{HubSpotBench.Api}/crm/objects/2026-09/{type}/search").Answers((_, body) =>
        {
            var filter = Assert.Single(Assert.Single(body.GetProperty("filterGroups").EnumerateArray()).GetProperty("filters").EnumerateArray());
            Assert.Equal((modified, "GTE", "1726720245000"), (filter.GetProperty("propertyName").GetString(), filter.GetProperty("operator").GetString(), filter.GetProperty("value").GetString()));
            var sort = Assert.Single(body.GetProperty("sorts").EnumerateArray());
            Assert.Equal(("hs_object_id", "ASCENDING"), (sort.GetProperty("propertyName").GetString(), sort.GetProperty("direction").GetString()));
            Assert.Equal(200, body.GetProperty("limit").GetInt32());
            Assert.Equal("0", body.GetProperty("after").GetString());
            Assert.Contains(modified, body.GetProperty("properties").EnumerateArray().Select(name => name.GetString()));
            return Page(null);
        });

        var changes = type switch
        {
            "contacts" => await bench.Crm.Model<Contact>().ChangesAsync(s_since).CountAsync(),
            "companies" => await bench.Crm.Model<Account>().ChangesAsync(s_since).CountAsync(),
            _ => await bench.Crm.Model<Opportunity>().ChangesAsync(s_since).CountAsync(),
        };

        Assert.Equal(0, changes);
        wire.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task ChangesAsync_25000RecordsOfOneMoment_GivesEachOnceThoughASearchEndsAt10000()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When(HttpMethod.Post, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts/search").Answers(SearchOf25000.Answer);

        var seen = new List<string>();
        ContinuationToken? middle = null;
        await foreach (var page in bench.Crm.Model<Contact>().ChangesAsync(s_since).AsPages())
        {
            seen.AddRange(page.Items.Select(change => change.RemoteId));
            middle = page.Number == 100 ? page.Next : middle;
        }

        var rest = 0;
        await foreach (var page in bench.Crm.Model<Contact>().ChangesAsync(s_since).AsPages(middle))
        {
            rest += page.Items.Count;
        }

        Assert.Equal(25_000, seen.Count);
        Assert.Equal(25_000, seen.Distinct().Count());
        Assert.Equal(5_000, rest);
    }

    [Fact]
    public async Task ChangesAsync_NotInTheOrderAskedFor_FailsInsteadOfMissingRecords()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When(HttpMethod.Post, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts/search").Respond("application/json", Page("2", BareContact, HubSpotSamples.Contact));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Crm.Model<Contact>().ChangesAsync(s_since).CountAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task ChangesAsync_Contacts_DoNotTellTheCompany()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When(HttpMethod.Post, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts/search").Respond("application/json", Page(null, BareContact));

        var change = await bench.Crm.Model<Contact>().ChangesAsync(s_since).SingleAsync();

        Assert.Equal(Connectors.Contact.Type.AllExcept(nameof(Connectors.Contact.Account)), change.Model!.Fields);
    }

    [Fact]
    public async Task RemovalsAsync_ListsTheRecycleBin()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts").WithQueryString("archived", "true").Respond("application/json", Page(null, BareContact.Replace(
            "\"archived\":false", "\"archived\":true,\"archivedAt\":\"2025-02-01T00:00:00Z\"", StringComparison.Ordinal)));
        wire.Expect(HttpMethod.Get, $"{HubSpotBench.Api}/crm/owners/2026-09").WithQueryString("archived", "true").Respond("application/json", Page(null, Owner));

        var removal = await bench.Crm.Model<Contact>().RemovalsAsync().SingleAsync();
        var owner = await bench.Crm.Model<User>().RemovalsAsync().SingleAsync();

        Assert.Equal(("502", true, new DateTimeOffset(2025, 2, 1, 0, 0, 0, default)), (removal.RemoteId, removal.IsRemoved, removal.At));
        Assert.Equal("77", owner.RemoteId);
        wire.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task BatchRead_SendsIdsAndReadsWhatIsThere()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.Expect(HttpMethod.Post, $"{HubSpotBench.Api}/crm/objects/2026-09/contacts/batch/read").Answers(
            (_, body) =>
            {
                Assert.Equal(["501", "999"], body.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("id").GetString()));
                Assert.Empty(body.GetProperty("propertiesWithHistory").EnumerateArray());
                Assert.NotEmpty(body.GetProperty("properties").EnumerateArray());
                return $$$"""{"status":"COMPLETE","results":[{{{HubSpotSamples.Contact}}}],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"gone","context":{"ids":["999"]}}]}""";
            },
            System.Net.HttpStatusCode.MultiStatus);

        var contact = await bench.Crm.ListAsync(HubSpotEndpoints.ContactsById.For(["501", "999"])).SingleAsync();

        Assert.Equal("Jo", contact.Properties.FirstName);
    }

    [Fact]
    public async Task ListAsync_AnswerWithoutResults_Fails()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When($"{HubSpotBench.Api}/crm/objects/2026-09/contacts").Respond("application/json", "{}");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Crm.ListAsync<Contact>().CountAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task ListAsync_Raw_GivesEachRecordsBytes()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When($"{HubSpotBench.Api}/crm/objects/2026-09/contacts").Respond("application/json", Page(null, HubSpotSamples.Contact, BareContact));

        var raw = await bench.Crm.ListAsync<Contact>(options: new() { IncludeRaw = true }).Select(contact => contact.Raw!.AsJson().GetProperty("id").GetString()).ToListAsync();

        Assert.Equal(["501", "502"], raw);
    }

    [Fact]
    public async Task Records_Printed_TellNoPersonalData()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await HubSpotBench.OpenAsync(wire);
        wire.When($"{HubSpotBench.Api}/crm/objects/2026-09/contacts").Respond("application/json", Page(null, HubSpotSamples.Contact));
        wire.When($"{HubSpotBench.Api}/crm/owners/2026-09").Respond("application/json", Page(null, Owner));

        var contact = await bench.Crm.ListAsync(HubSpotEndpoints.Contacts).SingleAsync();
        var owner = await bench.Crm.ListAsync(HubSpotEndpoints.Owners).SingleAsync();

        Assert.Equal("HubSpotContact 501", contact.ToString());
        Assert.Equal("HubSpotContactProperties", contact.Properties.ToString());
        Assert.Equal("HubSpotOwner 77", owner.ToString());
    }

    /// <summary>25,000 contacts that one import changed in the same millisecond; the search refuses to go past 10,000 results, as HubSpot's does.</summary>
    private static class SearchOf25000
    {
        public static string Answer(HttpRequestMessage request, JsonElement query)
        {
            var (from, limit) = (0L, query.GetProperty("limit").GetInt32());
            foreach (var filter in query.GetProperty("filterGroups")[0].GetProperty("filters").EnumerateArray())
            {
                var value = long.Parse(filter.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);
                from = (filter.GetProperty("propertyName").GetString(), filter.GetProperty("operator").GetString()) switch
                {
                    ("hs_object_id", "GT") => value,
                    ("lastmodifieddate", "GTE") => from,
                    _ => throw new InvalidOperationException("Not a filter that this search knows."),
                };
            }

            var after = int.Parse(query.GetProperty("after").GetString()!, CultureInfo.InvariantCulture);
            Assert.True(after + limit <= 10_000, "A search ends at 10,000 results.");
            var rest = 25_000 - from - after;
            var records = Enumerable.Range(0, (int)Math.Min(limit, rest)).Select(index => $$$"""{"id":"{{{from + after + index + 1}}}","properties":{}}""");
            return Page(rest > limit ? $"{after + limit}" : null, records);
        }
    }
}
