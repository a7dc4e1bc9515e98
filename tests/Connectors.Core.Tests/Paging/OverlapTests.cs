using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Lists read by position while rows come and go: complete, without a row twice, or a typed error.</summary>
public sealed class OverlapTests
{
    [Fact]
    public async Task Offset_NothingChanges_EachPageIsAskedForOneRecordEarly()
    {
        using var vendor = Vendor(RowVendor.Rows(9), _ => { });

        Assert.Equal(Ids(1, 9), await vendor.ListAsync(RowVendor.List(ByOffset())));
        Assert.Equal(["?limit=4&offset=0", "?limit=4&offset=3", "?limit=4&offset=6"], vendor.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Offset_RowsBeforeThePlaceGoAway_NoneIsMissedOrGivenTwice(int gone)
    {
        var rows = RowVendor.Rows(20);
        using var vendor = Vendor(rows, page => rows.RemoveRange(0, page == 2 ? gone : 0));

        Assert.Equal(Ids(1, 20), await vendor.ListAsync(RowVendor.List(ByOffset(), total: true)));
    }

    [Fact]
    public async Task Offset_TheLastRowGivenGoesAwayItself_TheRowBeforeItTellsThePlace()
    {
        var rows = RowVendor.Rows(12);
        using var vendor = Vendor(rows, page => rows.RemoveAll(row => page == 2 && row.Id == "4"));

        Assert.Equal(Ids(1, 12), await vendor.ListAsync(RowVendor.List(ByOffset())));
    }

    [Fact]
    public async Task Offset_RowsComeBeforeThePlace_NoneIsGivenTwice()
    {
        var rows = RowVendor.Rows(12);
        using var vendor = Vendor(rows, page => rows.InsertRange(0, page == 2 ? RowVendor.Rows(2, first: 100) : []));

        Assert.Equal(Ids(1, 12), await vendor.ListAsync(RowVendor.List(ByOffset(), total: true)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(14)]
    public async Task Offset_MorePagesComeBeforeThePlaceThanOneHolds_NoneIsGivenTwice(int come)
    {
        var rows = RowVendor.Rows(40);
        using var vendor = Vendor(rows, page => rows.InsertRange(0, page == 3 ? RowVendor.Rows(come, first: 100) : []));

        Assert.Equal(Ids(1, 40), await vendor.ListAsync(RowVendor.List(ByOffset(), total: true)));
    }

    [Fact]
    public async Task Offset_TwoRowsChangePlacesOverTheEdge_BothAreGivenOnce()
    {
        var rows = RowVendor.Rows(12);
        using var vendor = Vendor(rows, page => (rows[3], rows[4]) = page == 2 ? (rows[4], rows[3]) : (rows[3], rows[4]));

        Assert.Equal(Ids(1, 12), await vendor.ListAsync(RowVendor.List(ByOffset())));
    }

    [Fact]
    public async Task Offset_RowComesRightAtTheEdge_IsGiven()
    {
        var rows = RowVendor.Rows(12);
        using var vendor = Vendor(rows, page => rows.InsertRange(3, page == 2 ? RowVendor.Rows(1, first: 100) : []));

        Assert.Equal(Ids(1, 12), (await vendor.ListAsync(RowVendor.List(ByOffset()))).Where(id => id != "100"));
    }

    [Fact]
    public async Task Offset_TwoRowsAtTheEdgeGoAway_NoneIsGivenTwice()
    {
        var rows = RowVendor.Rows(16);
        using var vendor = Vendor(rows, page => rows.RemoveAll(row => page == 3 && row.Id is "5" or "6"));

        Assert.Equal(Ids(1, 16), await vendor.ListAsync(RowVendor.List(ByOffset())));
    }

    [Fact]
    public async Task Offset_RowsComeAtTheEnd_AreGiven()
    {
        var rows = RowVendor.Rows(8);
        using var vendor = Vendor(rows, page => rows.AddRange(page == 3 ? RowVendor.Rows(4, first: 9) : []));

        Assert.Equal(Ids(1, 12), await vendor.ListAsync(RowVendor.List(ByOffset(), total: true)));
    }

    [Fact]
    public async Task Offset_TheOrderIsAnotherOnEachPage_IsAnIncompleteList()
    {
        var rows = RowVendor.Rows(200);
        using var vendor = Vendor(rows, _ =>
        {
            rows.AddRange(rows[..67]);
            rows.RemoveRange(0, 67);
        });

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(RowVendor.List(ByOffset())));

        Assert.Equal((IncompleteReason.Shifted, 4L, 1), (error.Reason, error.Seen, error.Pages));
    }

    [Fact]
    public async Task Offset_ResumedAfterARestart_StillSeesTheRowThatSlippedPast()
    {
        var rows = RowVendor.Rows(12);
        using var vendor = Vendor(rows, _ => { });
        var connector = await vendor.OpenAsync();
        var list = RowVendor.List(ByOffset());
        var first = await connector.ListAsync(list).AsPages().FirstAsync();
        rows.RemoveAt(0);

        var rest = await connector.ListAsync(list).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync();

        Assert.Equal(Ids(5, 8), rest.SelectMany(page => page.Items).Select(row => row.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Offset_EndsWithAnEmptyPage_EndsAlsoWhenThePageHoldsOnlyTheRecordAskedForEarly(int size)
    {
        var rows = RowVendor.Rows(7);
        using var vendor = new RowVendor(query => RowVendor.Slice(rows, RowVendor.Number(query, "offset"), size));

        Assert.Equal(Ids(1, 7), await vendor.ListAsync(RowVendor.List(PageBy.Offset<RowPage>("offset"))));
    }

    [Fact]
    public async Task Offset_ProviderTakesOnlyMultiplesOfTheSize_IsReadWhole()
    {
        var rows = RowVendor.Rows(10);
        using var vendor = new RowVendor(query => RowVendor.Slice(rows, RowVendor.Number(query, "offset") / 4 * 4, 4));

        Assert.Equal(Ids(1, 10), await vendor.ListAsync(RowVendor.List(ByOffset())));
    }

    [Fact]
    public async Task Offset_RawRecords_StayWithTheirRows()
    {
        var rows = RowVendor.Rows(9);
        using var vendor = Vendor(rows, _ => { });
        var connector = await vendor.OpenAsync();

        var pages = await connector.ListAsync(RowVendor.List(ByOffset()), new() { IncludeRaw = true }).AsPages().ToListAsync();

        Assert.All(pages, page => Assert.Equal(page.Items.Select(row => row.Id), page.Raw.Select(raw => raw.AsJson().GetProperty("id").GetString())));
    }

    [Fact]
    public async Task Offset_WithoutOverlap_AsksForEachRecordOnce()
    {
        using var vendor = Vendor(RowVendor.Rows(9), _ => { });

        Assert.Equal(Ids(1, 9), await vendor.ListAsync(RowVendor.List(ByOffset(overlap: false))));
        Assert.Equal(["?limit=4&offset=0", "?limit=4&offset=4", "?limit=4&offset=8"], vendor.Asked);
    }

    [Fact]
    public async Task Offset_ProviderThatCountsFromOne_BeginsThere()
    {
        var rows = RowVendor.Rows(9);
        using var vendor = new RowVendor(query => RowVendor.Slice(rows, RowVendor.Number(query, "start") - 1, 4));

        Assert.Equal(Ids(1, 9), await vendor.ListAsync(RowVendor.List(PageBy.Offset<RowPage>("start", page => page.HasMore, first: 1))));
        Assert.Equal(["?start=1", "?start=4", "?start=7"], vendor.Asked);
    }

    internal static IEnumerable<string> Ids(int first, int count) => Enumerable.Range(first, count).Select(number => $"{number}");

    private static Pager<RowPage> ByOffset(bool overlap = true) => PageBy.Offset<RowPage>("offset", page => page.HasMore, size: "limit", max: 4, overlap: overlap);

    private static RowVendor Vendor(List<Row> rows, Action<int> beforePage)
    {
        var page = 0;
        return new(query =>
        {
            beforePage(++page);
            return RowVendor.Slice(rows, RowVendor.Number(query, "offset"), RowVendor.Number(query, "limit", 4));
        });
    }
}
