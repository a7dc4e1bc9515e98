using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>RFC 8288, section 3, with its quirks.</summary>
public sealed class LinkHeaderTests
{
    private static readonly Uri s_page = new("https://a.test/1");

    [Fact]
    public async Task LinkHeader_SeveralHeaders_AreOne()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, "[]", adorn: response => response.Headers.TryAddWithoutValidation("Link", ["</rows?page=0>; rel=prev", "</rows?page=2>; rel=\"next\""]))
            .Then(HttpStatusCode.OK, "[]", adorn: response => response.Headers.TryAddWithoutValidation("link", "</rows?page=1>; rel=prev"));
        using var bench = await Bench.OpenAsync(wire);
        var list = Endpoint.List("rows.list", _ => RequestSpec.Get("/rows"), PageOf.JsonArray(RowJson.Default.ListRow), PageBy.LinkHeader<List<Row>>());

        Assert.Empty(await bench.Connector.ListAsync(list).ToListAsync());
        Assert.Equal(["", "?page=2"], wire.Requests.Select(request => request.Uri.Query));
    }

    [Fact]
    public async Task LinkHeader_NextPageWhoseAddressCannotBeRead_IsNotTheEnd()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "[]", adorn: static response => response.Headers.TryAddWithoutValidation("Link", "https://a.test/2; rel=next"));
        using var bench = await Bench.OpenAsync(wire);
        var list = Endpoint.List("rows.list", _ => RequestSpec.Get("/rows"), PageOf.JsonArray(RowJson.Default.ListRow), PageBy.LinkHeader<List<Row>>());

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(list).ToListAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Theory]
    [InlineData("<https://a.test/2>; rel='next'", "https://a.test/2")]
    [InlineData("<https://a.test/2>; rel=\"next\"", "https://a.test/2")]
    [InlineData("<https://a.test/2>; rel=next", "https://a.test/2")]
    [InlineData("<https://a.test/2>; REL=NEXT", "https://a.test/2")]
    [InlineData("<https://a.test/2>;rel=\"prev next\"", "https://a.test/2")]
    [InlineData("<https://a.test/1>; rel=\"prev\", <https://a.test/3>; rel=\"next\"", "https://a.test/3")]
    [InlineData("<https://a.test/?name=What,+me+worry>; rel=next", "https://a.test/?name=What,+me+worry")]
    [InlineData("<https://a.test/;a=b>; rel=\"next\"", "https://a.test/;a=b")]
    [InlineData("</items?page=2>; rel=\"next\"", "/items?page=2")]
    [InlineData("<https://a.test/2> ; title=\"a, \\\"b\\\"; rel=x\" ; rel = \"next\"", "https://a.test/2")]
    [InlineData(", , <https://a.test/2>; rel=\"next\",", "https://a.test/2")]
    [InlineData("<https://a.test/1>; rel=prev; rel=next, <https://a.test/2>; rel=next", "https://a.test/2")]
    [InlineData("<https://a.test/2>; rel=next; anchor=\"\"", "https://a.test/2")]
    [InlineData("<https://a.test/2>; anchor=\"/1\"; rel=next", "https://a.test/2")]
    [InlineData("<https://a.test/2>; rel=next; title*=UTF-8''n%C3%A4chste%2C; title=\"x\"", "https://a.test/2")]
    [InlineData("<https://a.test/0>; rel=\"prev first\"; title=\"<no>; rel=next\", <https://a.test/2>; rel=\"last  NEXT\"", "https://a.test/2")]
    [InlineData("<https://a.test/2>;rel=next;", "https://a.test/2")]
    [InlineData("<https://a.test/2>; crossorigin; rel=next", "https://a.test/2")]
    public void Next_LinkOfThatRelation_IsFound(string header, string expected) => Assert.Equal(expected, LinkHeaderParser.Next(header, s_page));

    [Theory]
    [InlineData("")]
    [InlineData("<https://a.test/2>")]
    [InlineData("<https://a.test/2>; rel=\"last\"")]
    [InlineData("<https://a.test/2>; rel=\"nextish\"")]
    [InlineData("<>; rel=next")]
    [InlineData("<a>;,<7")]
    [InlineData("<https://a.test/2>; rel=next; anchor=\"https://b.test/\"")]
    [InlineData("<https://a.test/2>; rel=next; anchor=\"#part\"")]
    [InlineData("<https://a.test/2; rel=next")]
    [InlineData("https://a.test/2; rel=next")]
    [InlineData("<https://a.test/2>; rev=next")]
    [InlineData("<https://a.test/2>; title=\"rel=next")]
    public void Next_NoSuchLink_IsNone(string header) => Assert.Null(LinkHeaderParser.Next(header, s_page));
}
