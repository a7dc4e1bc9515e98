using System.Net;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.HubSpot;

public sealed class ListTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData("crm/objects/2026-09/contacts", false)]
    [InlineData("crm/objects/2026-03/0-1", true)]
    [InlineData("crm/v3/objects/contacts", false)]
    public async Task List_PagedToTheEnd_GivesEveryContactOnce(string path, bool loopback)
    {
        await using var host = Some.HubSpot(_clock, contacts: 230);
        using var client = await host.ClientAsync(loopback: loopback);

        var ids = new List<string>();
        var sizes = new List<int>();
        for (string? next = $"{path}?limit=100"; next is not null;)
        {
            var page = await client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute)).JsonAsync();
            var results = page["results"]!.AsArray();
            sizes.Add(results.Count);
            ids.AddRange(results.Select(row => (string)row!["id"]!));
            next = (string?)page["paging"]?["next"]?["link"];
        }

        Assert.Equal([100, 100, 30], sizes);
        Assert.Equal(host.Get<HubSpotSimulator>().Contacts.Snapshot().Select(row => row.Id), ids);
        Assert.Equal(3, host.Get<HubSpotSimulator>().Ledger.Arrivals);
    }

    [Fact]
    public async Task List_NoPropertiesNamed_GivesTheDefaultOnes()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var row = (await client.GetAsync(new Uri("crm/objects/2026-09/contacts?limit=1", UriKind.Relative)).JsonAsync())["results"]![0]!;

        Assert.Equal(["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"], row["properties"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal((string?)row["id"], (string?)row["properties"]!["hs_object_id"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)row["updatedAt"]);
        Assert.False((bool)row["archived"]!);
    }

    [Fact]
    public async Task List_PropertiesNamed_GivesThoseAndLeavesUnknownOnesOut()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var row = (await client.GetAsync(new Uri("crm/objects/2026-09/contacts?limit=1&properties=phone,no_such&properties=city", UriKind.Relative)).JsonAsync())["results"]![0]!;

        Assert.Equal(["city", "createdate", "hs_object_id", "lastmodifieddate", "phone"], row["properties"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task List_Associations_NamesThePrimaryCompanyTwice()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var row = (await client.GetAsync(new Uri("crm/objects/2026-09/contacts?limit=1&associations=companies,deals", UriKind.Relative)).JsonAsync())["results"]![0]!;

        Assert.Equal(["contact_to_company", "contact_to_company_unlabeled"], row["associations"]!["companies"]!["results"]!.AsArray().Select(link => (string?)link!["type"]));
        Assert.Equal(["contact_to_deal"], row["associations"]!["deals"]!["results"]!.AsArray().Select(link => (string?)link!["type"]));
    }

    [Theory]
    [InlineData("crm/objects/2026-09/contacts?limit=101")]
    [InlineData("crm/objects/2026-09/contacts?limit=0")]
    [InlineData("crm/objects/2026-09/contacts?after=200")]
    [InlineData("crm/objects/2026-09/butterflies")]
    public async Task List_WhatHubSpotDoesNotTake_Is400(string path)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var error = await client.GetAsync(new Uri(path, UriKind.Relative)).JsonAsync(400);

        Assert.Equal("VALIDATION_ERROR", (string?)error["category"]);
        Assert.Equal("error", (string?)error["status"]);
        Assert.Equal(36, ((string?)error["correlationId"])!.Length);
    }

    [Fact]
    public async Task List_RecordsArchivedWhilePaging_NeitherSkipsNorRepeats()
    {
        await using var host = Some.HubSpot(_clock, contacts: 30);
        var contacts = host.Get<HubSpotSimulator>().Contacts;
        using var client = await host.ClientAsync();
        var first = await client.GetAsync(new Uri("crm/objects/2026-09/contacts?limit=10", UriKind.Relative)).JsonAsync();

        contacts.Archive(contacts.Snapshot()[0].Id);
        contacts.Archive(contacts.Snapshot()[10].Id);
        var second = await client.GetAsync(new Uri((string)first["paging"]!["next"]!["link"]!)).JsonAsync();

        Assert.Equal(contacts.Snapshot().Skip(11).Take(10).Select(row => row.Id), second["results"]!.AsArray().Select(row => (string)row!["id"]!));
        var archived = await client.GetAsync(new Uri("crm/objects/2026-09/contacts?archived=true", UriKind.Relative)).JsonAsync();
        Assert.Equal(2, archived["results"]!.AsArray().Count);
        Assert.Equal("2026-11-20T12:00:00.000Z", (string?)archived["results"]![0]!["archivedAt"]);
        Assert.Null(archived["paging"]);
    }

    [Fact]
    public async Task Owners_PagedByOne_GivesAllTwelve()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var seen = new HashSet<string>();
        for (string? next = "crm/owners/2026-09?limit=5"; next is not null;)
        {
            var page = await client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute)).JsonAsync();
            Assert.All(page["results"]!.AsArray(), owner => Assert.True(seen.Add((string)owner!["id"]!)));
            next = (string?)page["paging"]?["next"]?["link"];
        }

        Assert.Equal(12, seen.Count);
    }

    [Fact]
    public async Task UnknownRoute_Is404InHubSpotsShape()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var error = await client.GetAsync(new Uri("no/such/route", UriKind.Relative)).JsonAsync((int)HttpStatusCode.NotFound);

        Assert.Equal("resource not found", (string?)error["message"]);
    }

    [Theory]
    [InlineData("contacts", "createdate,email,firstname,hs_object_id,lastmodifieddate,lastname")]
    [InlineData("companies", "createdate,domain,hs_lastmodifieddate,hs_object_id,name")]
    [InlineData("deals", "amount,closedate,createdate,dealname,dealstage,hs_lastmodifieddate,hs_object_id,pipeline")]
    [InlineData("tickets", "content,createdate,hs_lastmodifieddate,hs_object_id,hs_pipeline,hs_pipeline_stage,hs_ticket_category,hs_ticket_priority,subject")]
    public async Task List_WithoutProperties_GivesTheDefaultOnes(string type, string names)
    {
        await using var host = Some.HubSpot(_clock);
        host.Get<HubSpotSimulator>().Tickets.Create(("subject", "One"));
        using var client = await host.ClientAsync();

        var page = await client.GetAsync(new Uri($"crm/objects/2026-09/{type}?limit=1", UriKind.Relative)).JsonAsync();

        Assert.Equal(names.Split(','), page["results"]![0]!["properties"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }
}
