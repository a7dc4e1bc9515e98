using System.Text.Json;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>The forms of a link in a body: JSON:API, HAL.</summary>
public sealed class PageLinkTests
{
    [Theory]
    [InlineData("""{"next":"/rows?page=2"}""", "/rows?page=2")]
    [InlineData("""{"next":{"href":"/rows?page=2","meta":{"href":"no","list":[1,{"a":null}]}}}""", "/rows?page=2")]
    [InlineData("""{"next":{"templated":false,"href":"/rows?page=2"}}""", "/rows?page=2")]
    [InlineData("""{"next":null}""", null)]
    [InlineData("""{"next":{"href":null}}""", null)]
    [InlineData("""{"next":{"href":7}}""", null)]
    [InlineData("{}", null)]
    public void Href_OfEachForm_IsTheAddress(string json, string? expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize(json, RowJson.Default.RowLinks)!.Next.Href);

    [Theory]
    [InlineData("""{"next":true}""")]
    [InlineData("""{"next":["/rows"]}""")]
    public void Href_OfNoLink_IsUnreadable(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, RowJson.Default.RowLinks));

    [Fact]
    public async Task NextLink_InAnObject_IsFollowed()
    {
        using var vendor = new RowVendor(query => query["page"] is null
            ? new() { Items = RowVendor.Rows(1), Links = new(new("/rows?page=2")) }
            : new() { Items = RowVendor.Rows(1, first: 2), Links = new(default) });

        Assert.Equal(["1", "2"], await vendor.ListAsync(RowVendor.List(PageBy.NextLink<RowPage>(page => page.Links?.Next.Href))));
    }
}
