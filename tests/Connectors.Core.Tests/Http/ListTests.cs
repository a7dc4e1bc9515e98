using System.Net;

namespace Connectors.Core.Tests.Http;

/// <summary>Lists end complete or in a typed error.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task ListAsync_ThreePagesOneOfThemEmpty_YieldsEveryWidgetInOrder()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"},{"id":"2"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[],"next":"b"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"3"}],"next":null}""");
        using var bench = await Bench.OpenAsync(wire);

        var widgets = await bench.Connector.ListAsync(Acme.Widgets).ToListAsync();

        Assert.Equal(["1", "2", "3"], widgets.Select(widget => widget.Id));
        Assert.Equal(["?limit=100", "?limit=100&after=a", "?limit=100&after=b"], wire.Requests.Select(request => request.Uri.Query));
        Assert.All(wire.Requests, request => Assert.Equal($"Bearer {Bench.Token}", request.Authorization));
    }

    [Fact]
    public async Task ListAsync_OnlyTheFirstPageIsWanted_OnlyTheFirstPageIsAskedFor()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Single(await bench.Connector.ListAsync(Acme.Widgets).Take(1).ToListAsync());
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "b", "a")]
    [InlineData("a", "b", "c", "d", "e", "b")]
    public async Task ListAsync_CursorThatComesBack_IsAnIncompleteList(params string[] cursors)
    {
        var wire = new FakeWire();
        for (var turn = 0; turn < 10; turn++)
        {
            foreach (var cursor in cursors)
            {
                wire.Then(HttpStatusCode.OK, $$"""{"items":[{"id":"x"}],"next":"{{cursor}}"}""");
            }
        }

        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(Acme.Widgets).ToListAsync());

        Assert.Equal(ErrorKind.Incomplete, error.Kind);
        Assert.Equal(error.Pages, error.Seen);
        Assert.InRange(wire.Requests.Count, 2, 4 * cursors.Length);
    }

    [Fact]
    public async Task AsPages_FromATokenOfAnEarlierPage_GoesOnThere()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"2"}]}""");
        using var bench = await Bench.OpenAsync(wire);
        var first = await bench.Connector.ListAsync(Acme.Widgets).AsPages().FirstAsync();

        var rest = await bench.Connector.ListAsync(Acme.Widgets).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync();

        Assert.Equal("2", Assert.Single(Assert.Single(rest).Items).Id);
        Assert.Equal("?limit=100&after=a", wire.Requests[^1].Uri.Query);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("2~widgets.list~YQ")]
    [InlineData("1~widgets.list~!!")]
    public void ContinuationToken_ThatIsNone_IsRefused(string text)
    {
        var error = Assert.Throws<ConnectorException>(() => ContinuationToken.Parse(text));

        Assert.Equal(ErrorKind.Validation, error.Kind);
    }

    [Fact]
    public async Task ListAsync_ErrorOnTheSecondPage_ComesAfterTheFirstPagesRecords()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""").Then(HttpStatusCode.NotFound);
        using var bench = await Bench.OpenAsync(wire);
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var widget in bench.Connector.ListAsync(Acme.Widgets))
            {
                seen.Add(widget.Id);
            }
        });

        Assert.Equal(["1"], seen);
        Assert.Equal("widgets.list", error.Endpoint);
    }

    [Fact]
    public async Task ListAsync_AbandonedWhileTheNextPageIsOnItsWay_StopsIt()
    {
        var asked = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"2"}],"next":"b"}""")
            .Then(async (_, token) =>
            {
                asked.SetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                finally
                {
                    stopped.SetResult();
                }

                throw new InvalidOperationException("Not reached.");
            });
        using var bench = await Bench.OpenAsync(wire);

        await foreach (var widget in bench.Connector.ListAsync(Acme.Widgets))
        {
            if (widget.Id == "2")
            {
                await asked.Task;
                break;
            }
        }

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
