using System.Globalization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Lists that go on behind a record or from a moment on.</summary>
public sealed class KeysetTests
{
    /// <summary>Stripe: <c>has_more</c> and <c>starting_after</c>, newest first.</summary>
    [Fact]
    public async Task Keyset_HasMoreAndStartingAfter_GoesOnBehindTheLastRecord()
    {
        string[] ids = ["cus_C", "cus_B", "cus_A"];
        using var vendor = new RowVendor(query => RowVendor.Slice([.. ids.Select(id => new Row(id, default))], query["starting_after"] is { } last ? Array.IndexOf(ids, last) + 1 : 0, 2));

        var list = RowVendor.List(PageBy.Keyset<RowPage, Row>(row => row.Id, page => page.HasMore, parameter: "starting_after", size: "limit", max: 100));

        Assert.Equal(ids, await vendor.ListAsync(list));
        Assert.Equal(["?limit=100", "?limit=100&starting_after=cus_B"], vendor.Asked);
    }

    [Fact]
    public async Task Keyset_NumbersAboveTheLastOne_IsReadUntilAPageIsEmpty()
    {
        var rows = RowVendor.Rows(25);
        using var vendor = new RowVendor(query => RowVendor.Slice([.. rows.Where(row => RowVendor.Number(query, "above") < int.Parse(row.Id, CultureInfo.InvariantCulture))], 0, 10));

        Assert.Equal(OverlapTests.Ids(1, 25), await vendor.ListAsync(RowVendor.List(PageBy.Keyset<RowPage, Row>(row => row.Id, order: KeyOrder.Numbers, parameter: "above"))));
        Assert.Equal(["", "?above=10", "?above=20", "?above=25"], vendor.Asked);
    }

    [Theory]
    [InlineData(KeyOrder.Numbers, "2", "10", "1")]
    [InlineData(KeyOrder.Numbers, "2", "2")]
    [InlineData(KeyOrder.Texts, "b", "a")]
    public async Task Keyset_NotInTheOrderAskedFor_IsAnErrorBecauseRecordsWouldBeMissed(KeyOrder order, params string[] ids)
    {
        using var vendor = new RowVendor(_ => RowVendor.Slice([.. ids.Select(id => new Row(id, default))], 0, 10));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(RowVendor.List(PageBy.Keyset<RowPage, Row>(row => row.Id, order: order))));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    /// <summary>Salesforce: <c>(SystemModstamp > t OR (SystemModstamp = t AND Id > 'last'))</c>.</summary>
    [Fact]
    public async Task Keyset_MomentAndId_SplitsAWholePageOfOneMomentById()
    {
        var rows = Enumerable.Range(1, 10).Select(number => new Row($"003{number:D3}", At(number < 9 ? 1 : 2))).ToList();
        using var vendor = new RowVendor(query => RowVendor.Slice([.. rows.Where(row => string.CompareOrdinal(Key(row), query["behind"] ?? "") > 0)], 0, 3));

        var list = RowVendor.List(PageBy.Keyset<RowPage, Row>(Key, page => page.HasMore, KeyOrder.Texts, "behind"));

        Assert.Equal(rows.Select(row => row.Id), await vendor.ListAsync(list));

        static string Key(Row row) => $"{row.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {row.Id}";
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Moment_RowsOfOneMomentOverTwoPages_AreNeitherMissedNorGivenTwice(bool tellsMore)
    {
        var rows = Enumerable.Range(1, 9).Select(number => new Row($"{number}", At(number is >= 3 and <= 5 ? 3 : number))).ToList();
        using var vendor = Since(rows, 4);

        Assert.Equal(rows.Select(row => row.Id), await vendor.ListAsync(ByMoment(tellsMore ? page => page.HasMore : null)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Moment_MoreRowsOfOneMomentThanAPageHolds_IsAnIncompleteListThatSaysSo(bool tellsMore)
    {
        var rows = Enumerable.Range(1, 9).Select(number => new Row($"{number}", At(number < 2 ? 1 : 3))).ToList();
        using var vendor = Since(rows, 4);

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => vendor.ListAsync(ByMoment(tellsMore ? page => page.HasMore : null)));

        Assert.Equal(IncompleteReason.Capped, error.Reason);
    }

    [Fact]
    public async Task Moment_ProviderThatComparesSeconds_KeepsTheRowsOfTheSameSecond()
    {
        var rows = Enumerable.Range(1, 8).Select(number => new Row($"{number}", At(0).AddMilliseconds(number * 400))).ToList();
        using var vendor = Since(rows, 4, seconds: true);

        Assert.Equal(rows.Select(row => row.Id), await vendor.ListAsync(ByMoment(null, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Moment_RowChangedMeanwhile_IsGivenAgainAtItsNewMoment()
    {
        var rows = RowVendor.Rows(6);
        var page = 0;
        using var vendor = new RowVendor(query =>
        {
            if (++page == 2)
            {
                rows.RemoveAt(0);
                rows.Add(new("1", At(100)));
            }

            return Page(rows, query["since"], 3, false);
        });

        Assert.Equal(["1", "2", "3", "4", "5", "6", "1"], await vendor.ListAsync(ByMoment(null)));
    }

    [Fact]
    public async Task Moment_ResumedAfterARestart_KnowsTheRowsOfTheMomentThatWereGiven()
    {
        var rows = Enumerable.Range(1, 6).Select(number => new Row($"{number}", At(number is >= 3 and <= 5 ? 3 : number))).ToList();
        using var vendor = Since(rows, 4);
        var connector = await vendor.OpenAsync();
        var first = await connector.ListAsync(ByMoment(null)).AsPages().FirstAsync();

        var rest = await connector.ListAsync(ByMoment(null)).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync();

        Assert.Equal(["5", "6"], rest.SelectMany(page => page.Items).Select(row => row.Id));
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static ListEndpoint<Row> ByMoment(Func<RowPage, bool>? hasMore, TimeSpan precision = default) => RowVendor.List(
        PageBy.Moment<RowPage, Row>(row => row.At, row => row.Id, hasMore, precision),
        request: (context, rows) => rows.Query("since", context.PageMoment?.ToString("O", CultureInfo.InvariantCulture)));

    private static RowVendor Since(List<Row> rows, int size, bool seconds = false) => new(query => Page(rows, query["since"], size, seconds));

    private static RowPage Page(List<Row> rows, string? since, int size, bool seconds)
    {
        var from = since is null ? DateTimeOffset.MinValue : DateTimeOffset.Parse(since, CultureInfo.InvariantCulture);
        return RowVendor.Slice([.. rows.Where(row => (seconds ? row.At.AddTicks(-(row.At.Ticks % TimeSpan.TicksPerSecond)) : row.At) >= from)], 0, size);
    }
}
