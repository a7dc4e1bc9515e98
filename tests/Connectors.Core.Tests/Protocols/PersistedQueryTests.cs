using System.Net;
using System.Text.Json.Nodes;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>Automatic persisted queries: the hash first, the text once where the server wants it.</summary>
public sealed class PersistedQueryTests
{
    private const string Whole = """{"data":{"thing":{"id":"1","name":"a"}}}""";
    private const string Unknown = """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""";

    [Fact]
    public async Task CallAsync_HashIsKnown_SendsTheHashAlone()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Whole);
        using var bench = await OpenAsync(wire);

        await bench.Connector.CallAsync(Shop.Make(Api()), "1");

        var body = Assert.Single(Bodies(wire));
        Assert.Null(body["query"]);
        Assert.Equal("1", (string?)body["variables"]!["id"]);
        var persisted = body["extensions"]!["persistedQuery"]!;
        Assert.Equal((1, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Shop.ThingText)))), ((int)persisted["version"]!, (string?)persisted["sha256Hash"]));
    }

    [Theory]
    [InlineData(Unknown, HttpStatusCode.OK)]
    [InlineData("""{"errors":[{"message":"PersistedQueryNotFound"}]}""", HttpStatusCode.BadRequest)]
    public async Task CallAsync_HashIsNotKnown_SendsItOnceAgainWithTheText(string answer, HttpStatusCode status)
    {
        var wire = new FakeWire().Then(status, answer).Then(HttpStatusCode.OK, Whole);
        using var bench = await OpenAsync(wire, options => options.MaxRetries = 0);
        var cost = new CallCost();

        var thing = await bench.Connector.CallAsync(Shop.Make(Api()), "1", new() { Cost = cost });

        Assert.Equal("a", thing!.Name);
        Assert.Equal([null, Shop.ThingText], Bodies(wire).Select(body => (string?)body["query"]));
        Assert.All(Bodies(wire), body => Assert.NotNull(body["extensions"]));
        Assert.Equal(2, cost.Requests);
    }

    [Fact]
    public async Task CallAsync_TextIsNotKnownEither_Fails()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Unknown);
        using var bench = await OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Make(Api()), "1"));

        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", error.ErrorCode);
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_ServerTakesNoHashes_SendsTextsFromThenOn()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}""").Then(HttpStatusCode.OK, Whole);
        using var bench = await OpenAsync(wire);
        var endpoint = Shop.Make(Api());

        await bench.Connector.CallAsync(endpoint, "1");
        await bench.Connector.CallAsync(endpoint, "2");

        Assert.Equal([null, Shop.ThingText, Shop.ThingText], Bodies(wire).Select(body => (string?)body["query"]));
        Assert.Null(Bodies(wire).Last()["extensions"]);
    }

    [Fact]
    public async Task CallAsync_FailureAfterTheText_IsSentAgainWithTheText()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, Unknown).Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK, Whole);
        using var bench = await OpenAsync(wire);

        await bench.Connector.CallAsync(Shop.Make(Api()), "1");

        Assert.Equal([null, Shop.ThingText, Shop.ThingText], Bodies(wire).Select(body => (string?)body["query"]));
    }

    private static GraphQLApi Api() => new("/gql") { PersistsQueries = true };

    private static IEnumerable<JsonObject> Bodies(FakeWire wire) => wire.Requests.Select(request => JsonNode.Parse(request.Body!)!.AsObject());

    private static Task<Bench> OpenAsync(FakeWire wire, Action<ConnectorOptions>? configure = null) => Bench.OpenAsync(wire, configure, definition: Shop.Definition);
}
