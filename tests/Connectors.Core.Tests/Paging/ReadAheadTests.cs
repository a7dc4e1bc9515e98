using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>How far ahead of its caller a list asks.</summary>
public sealed class ReadAheadTests
{
    [Fact]
    public async Task AsPages_CallerHoldsTheSecondPage_TheNextTwoAreOnTheirWayAndNoMore()
    {
        var asked = new Asked(4);
        var wire = asked.Wire(10);
        using var bench = await Bench.OpenAsync(wire);
        await using var pages = bench.Connector.ListAsync(Acme.Widgets).AsPages().GetAsyncEnumerator();

        await pages.MoveNextAsync();
        Assert.Single(wire.Requests);
        await pages.MoveNextAsync();
        await asked.Task;

        Assert.Equal(["?limit=100", "?limit=100&after=1", "?limit=100&after=2", "?limit=100&after=3"], wire.Requests.Select(request => request.Uri.Query));
        Assert.Equal("2", Assert.Single(pages.Current.Items).Id);
    }

    [Fact]
    public async Task ListAsync_ManyPages_EachIsAskedForOnceAndGivenInOrder()
    {
        var wire = new Asked(1).Wire(50);
        using var bench = await Bench.OpenAsync(wire);

        var widgets = await bench.Connector.ListAsync(Acme.Widgets).ToListAsync();

        Assert.Equal(Enumerable.Range(1, 50).Select(number => $"{number}"), widgets.Select(widget => widget.Id));
        Assert.Equal(50, wire.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_ThePageTellsOtherwiseThanItsEnvelope_ThePageCounts()
    {
        // The records decide: without them this pager says something else.
        var list = Endpoint.List(
            "widgets.list",
            context => RequestSpec.Get("/widgets").Query("at", context.PageState),
            PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"),
            PageBy.State<WidgetPage>((page, _) => page.Items.Count == 0 ? "astray" : page.Next),
            id: widget => widget.Id);
        var wire = new FakeWire();
        wire.Then((request, _) =>
        {
            var at = request.RequestUri!.Query switch { "" => 1, "?at=astray" => 100, var query => int.Parse(query[4..], null) };
            var body = $$"""{"items":[{"id":"{{at}}"}],"next":{{(at == 6 ? "null" : $"\"{at + 1}\"")}}}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, null, "application/json") });
        });
        using var bench = await Bench.OpenAsync(wire);

        var widgets = await bench.Connector.ListAsync(list).ToListAsync();

        Assert.Equal(["1", "2", "3", "4", "5", "6"], widgets.Select(widget => widget.Id));
        Assert.Single(wire.Requests, request => request.Uri.Query == "?at=astray");
    }

    [Fact]
    public async Task ListAsync_TheForetoldPageFails_TheRecordsBeforeItAreGivenFirst()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"2"}],"next":"b"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"3"}],"next":"c"}""")
            .Then(HttpStatusCode.NotFound);
        using var bench = await Bench.OpenAsync(wire);
        var seen = new List<string>();

        await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var widget in bench.Connector.ListAsync(Acme.Widgets))
            {
                seen.Add(widget.Id);
            }
        });

        Assert.Equal(["1", "2", "3"], seen);
    }

    /// <summary>Answers pages by their number, and tells when so many were asked for.</summary>
    private sealed class Asked(int wanted) : TaskCompletionSource
    {
        private int _count;

        public FakeWire Wire(int pages)
        {
            var wire = new FakeWire();
            for (var number = 1; number <= pages; number++)
            {
                var next = number == pages ? "null" : $"\"{number}\"";
                var body = $$"""{"items":[{"id":"{{number}}","tags":["a","b"]}],"next":{{next}}}""";
                wire.Then((_, _) =>
                {
                    if (Interlocked.Increment(ref _count) == wanted)
                    {
                        SetResult();
                    }

                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, null, "application/json") });
                });
            }

            return wire;
        }
    }
}
