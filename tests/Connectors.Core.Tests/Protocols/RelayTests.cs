using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>Lists of GraphQL: complete, or an error.</summary>
public sealed class RelayTests
{
    [Fact]
    public async Task ListAsync_Edges_AreRecordsAndRawRecords()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Page("""{"node":{"id":"1","name":"a"},"cursor":"x"},{"cursor":"y","node":{"id":"2","name":"b"}}""", "false", "null"));
        using var bench = await OpenAsync(wire);

        var page = await bench.Connector.ListAsync(Shop.Things.For(default), new() { IncludeRaw = true }).AsPages().SingleAsync();

        Assert.Equal(["1", "2"], page.Items.Select(thing => thing.Id));
        Assert.Equal(["""{"id":"1","name":"a"}""", """{"id":"2","name":"b"}"""], page.Raw.Select(raw => raw.AsText()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task ListAsync_MorePagesAndNoCursor_IsAnErrorAndNotTheEnd(string cursor)
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Page("""{"node":{"id":"1"}}""", "true", cursor)));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Shop.Things.For(default)).ToListAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("without a cursor", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":{"things":null}}""")]
    [InlineData("""{"data":{"things":{"pageInfo":{"hasNextPage":false}}}}""")]
    [InlineData("""{"data":{"things":{"edges":[]}}}""")]
    [InlineData("""{"data":{}}""")]
    public async Task ListAsync_AnswerWithoutTheList_IsNotAnEmptyList(string body)
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, body));

        Assert.Equal(ErrorKind.Protocol, (await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(Shop.Things.For(default)).ToListAsync())).Kind);
    }

    [Fact]
    public async Task ListAsync_SameCursorForEver_Ends()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Page("""{"node":{"id":"1"}}""", "true", "\"c\""));
        using var bench = await OpenAsync(wire);

        await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(Shop.Things.For(default)).ToListAsync());

        Assert.InRange(wire.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task ListAsync_FewerThanTheTotal_IsIncomplete()
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"data":{"things":{"edges":[{"node":{"id":"1"}}],"pageInfo":{"hasNextPage":false},"totalCount":2}}}"""));

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await bench.Connector.ListAsync(Shop.Things.For(default)).ToListAsync());

        Assert.Equal((1L, 2L), (error.Seen, error.Declared));
    }

    [Theory]
    [InlineData("""{"data":{"a":{"nodes":[{"tags":{"pageInfo":{"hasNextPage":true},"edges":[1,2]}}],"pageInfo":{"hasNextPage":true}}}}""", "a.nodes.tags", 2)]
    [InlineData("""{"data":{"a":{"nodes":[{"x":[{"tags":{"nodes":[{"y":[1,2,3]}],"pageInfo":{"hasPreviousPage":true}}}]}],"pageInfo":{"hasNextPage":false}}}}""", "a.nodes.x.tags", 1)]
    [InlineData("""{"data":{"a":{"nodes":[],"pageInfo":{"hasNextPage":true}},"b":{"pageInfo":{"hasNextPage":true}}}}""", "b", 0)]
    public void Check_ListInsideThatIsCut_IsFoundWithItsPlace(string body, string place, int seen)
    {
        var cut = Assert.Throws<IncompleteAnswerException>(() => RelayCut.Check(Encoding.UTF8.GetBytes(body), ["a"], ["other"]));

        Assert.Contains($"'{place}'", cut.Message, StringComparison.Ordinal);
        Assert.Equal(seen, cut.Seen);
    }

    [Theory]
    [InlineData("""{"data":{"a":{"nodes":[{"tags":{"pageInfo":{"hasNextPage":true}}},{"more":{"pageInfo":{"hasNextPage":false}}}],"pageInfo":{"hasNextPage":true}}}}""")]
    [InlineData("""{"data":{"a":{"nodes":[{"hasNextPage":true,"x":{"hasNextPage":true}}],"pageInfo":{"hasNextPage":true}}}}""")]
    [InlineData("[]")]
    public void Check_NothingCutThatMustBeWhole_IsFine(string body) => RelayCut.Check(Encoding.UTF8.GetBytes(body), ["a"], ["tags"]);

    private static string Page(string edges, string more, string cursor) =>
        "{\"data\":{\"things\":{\"edges\":[" + edges + "],\"pageInfo\":{\"hasNextPage\":" + more + ",\"endCursor\":" + cursor + "}}}}";

    private static Task<Bench> OpenAsync(FakeWire wire) => Bench.OpenAsync(wire, definition: Shop.Definition);
}
