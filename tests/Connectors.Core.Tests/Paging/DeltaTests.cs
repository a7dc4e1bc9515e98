using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Lists whose last page tells with what to ask for later changes.</summary>
public sealed class DeltaTests
{
    /// <summary>Google Calendar: <c>pageToken</c>, then <c>syncToken</c>, which stays on each page of the changes.</summary>
    [Fact]
    public async Task Delta_InAParameterOfItsOwn_StaysOnEachPageOfTheChanges()
    {
        using var vendor = new RowVendor(query => (query["syncToken"], query["pageToken"]) switch
        {
            (null, null) => new() { Items = RowVendor.Rows(1), Next = "p2" },
            (null, "p2") => new() { Items = RowVendor.Rows(1, first: 2), Delta = "s1" },
            ("s1", null) => new() { Items = RowVendor.Rows(1, first: 3), Next = "q2" },
            ("s1", "q2") => new() { Items = RowVendor.Rows(1, first: 4), Delta = "s:2" },
            ("s:2", null) => new() { Delta = "s3" },
            _ => new() { Status = HttpStatusCode.BadRequest },
        });
        var list = RowVendor.List(PageBy.Cursor<RowPage>("pageToken", page => page.Next, "maxResults", 250, page => page.Delta, "syncToken"));
        var connector = await vendor.OpenAsync();

        var all = await connector.ListAsync(list).AsPages().ToListAsync();
        var changes = await connector.ListAsync(list).AsPages(ContinuationToken.Parse(all[^1].Delta!.Value.Text)).ToListAsync();
        var resumed = await connector.ListAsync(list).AsPages(changes[0].Next).ToListAsync();
        var none = await connector.ListAsync(list).AsPages(changes[^1].Delta).ToListAsync();

        Assert.Equal([null, "s1"], all.Select(page => page.Delta is null ? null : "s1"));
        Assert.Equal(["3", "4"], changes.SelectMany(page => page.Items).Select(row => row.Id));
        Assert.Equal("4", resumed.Single().Items.Single().Id);
        Assert.Empty(none.Single().Items);
        Assert.Equal("?maxResults=250&syncToken=s1&pageToken=q2", vendor.Asked[3]);
    }

    /// <summary>Microsoft Graph: <c>@odata.nextLink</c>, and <c>@odata.deltaLink</c> on the last page. An empty page may have a next link.</summary>
    [Fact]
    public async Task Delta_AsALink_IsFollowedOnItsOwnOriginOnly()
    {
        using var vendor = new RowVendor(query => query["token"] switch
        {
            null when query["$skiptoken"] is null => new() { Next = "https://api.acme.test/rows?%24skiptoken=a" },
            null => new() { Items = RowVendor.Rows(2), Delta = "https://api.acme.test/rows/delta?token=d1" },
            _ => new() { Items = RowVendor.Rows(1, first: 3), Delta = "https://evil.test/rows?token=d2" },
        });
        var list = RowVendor.List(PageBy.NextLink<RowPage>(page => page.Next, delta: page => page.Delta));
        var connector = await vendor.OpenAsync();

        var all = await connector.ListAsync(list).AsPages().ToListAsync();
        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await connector.ListAsync(list).AsPages(all[^1].Delta).ToListAsync());

        Assert.Equal([0, 2], all.Select(page => page.Items.Count));
        Assert.Equal("?token=d1", vendor.Asked[^1]);
        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task Delta_TheProviderHasForgotten_IsExpiredAndSaysToStartAnew()
    {
        using var vendor = new RowVendor(query => query["syncToken"] is null ? new() { Delta = "s1" } : new() { Status = HttpStatusCode.Gone });
        var list = RowVendor.List(PageBy.Cursor<RowPage>("pageToken", page => page.Next, delta: page => page.Delta, deltaParameter: "syncToken"));
        var connector = await vendor.OpenAsync();
        var last = await connector.ListAsync(list).AsPages().SingleAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await connector.ListAsync(list).AsPages(last.Delta).ToListAsync());

        Assert.Equal((ErrorKind.Expired, Advice.StartAnew, 410), (error.Kind, error.Advice, error.StatusCode!.Value));
    }

    [Fact]
    public async Task ListAsync_TheListItselfIsGone_IsNotFound()
    {
        using var vendor = new RowVendor(_ => new() { Status = HttpStatusCode.Gone });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(RowVendor.List(PageBy.Single<RowPage>())));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    /// <summary>Dropbox tells it by a 409, which its own rule judges.</summary>
    [Fact]
    public async Task Delta_ThatTheProvidersRuleCallsExpired_SaysToStartAnew()
    {
        var wire = new FakeWire().Then(HttpStatusCode.Conflict, """{"error_summary":"reset/."}""");
        var definition = new ConnectorDefinition
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [Acme.Widgets],
            Rules = new() { Rule = facts => facts.Status == 409 ? ResponseAction.Fail(ErrorKind.Expired) : null },
        };
        using var bench = await Bench.OpenAsync(wire, definition: definition);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Acme.Widgets).ToListAsync());

        Assert.Equal((ErrorKind.Expired, Advice.StartAnew), (error.Kind, error.Advice));
    }
}
