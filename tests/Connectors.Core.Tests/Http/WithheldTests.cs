using System.Net;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Http;

/// <summary>Rows that only say that a record is not shown are counted, and are no records.</summary>
public sealed class WithheldTests
{
    private static readonly ListEndpoint<Widget> s_widgets = Endpoint.List(
        "widgets.shown",
        _ => RequestSpec.Get("/widgets"),
        PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"),
        PageBy.Cursor<WidgetPage>("after", page => page.Next),
        id: widget => widget.Id,
        total: _ => 3,
        withheld: widget => widget.Id is null);

    [Fact]
    public async Task AsPages_WithheldRows_AreCountedTowardsTheTotalAndCutFromRaw()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"},{"message":"private"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"3"}]}""");
        using var bench = await Bench.OpenAsync(wire);
        var pages = new List<Page<Widget>>();

        await foreach (var page in bench.Connector.ListAsync(s_widgets, new() { IncludeRaw = true }).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([1, 0], pages.Select(page => page.Withheld));
        Assert.Equal(["1", "3"], pages.SelectMany(page => page.Items).Select(widget => widget.Id));
        Assert.Equal(["""{"id":"1"}""", """{"id":"3"}"""], pages.SelectMany(page => page.Raw).Select(raw => raw.AsText()));
    }
}
