using System.Net;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Lists end complete or in the typed error, in bounded time, and odd but healthy ones raise no false alarm.</summary>
public sealed class CompletenessTests
{
    [Fact]
    public async Task Total_LastPageCameShort_IsAskedForOnceMoreAndThenWhole()
    {
        var rows = RowVendor.Rows(6);
        var pages = 0;
        using var vendor = new RowVendor(query => ++pages == 2
            ? RowVendor.Slice(rows, 4, 1)
            : RowVendor.Slice(rows, RowVendor.Number(query, "after"), 4) is var page && page.HasMore ? page with { Next = "4" } : page);

        Assert.Equal(OverlapTests.Ids(1, 6), await vendor.ListAsync(ByCursor(total: true)));
        Assert.Equal(["", "?after=4", "?after=4"], vendor.Asked);
    }

    [Fact]
    public async Task Total_NotReachedAtTheEnd_IsAnIncompleteListAfterOneMoreLook()
    {
        using var vendor = new RowVendor(query => query["after"] is null
            ? new() { Items = RowVendor.Rows(4), Total = 8, Next = "4" }
            : new() { Items = RowVendor.Rows(3, first: 5), Total = 8 });

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByCursor(total: true)));

        Assert.Equal((IncompleteReason.TotalNotReached, 7L, 2, 8L), (error.Reason, error.Seen, error.Pages, error.Declared!.Value));
        Assert.Equal(3, vendor.Asked.Count);
    }

    [Fact]
    public async Task Total_NotReachedAfterARestart_IsAnIncompleteListToo()
    {
        using var vendor = new RowVendor(query => query["after"] is null
            ? new() { Items = RowVendor.Rows(4), Total = 8, Next = "4" }
            : new() { Items = RowVendor.Rows(3, first: 5), Total = 8 });
        var connector = await vendor.OpenAsync();
        var first = await connector.ListAsync(ByCursor(total: true)).AsPages().FirstAsync();

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () =>
            await connector.ListAsync(ByCursor(total: true)).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync());

        Assert.Equal(IncompleteReason.TotalNotReached, error.Reason);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(6)]
    public async Task Total_GrowsOrShrinksWhileTheListIsRead_IsNoAlarm(int last)
    {
        using var vendor = new RowVendor(query => query["after"] is null
            ? new() { Items = RowVendor.Rows(4), Total = 8, Next = "4" }
            : new() { Items = RowVendor.Rows(Math.Min(last, 8) - 4, first: 5), Total = last });

        Assert.Equal(Math.Min(last, 8), (await vendor.ListAsync(ByCursor(total: true))).Count);
    }

    [Fact]
    public async Task ListAsync_FiveHundredEmptyPagesInTheMiddle_IsNoAlarm()
    {
        using var vendor = new RowVendor(query => RowVendor.Number(query, "after") is var page && page is 0 or 501
            ? new() { Items = RowVendor.Rows(1, first: page + 1), Next = page == 0 ? "1" : null }
            : new() { Next = $"{page + 1}" });

        Assert.Equal(["1", "502"], await vendor.ListAsync(ByCursor()));
    }

    [Fact]
    public async Task ListAsync_EmptyPagesForEver_EndsInTheTypedError()
    {
        using var vendor = new RowVendor(query => new() { Next = $"{RowVendor.Number(query, "after") + 1}" });

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByCursor()));

        Assert.Equal((IncompleteReason.NoProgress, 0L), (error.Reason, error.Seen));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(13, 5)]
    [InlineData(3, 1)]
    public async Task ListAsync_GoesRoundUnderEverNewCursors_EndsInTheTypedError(int rows, int size)
    {
        using var vendor = new RowVendor(query => RowVendor.Number(query, "after") is var place && RowVendor.Rows(rows) is var all
            ? new() { Items = [.. Enumerable.Range(place, size).Select(index => all[index % rows])], Next = $"{place + size}" }
            : new());

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByCursor()));

        Assert.Equal(IncompleteReason.Repeats, error.Reason);
        Assert.InRange(vendor.Asked.Count, 2, 300);
    }

    [Fact]
    public async Task ListAsync_EveryRecordChangedMeanwhileAndNamedAgainAtTheEnd_IsNoAlarm()
    {
        var rows = RowVendor.Rows(100);
        using var vendor = new RowVendor(query => RowVendor.Number(query, "after") is var place && place + 5 < 200
            ? new() { Items = [.. rows.Concat(rows).Skip(place).Take(5)], Next = $"{place + 5}" }
            : new() { Items = [.. rows.TakeLast(5)] });

        Assert.Equal(200, (await vendor.ListAsync(ByCursor())).Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task ListAsync_NoPageWhereOneWasPromised_IsAnErrorAndNotTheEnd(HttpStatusCode status)
    {
        using var vendor = new RowVendor(query => query["after"] is null ? new() { Items = RowVendor.Rows(4), Next = "4" } : new() { Status = status });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(ByCursor()));

        Assert.Equal((ErrorKind.Protocol, true), (error.Kind, error.IsTransient));
    }

    [Fact]
    public async Task ListAsync_NoContentWhereAnEmptyPageIsTheEnd_IsTheEnd()
    {
        using var vendor = new RowVendor(query => RowVendor.Number(query, "page") == 1 ? new() { Items = RowVendor.Rows(4) } : new() { Status = HttpStatusCode.NoContent });

        Assert.Equal(4, (await vendor.ListAsync(RowVendor.List(PageBy.PageNumber<RowPage>("page")))).Count);
    }

    [Fact]
    public async Task ListAsync_NullInThePlaceOfARecord_IsAnErrorThatSaysWhich()
    {
        using var vendor = new RowVendor(_ => new() { Items = [new("1", default), null!] });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(ByCursor()));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("record 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_RecordsWithoutAnId_AreGiven()
    {
        using var vendor = new RowVendor(query => RowVendor.Slice([.. Enumerable.Range(0, 9).Select(_ => new Row(null!, default))], RowVendor.Number(query, "offset"), 4));

        Assert.Equal(9, (await vendor.ListAsync(RowVendor.List(PageBy.Offset<RowPage>("offset", page => page.HasMore)))).Count);
    }

    [Fact]
    public async Task State_PagesAreCountedAndTheTotalShrinks_IsAnIncompleteList()
    {
        using var vendor = new RowVendor(query => RowVendor.Number(query, "page", 1) == 1
            ? new() { Items = RowVendor.Rows(4), Total = 8, Next = "2" }
            : new() { Items = RowVendor.Rows(3, first: 6), Total = 7 });
        var list = RowVendor.List(PageBy.State<RowPage>((page, _) => page.Next, counts: true), total: true, request: (context, rows) => rows.Query("page", context.PageState));

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(list));

        Assert.Equal(IncompleteReason.Shifted, error.Reason);
    }

    [Fact]
    public async Task PageNumber_ResumedWithAnotherPageSize_GoesOnInTheSizeThatItBeganWith()
    {
        var rows = RowVendor.Rows(30);
        using var vendor = new RowVendor(query => RowVendor.Number(query, "per_page") is var size ? RowVendor.Slice(rows, (RowVendor.Number(query, "page") - 1) * size, size) : new());
        var list = RowVendor.List(PageBy.PageNumber<RowPage>("page", page => page.HasMore, size: "per_page", max: 50));
        var connector = await vendor.OpenAsync();
        var first = await connector.ListAsync(list).AsPages(pageSize: 10).FirstAsync();

        var rest = await connector.ListAsync(list).AsPages(first.Next, pageSize: 5).ToListAsync();

        Assert.Equal(OverlapTests.Ids(11, 20), rest.SelectMany(page => page.Items).Select(row => row.Id));
    }

    private static ListEndpoint<Row> ByCursor(bool total = false) => RowVendor.List(PageBy.Cursor<RowPage>("after", page => page.Next), total);
}
