using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Tokens of long next links, and tokens that come from elsewhere.</summary>
public sealed class ContinuationTokenTests
{
    [Fact]
    public async Task Next_LinkOfManyKilobytes_IsTakenAndReadAgain()
    {
        var skip = new string('x', 40_000);
        using var vendor = new RowVendor(query => query["skip"] is null ? new() { Items = RowVendor.Rows(1), Next = $"/rows?skip={skip}" } : new() { Items = RowVendor.Rows(1, first: 2) });
        var connector = await vendor.OpenAsync();
        var list = RowVendor.List(PageBy.NextLink<RowPage>(page => page.Next));

        var first = await connector.ListAsync(list).AsPages().FirstAsync();
        var rest = await connector.ListAsync(list).AsPages(ContinuationToken.Parse(first.Next!.Value.Text)).ToListAsync();

        Assert.Equal("2", rest.Single().Items.Single().Id);
        Assert.InRange(first.Next!.Value.Text.Length, 40_000, ContinuationToken.MaxLength);
    }

    [Fact]
    public async Task Next_LinkBeyondTheBound_IsAnErrorThatSaysHowLong()
    {
        using var vendor = new RowVendor(_ => new() { Items = RowVendor.Rows(1), Next = new string('x', 70_000) });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => vendor.ListAsync(RowVendor.List(PageBy.Cursor<RowPage>("after", page => page.Next))));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("70000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2~rows.list~YQ")]
    [InlineData("2~rows.list~YQ~")]
    [InlineData("2~rows.list~YQ~1.x")]
    [InlineData("1~rows.list~YQ~1.2")]
    [InlineData("3~rows.list~YQ")]
    public void Parse_TextThatIsNoToken_IsRefused(string text) => Assert.Equal(ErrorKind.Validation, Assert.Throws<ConnectorException>(() => ContinuationToken.Parse(text)).Kind);

    [Theory]
    [MemberData(nameof(Pagers))]
    public async Task AsPages_StateThatDoesNotFit_IsRefusedBeforeAnythingIsSent(string state, int pager)
    {
        using var vendor = new RowVendor(_ => new());
        var connector = await vendor.OpenAsync();
        var token = ContinuationToken.Parse($"1~rows.list~{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(state))}");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await connector.ListAsync(RowVendor.List(s_pagers[pager], total: true)).AsPages(token).ToListAsync());

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(vendor.Asked);
    }

    public static TheoryData<string, int> Pagers { get; } = new()
    {
        { "x", 0 }, { "-1", 0 }, { "1:x", 1 }, { "x\n1", 0 }, { "", 2 }, { "1 2", 2 }, { "a b c d e", 2 }, { "x", 3 }, { "9:a", 3 }, { "1", 4 }, { "1 2 xyz", 4 },
    };

    private static readonly Pager<RowPage>[] s_pagers =
    [
        PageBy.Offset<RowPage>("offset"),
        PageBy.PageNumber<RowPage>("page"),
        PageBy.TimeWindows(PageBy.Offset<RowPage>("offset"), 100, DateTimeOffset.UnixEpoch),
        PageBy.Cursor<RowPage>("after", page => page.Next, deltaParameter: "sync"),
        PageBy.Moment<RowPage, Row>(row => row.At, row => row.Id),
    ];
}
