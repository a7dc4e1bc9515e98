using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;
using Connectors.Paging;

namespace Connectors.Core.Tests.Paging;

/// <summary>Lists whose records have no ids, and that never end.</summary>
public sealed class PrintGuardTests
{
    [Fact]
    public async Task ListAsync_TheSameAnswerUnderNewCursorsForEver_IsAnIncompleteList()
    {
        var list = Endpoint.List(
            "widgets.list",
            _ => RequestSpec.Get("/widgets"),
            PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"),
            PageBy.Cursor<WidgetPage>("after", page => page.Next));
        var number = 0;
        var wire = new FakeWire().Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"items":[{"id":"1"},{"id":"2"}],"next":"c{{Interlocked.Increment(ref number)}}"}""", null, "application/json"),
        }));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(list).ToListAsync());

        Assert.Equal(IncompleteReason.Repeats, error.Reason);
        Assert.InRange(wire.Requests.Count, 2, 300);
    }

    [Fact]
    public void GoesRound_AnswersThatDiffer_IsNoAlarm()
    {
        var guard = new PrintGuard();

        Assert.DoesNotContain(true, Enumerable.Range(1, 100_000).Select(page => guard.GoesRound((ulong)page)));
    }

    [Fact]
    public void GoesRound_AFewPagesThatAreAlike_IsNoAlarm()
    {
        var guard = new PrintGuard();

        Assert.DoesNotContain(true, Enumerable.Range(1, 1000).Select(page => guard.GoesRound(page % 100 < 20 ? 1UL : (ulong)page)));
    }
}
