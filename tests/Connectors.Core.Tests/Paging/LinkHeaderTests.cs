using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>RFC 8288, section 3, with its quirks.</summary>
public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData("<https://a.test/2>; rel=\"next\"", "https://a.test/2")]
    [InlineData("<https://a.test/2>; rel=next", "https://a.test/2")]
    [InlineData("<https://a.test/2>; REL=NEXT", "https://a.test/2")]
    [InlineData("<https://a.test/2>;rel=\"prev next\"", "https://a.test/2")]
    [InlineData("<https://a.test/1>; rel=\"prev\", <https://a.test/3>; rel=\"next\"", "https://a.test/3")]
    [InlineData("<https://a.test/?name=What,+me+worry>; rel=next", "https://a.test/?name=What,+me+worry")]
    [InlineData("<https://a.test/;a=b>; rel=\"next\"", "https://a.test/;a=b")]
    [InlineData("</items?page=2>; rel=\"next\"", "/items?page=2")]
    [InlineData("<https://a.test/2> ; title=\"a, \\\"b\\\"; rel=x\" ; rel = \"next\"", "https://a.test/2")]
    [InlineData(", , <https://a.test/2>; rel=\"next\",", "https://a.test/2")]
    [InlineData("<https://a.test/1>; rel=prev; rel=next, <https://a.test/2>; rel=next", "https://a.test/2")]
    public void Next_LinkOfThatRelation_IsFound(string header, string expected) => Assert.Equal(expected, LinkHeaderParser.Next(header));

    [Theory]
    [InlineData("")]
    [InlineData("<https://a.test/2>")]
    [InlineData("<https://a.test/2>; rel=\"last\"")]
    [InlineData("<https://a.test/2>; rel=\"nextish\"")]
    [InlineData("<>; rel=next")]
    [InlineData("<a>;,<7")]
    [InlineData("<https://a.test/2>; rel=next; anchor=\"https://b.test/\"")]
    public void Next_NoSuchLink_IsNone(string header) => Assert.Null(LinkHeaderParser.Next(header));
}
