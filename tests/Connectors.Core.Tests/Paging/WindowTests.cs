using System.Globalization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Providers that give only the first records of a query: the list is split until each part is given whole.</summary>
public sealed class WindowTests
{
    private const int Cap = 100;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    public async Task TimeWindows_MoreRowsThanTheCap_AreAllGivenInOrder(bool crowded, int parallel)
    {
        // Either spread evenly over years, or nine tenths of them in one hour of one import.
        var rows = Enumerable.Range(0, 1500)
            .Select(number => new Row($"{number}", crowded && number is > 100 and < 1400 ? s_begin.AddYears(3).AddSeconds(number) : s_begin.AddDays(number)))
            .OrderBy(row => row.At).ToList();
        using var vendor = Vendor(rows);

        Assert.Equal(rows.Select(row => row.Id), await vendor.ListAsync(ByTime(), new() { Parallel = parallel }));
        Assert.InRange(vendor.Asked.Count, rows.Count / 25, 3 * rows.Count / 25);
    }

    [Fact]
    public async Task TimeWindows_FewerRowsThanTheCap_AreOneQuery()
    {
        using var vendor = Vendor([.. Enumerable.Range(0, 60).Select(number => new Row($"{number}", s_begin.AddDays(number)))]);

        Assert.Equal(60, (await vendor.ListAsync(ByTime())).Count);
        Assert.All(vendor.Asked, query => Assert.DoesNotContain("to=", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TimeWindows_TooManyRowsOfOneMoment_IsAnIncompleteListThatSaysSo()
    {
        using var vendor = Vendor([.. Enumerable.Range(0, 300).Select(number => new Row($"{number}", number < 50 ? s_begin.AddDays(number) : s_begin.AddYears(1)))]);

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByTime()));

        Assert.Equal((IncompleteReason.Capped, 50L), (error.Reason, error.Seen));
    }

    [Fact]
    public async Task TimeWindows_ResumedInTheMiddleOfAWindow_GoesOnThere()
    {
        var rows = Enumerable.Range(0, 700).Select(number => new Row($"{number}", s_begin.AddDays(number))).ToList();
        using var vendor = Vendor(rows);
        var connector = await vendor.OpenAsync();
        var begun = await connector.ListAsync(ByTime()).AsPages().Take(7).ToListAsync();

        var rest = await connector.ListAsync(ByTime()).AsPages(ContinuationToken.Parse(begun[^1].Next!.Value.Text)).ToListAsync();

        Assert.Equal(rows.Select(row => row.Id), begun.Concat(rest).SelectMany(page => page.Items).Select(row => row.Id));
    }

    [Fact]
    public async Task TimeWindows_AWindowThatComesShort_IsAnIncompleteList()
    {
        var rows = Enumerable.Range(0, 500).Select(number => new Row($"{number}", s_begin.AddDays(number))).ToList();
        using var vendor = new RowVendor(query => Page(rows, query, hide: "333"));

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByTime()));

        Assert.Equal(IncompleteReason.TotalNotReached, error.Reason);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(7_000_000_000, 1)]
    public async Task IdWindows_MoreRowsThanTheCap_AreAllGivenInOrder(long first, int parallel)
    {
        var rows = Enumerable.Range(0, 900).Select(number => new Row($"{first + (number < 600 ? number : number * 500)}", default)).ToList();
        using var vendor = new RowVendor(query =>
        {
            var from = long.Parse(query["from"]!, CultureInfo.InvariantCulture);
            var to = query["to"] is { } end ? long.Parse(end, CultureInfo.InvariantCulture) : long.MaxValue;
            return Capped([.. rows.Where(row => long.Parse(row.Id, CultureInfo.InvariantCulture) is var id && id >= from && id < to)], query);
        });
        var list = RowVendor.List(
            PageBy.IdWindows(PageBy.Offset<RowPage>("offset", page => page.HasMore, "limit", 25), Cap),
            total: true,
            request: (context, rows) => rows.Query("from", context.PageWindow!.Value.FromId).Query("to", context.PageWindow!.Value.ToId));

        Assert.Equal(rows.Select(row => row.Id), await vendor.ListAsync(list, new() { Parallel = parallel }));
        Assert.InRange(vendor.Asked.Count, 36, first == 1 ? 125 : 250);
    }

    [Fact]
    public void List_SplitWithoutATotal_IsRefusedWhereItIsStated()
    {
        Assert.Throws<ArgumentException>(() => RowVendor.List(PageBy.TimeWindows(PageBy.Offset<RowPage>("offset"), Cap, s_begin)));
    }

    private static readonly DateTimeOffset s_begin = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ListEndpoint<Row> ByTime() => RowVendor.List(
        PageBy.TimeWindows(PageBy.Offset<RowPage>("offset", page => page.HasMore, "limit", 25), Cap, s_begin, TimeSpan.FromSeconds(1)),
        total: true,
        request: (context, rows) => rows.Query("from", context.PageWindow!.Value.From.ToUnixTimeSeconds()).Query("to", context.PageWindow!.Value.To?.ToUnixTimeSeconds()));

    private static RowVendor Vendor(List<Row> rows) => new(query => Page(rows, query));

    private static RowPage Page(List<Row> rows, System.Collections.Specialized.NameValueCollection query, string? hide = null)
    {
        var from = DateTimeOffset.FromUnixTimeSeconds(RowVendor.Number(query, "from"));
        var to = query["to"] is null ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(RowVendor.Number(query, "to"));
        var page = Capped([.. rows.Where(row => row.At >= from && row.At < to)], query);
        return hide is null ? page : page with { Items = [.. page.Items.Where(row => row.Id != hide)] };
    }

    /// <summary>Refuses to go beyond the cap, as HubSpot's search does.</summary>
    private static RowPage Capped(List<Row> rows, System.Collections.Specialized.NameValueCollection query) =>
        RowVendor.Number(query, "offset") + RowVendor.Number(query, "limit") is var end && end > Cap && end - RowVendor.Number(query, "limit") >= Cap
            ? new() { Status = System.Net.HttpStatusCode.BadRequest }
            : RowVendor.Slice(rows, RowVendor.Number(query, "offset"), Math.Min(RowVendor.Number(query, "limit"), Cap - RowVendor.Number(query, "offset")));
}
