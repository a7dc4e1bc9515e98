using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>What is noticed in a GraphQL document when its endpoint is made.</summary>
public sealed class GraphQLDocumentTests
{
    [Theory]
    [InlineData("{ viewer { id } }", null)]
    [InlineData("query { viewer { id } }", null)]
    [InlineData("# mutation { x }\n query Who($a: [Int!]! = [1, 2] @x(y: {z: \"}\"})) @live { viewer(a: $a, b: {c: \"\"\"{\"\"\"}) { id } }", "Who")]
    [InlineData("fragment F on User { id } query query { viewer { ...F } }", "query")]
    [InlineData("query Q { mutation: viewer { query subscription fragment } }", "Q")]
    public void Parse_AQuery_IsOneWithItsName(string text, string? name) =>
        Assert.Equal(name, GraphQLDocument.Parse("e", text, "query", []).Name);

    [Theory]
    [InlineData("mutation M { a { b } }", "is a mutation")]
    [InlineData("subscription S { a { b } }", "is a subscription")]
    [InlineData("query A { a } query B { b }", "holds 2 operations")]
    [InlineData("fragment F on A { b }", "holds 0 operations")]
    [InlineData("query A { a { b }", "does not end")]
    [InlineData("query A { a(b: \"{\" { c } }", "does not end")]
    [InlineData("query A { a } }", "not open")]
    public void Parse_SomethingElse_SaysWhat(string text, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => GraphQLDocument.Parse("e", text, "query", []));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ issues { nodes { id } } }", "'issues'")]
    [InlineData("{ issues { edges { node { labels { nodes { id } } } } pageInfo { hasNextPage } } }", "'labels'")]
    [InlineData("{ mine: issues(first: 1) @x { nodes { id } totalCount } }", "'mine'")]
    public void Parse_ListThatDoesNotAskWhetherThereIsMore_IsRefused(string text, string list)
    {
        var error = Assert.Throws<ArgumentException>(() => GraphQLDocument.Parse("e", text, "query", ["other"]));

        Assert.Contains(list, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ issues { nodes { id labels { nodes { id } } } pageInfo { hasNextPage } } }")]
    [InlineData("{ nodes(ids: [1]) { id } }")]
    [InlineData("{ issues { ...Page } } fragment Page on IssueConnection { nodes { id } pageInfo { hasNextPage } }")]
    public void Parse_ListThatIsOpenOrAsksElsewhere_IsTaken(string text) =>
        Assert.NotNull(GraphQLDocument.Parse("e", text, "query", ["labels"]));

    [Fact]
    public void Hash_OfTheText_IsThatOfAutomaticPersistedQueries() =>
        Assert.Equal("ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38", GraphQLDocument.Parse("e", "{__typename}", "query", []).Hash);
}
