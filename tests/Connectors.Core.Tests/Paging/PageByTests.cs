using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>The ways in which lists go on, each walked to its end and resumed in the middle.</summary>
public sealed class PageByTests
{
    private const string Two = """{"items":[{"id":"1"},{"id":"2"}],"next":"NEXT"}""";
    private const string One = """{"items":[{"id":"3"}]}""";
    private const string None = """{"items":[]}""";

    [Fact]
    public async Task PageNumber_WithoutASign_GoesOnUntilAPageIsEmpty()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Two).Then(HttpStatusCode.OK, One).Then(HttpStatusCode.OK, None);

        await WalkAsync(wire, PageBy.PageNumber<WidgetPage>("page", first: 0, size: "per_page", max: 2));

        Assert.Equal(["?per_page=2&page=0", "?per_page=2&page=1", "?per_page=2&page=2"], Queries(wire));
    }

    [Fact]
    public async Task Offset_CountsTheRecordsThatCame()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Two).Then(HttpStatusCode.OK, One);

        await WalkAsync(wire, PageBy.Offset<WidgetPage>("startAt", page => page.Next is not null));

        Assert.Equal(["?startAt=0", "?startAt=2"], Queries(wire));
    }

    [Theory]
    [InlineData("https://api.acme.test/widgets?cursor=b%3D", "?cursor=b%3D")]
    [InlineData("/widgets?cursor=b", "?cursor=b")]
    [InlineData("?cursor=b", "?cursor=b")]
    [InlineData("HTTPS://API.ACME.TEST/widgets?cursor=b", "?cursor=b")]
    public async Task NextLink_AbsoluteOrRelative_IsTheWholeNextRequest(string link, string query)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Two.Replace("NEXT", link, StringComparison.Ordinal)).Then(HttpStatusCode.OK, One);

        await WalkAsync(wire, PageBy.NextLink<WidgetPage>(page => page.Next, size: "limit", max: 100));

        Assert.Equal(["?limit=100", query], Queries(wire));
    }

    [Fact]
    public async Task LinkHeader_Relative_KeepsTheHost()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, Two, adorn: response => response.Headers.Add("Link", "</widgets?cursor=abc>; rel=\"next\""))
            .Then(HttpStatusCode.OK, One);

        await WalkAsync(wire, PageBy.LinkHeader<WidgetPage>(size: "per_page", max: 500));

        Assert.Equal(["?per_page=500", "?cursor=abc"], Queries(wire));
        Assert.Equal("api.acme.test", wire.Requests[1].Uri.Host);
    }

    [Theory]
    [InlineData("https://evil.test/widgets?cursor=b")]
    [InlineData("//evil.test/widgets")]
    [InlineData("http://api.acme.test/widgets?cursor=b")]
    [InlineData("https://api.acme.test:8443/widgets")]
    [InlineData("https://user:pw@api.acme.test/widgets")]
    public async Task NextLink_ToAnotherOrigin_IsAnErrorAndGetsNoCredential(string link)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Two.Replace("NEXT", link, StringComparison.Ordinal)).Then(HttpStatusCode.OK, One);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => WalkAsync(wire, PageBy.NextLink<WidgetPage>(page => page.Next)));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task ContinuationToken_HoldsNoHost()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Two.Replace("NEXT", "https://api.acme.test/widgets?cursor=b", StringComparison.Ordinal));
        using var bench = await Bench.OpenAsync(wire);

        var page = await bench.Connector.ListAsync(List(PageBy.NextLink<WidgetPage>(page => page.Next))).AsPages().FirstAsync();

        var state = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(page.Next!.Value.Text.Split('~')[^1]));
        Assert.Equal("/widgets?cursor=b", state);
    }

    [Fact]
    public async Task Cursor_MoreIsPromisedWithoutOne_IsAnError()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":""}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => WalkAsync(wire, PageBy.Cursor<WidgetPage>("after", page => page.Next, hasMore: _ => true)));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task Cursor_NoMoreIsPromised_EndsThere()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"left-over"}""");

        using var bench = await Bench.OpenAsync(wire);

        Assert.Single(await bench.Connector.ListAsync(List(PageBy.Cursor<WidgetPage>("after", page => page.Next, hasMore: _ => false))).ToListAsync());
        Assert.Single(wire.Requests);
    }

    private static async Task WalkAsync(FakeWire wire, Pager<WidgetPage> pager)
    {
        using var bench = await Bench.OpenAsync(wire);
        var widgets = await bench.Connector.ListAsync(List(pager)).ToListAsync();

        Assert.Equal(["1", "2", "3"], widgets.Select(widget => widget.Id));
    }

    private static IEnumerable<string> Queries(FakeWire wire) => wire.Requests.Select(request => request.Uri.Query);

    private static ListEndpoint<Widget> List(Pager<WidgetPage> pager) => Endpoint.List(
        "widgets.list", _ => RequestSpec.Get("/widgets"), PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"), pager);
}
