using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>GraphQL connections, from both ends.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_ThreePages_GoesOnByTheCursorOfItsDirection(bool backward)
    {
        var rows = RowVendor.Rows(5);
        using var vendor = new RowVendor(query =>
        {
            var end = query["cursor"] is { } cursor ? rows.FindIndex(row => row.Id == cursor) : backward ? rows.Count : -1;
            IReadOnlyList<Row> items = backward ? [.. rows.Take(end).TakeLast(2)] : [.. rows.Skip(end + 1).Take(2)];
            return new()
            {
                Items = items,
                PageInfo = new() { HasNextPage = items[^1] != rows[^1], EndCursor = items[^1].Id, HasPreviousPage = items[0] != rows[0], StartCursor = items[0].Id },
            };
        });

        var ids = await vendor.ListAsync(RowVendor.List(PageBy.Connection<RowPage>(page => page.PageInfo, backward), request: (context, list) => list.Query("cursor", context.PageState)));

        Assert.Equal(backward ? ["4", "5", "2", "3", "1"] : OverlapTests.Ids(1, 5), ids);
    }

    [Fact]
    public async Task Connection_PromisesMoreWithoutACursor_IsAnError()
    {
        using var vendor = new RowVendor(_ => new() { Items = RowVendor.Rows(1), PageInfo = new() { HasNextPage = true } });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(RowVendor.List(PageBy.Connection<RowPage>(page => page.PageInfo))));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }
}
