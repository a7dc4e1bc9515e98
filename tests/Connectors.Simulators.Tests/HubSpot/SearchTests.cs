using System.Globalization;
using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.HubSpot;

public sealed class SearchTests
{
    private static readonly Uri s_search = new("crm/objects/2026-09/contacts/search", UriKind.Relative);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Search_ModifiedSince_PagedInOrder_GivesExactlyThose()
    {
        await using var host = Some.HubSpot(_clock, contacts: 600, configure: simulator => simulator.Limits.Lift());
        var since = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var expected = host.Get<HubSpotSimulator>().Contacts.Snapshot().Where(row => row.ModifiedAt >= since).OrderBy(row => row.ModifiedAt).Select(row => row.Id).ToList();
        using var client = await host.ClientAsync();

        var found = new List<string>();
        int total;
        string? after = "0";
        do
        {
            var page = await client.PostAsync(s_search, Some.Json($$"""
                {"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"{{since.ToUnixTimeMilliseconds()}}"}]}],
                 "sorts":[{"propertyName":"lastmodifieddate","direction":"ASCENDING"}],"properties":["email"],"limit":200,"after":"{{after}}"}
                """)).JsonAsync();
            total = (int)page["total"]!;
            found.AddRange(page["results"]!.AsArray().Select(row => (string)row!["id"]!));
            after = (string?)page["paging"]?["next"]?["after"];
        }
        while (after is not null);

        Assert.True(expected.Count > 200);
        Assert.Equal(expected, found);
        Assert.Equal(expected.Count, total);
    }

    [Theory]
    [InlineData("""{"propertyName":"jobtitle","operator":"EQ","value":"engineer"}""", "Engineer")]
    [InlineData("""{"propertyName":"jobtitle","operator":"IN","values":["ceo","cfo"]}""", "CEO,CFO")]
    [InlineData("""{"propertyName":"jobtitle","operator":"CONTAINS_TOKEN","value":"dir*"}""", "Sales Director")]
    [InlineData("""{"propertyName":"jobtitle","operator":"BETWEEN","value":"B","highValue":"Cf"}""", "Buyer,CEO")]
    [InlineData("""{"propertyName":"jobtitle","operator":"NOT_HAS_PROPERTY"}""", "")]
    public async Task Search_Operators_Match(string filter, string titles)
    {
        await using var host = Some.HubSpot(_clock, contacts: 300);
        using var client = await host.ClientAsync();
        var wanted = titles.Split(',');
        var expected = host.Get<HubSpotSimulator>().Contacts.Snapshot().Count(row => wanted.Contains(row.Text("jobtitle") ?? ""));

        var page = await client.PostAsync(s_search, Some.Json($$"""{"filterGroups":[{"filters":[{{filter}}]}]}""")).JsonAsync();

        Assert.True(expected > 0);
        Assert.Equal(expected, (int)page["total"]!);
    }

    [Fact]
    public async Task Search_GroupsAreOr_FiltersAreAnd_NumbersCompareAsNumbers()
    {
        await using var host = Some.HubSpot(_clock, contacts: 300);
        var deals = host.Get<HubSpotSimulator>().Deals.Snapshot();
        using var client = await host.ClientAsync();

        var page = await client.PostAsync(new Uri("crm/v3/objects/deals/search", UriKind.Relative), Some.Json("""
            {"filterGroups":[
              {"filters":[{"propertyName":"amount","operator":"LT","value":"9000"},{"propertyName":"dealtype","operator":"EQ","value":"newbusiness"}]},
              {"filters":[{"propertyName":"dealstage","operator":"EQ","value":"closedwon"}]}]}
            """)).JsonAsync();

        var expected = deals.Count(deal => (decimal.Parse(deal.Text("amount")!, CultureInfo.InvariantCulture) < 9000 && deal.Text("dealtype") == "newbusiness") || deal.Text("dealstage") == "closedwon");
        Assert.Equal(expected, (int)page["total"]!);
    }

    [Theory]
    [InlineData("""{"after":"MTUxMDAwMDEwCg"}""", "Cannot deserialize value of type")]
    [InlineData("""{"limit":201}""", "200")]
    [InlineData("""{"limit":100,"after":"9950"}""", "10000")]
    [InlineData("""{"sorts":["createdate","-email"]}""", "sort")]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"nope","operator":"EQ","value":"1"}]}]}""", "problem")]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"email","operator":"LIKE","value":"1"}]}]}""", "operator")]
    [InlineData("not json", "JSON")]
    public async Task Search_WhatHubSpotDoesNotTake_Is400(string body, string message)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync();

        var error = await client.PostAsync(s_search, Some.Json(body)).JsonAsync(400);

        Assert.Contains(message, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Lag_ShowsChangesAMomentLater_ArchivedNever()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator => simulator.SearchLag = TimeSpan.FromSeconds(5));
        var contacts = host.Get<HubSpotSimulator>().Contacts;
        using var client = await host.ClientAsync();
        async Task<int> CountAsync(string city) =>
            (int)(await client.PostAsync(s_search, Some.Json($$"""{"filterGroups":[{"filters":[{"propertyName":"city","operator":"EQ","value":"{{city}}"}]}]}""")).JsonAsync())["total"]!;
        var id = contacts.Create(("email", "lag@example.com"), ("city", "Ghent")).Id;

        _clock.Advance(TimeSpan.FromSeconds(3));
        contacts.Update(id, ("city", "Bruges"));
        var counts = new List<int> { await CountAsync("Ghent") };
        _clock.Advance(TimeSpan.FromSeconds(2));
        counts.Add(await CountAsync("Ghent"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        counts.AddRange([await CountAsync("Ghent"), await CountAsync("Bruges")]);
        contacts.Archive(id);
        _clock.Advance(TimeSpan.FromSeconds(5));
        counts.Add(await CountAsync("Bruges"));

        Assert.Equal([0, 1, 0, 1, 0], counts);
    }

    [Fact]
    public async Task Search_Lag_SeededDataIsSettled()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator => simulator.SearchLag = TimeSpan.FromSeconds(5));
        using var client = await host.ClientAsync();

        Assert.Equal(50, (int)(await client.PostAsync(s_search, Some.Json("{}")).JsonAsync())["total"]!);
    }

    [Theory]
    [InlineData("""{"propertyName":"jobtitle","operator":"NEQ","value":"Engineer"}""")]
    [InlineData("""{"propertyName":"jobtitle","operator":"NOT_IN","values":["Engineer"]}""")]
    public async Task Search_Negated_LeavesOutWhatHasNoValue(string filter)
    {
        await using var host = Some.HubSpot(_clock, contacts: 300);
        using var client = await host.ClientAsync();
        var expected = host.Get<HubSpotSimulator>().Contacts.Snapshot().Count(row => row.Text("jobtitle") is { } title && title != "Engineer");

        var page = await client.PostAsync(s_search, Some.Json($$"""{"filterGroups":[{"filters":[{{filter}}]}]}""")).JsonAsync();

        Assert.Equal(expected, (int)page["total"]!);
    }
}
