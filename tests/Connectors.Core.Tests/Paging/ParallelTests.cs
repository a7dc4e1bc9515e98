using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Pages asked for at the same time: in order, whole, never more than allowed.</summary>
public sealed class ParallelTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task Parallel_OffsetWithATotal_GivesAllInOrderWithinTheBound(int parallel)
    {
        var rows = RowVendor.Rows(103);
        var gate = new Turnstile();
        var wire = new FakeWire().Then((request, token) => gate.PassAsync(() => Page(rows, request), token));
        using var bench = await Bench.OpenAsync(wire);

        var ids = await bench.Connector.ListAsync(ByOffset(), new() { Parallel = parallel }).Select(row => row.Id).ToListAsync();

        Assert.Equal(OverlapTests.Ids(1, 103), ids);
        Assert.InRange(gate.Most, 2, Math.Min(parallel, 32));
        Assert.Equal(wire.Requests.Count, wire.Requests.Select(request => request.Uri.Query).Distinct().Count());
    }

    [Fact]
    public async Task Parallel_PageNumbersWithATotal_GivesAllInOrder()
    {
        var rows = RowVendor.Rows(47);
        using var vendor = new RowVendor(query => RowVendor.Slice(rows, (RowVendor.Number(query, "page") - 1) * 5, 5));

        Assert.Equal(OverlapTests.Ids(1, 47), await vendor.ListAsync(RowVendor.List(PageBy.PageNumber<RowPage>("page", page => page.HasMore, size: "per_page", max: 5), total: true), new() { Parallel = 4 }));
        Assert.Equal(10, vendor.Asked.Count);
    }

    [Fact]
    public async Task Parallel_RowsGoAwayMeanwhile_NoneIsMissedOrGivenTwice()
    {
        var rows = RowVendor.Rows(60);
        var page = 0;
        using var vendor = new RowVendor(query =>
        {
            rows.RemoveRange(0, ++page == 4 ? 2 : 0);
            return RowVendor.Slice(rows, RowVendor.Number(query, "offset"), 5);
        });

        var ids = await vendor.ListAsync(ByOffset(), new() { Parallel = 3 });

        Assert.Equal(OverlapTests.Ids(1, 60), ids);
    }

    [Fact]
    public async Task Parallel_OnePageFails_StopsTheOthersAndGivesWhatCameBefore()
    {
        var rows = RowVendor.Rows(100);
        var stopped = 0;
        var wire = new FakeWire().Then(async (request, token) =>
        {
            var offset = int.Parse(System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["offset"]!, System.Globalization.CultureInfo.InvariantCulture);
            if (offset > 8)
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                finally
                {
                    Interlocked.Increment(ref stopped);
                }
            }

            return offset == 8 ? new HttpResponseMessage(HttpStatusCode.NotFound) : Page(rows, request);
        });
        using var bench = await Bench.OpenAsync(wire);
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var row in bench.Connector.ListAsync(ByOffset(), new() { Parallel = 4 }))
            {
                seen.Add(row.Id);
            }
        });

        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Equal(OverlapTests.Ids(1, 9), seen);
        Assert.True(stopped >= 1);
    }

    [Fact]
    public async Task Parallel_AbandonedInTheMiddle_StopsEveryPageOnItsWay()
    {
        var rows = RowVendor.Rows(100);
        var open = 0;
        var wire = new FakeWire().Then(async (request, token) =>
        {
            if (request.RequestUri!.Query.EndsWith("offset=0", StringComparison.Ordinal))
            {
                return Page(rows, request);
            }

            Interlocked.Increment(ref open);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }

            throw new InvalidOperationException("Not reached.");
        });
        using var bench = await Bench.OpenAsync(wire);

        Assert.Single(await bench.Connector.ListAsync(ByOffset(), new() { Parallel = 4 }).Take(1).ToListAsync());

        Assert.Equal(0, Volatile.Read(ref open));
    }

    [Fact]
    public async Task Parallel_ListThatGoesOnByACursor_IsReadOnePageAfterTheOther()
    {
        var wire = new FakeWire()
            .Then(HttpStatusCode.OK, """{"items":[{"id":"1"}],"next":"a"}""")
            .Then(HttpStatusCode.OK, """{"items":[{"id":"2"}]}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal(["1", "2"], await bench.Connector.ListAsync(Acme.Widgets, new() { Parallel = 8 }).Select(widget => widget.Id).ToListAsync());
        Assert.Equal(2, wire.Requests.Count);
    }

    private static ListEndpoint<Row> ByOffset() => RowVendor.List(PageBy.Offset<RowPage>("offset", page => page.HasMore), total: true);

    private static HttpResponseMessage Page(List<Row> rows, HttpRequestMessage request)
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var page = RowVendor.Slice(rows, RowVendor.Number(query, "offset"), 5);
        return new(HttpStatusCode.OK) { Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(page, RowJson.Default.RowPage), System.Text.Encoding.UTF8, "application/json") };
    }

    /// <summary>Holds the second request until the third is there, and counts how many there are at the same time.</summary>
    private sealed class Turnstile
    {
        private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _passed;
        private int _inside;
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public async Task<HttpResponseMessage> PassAsync(Func<HttpResponseMessage> answer, CancellationToken cancellationToken)
        {
            var inside = Interlocked.Increment(ref _inside);
            InterlockedMax(inside);
            if (inside > 1)
            {
                _together.TrySetResult();
            }

            if (Interlocked.Increment(ref _passed) > 1)
            {
                await _together.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            }

            Interlocked.Decrement(ref _inside);
            return answer();
        }

        private void InterlockedMax(int value)
        {
            for (var most = Most; value > most; most = Most)
            {
                Interlocked.CompareExchange(ref _most, value, most);
            }
        }
    }
}
