using System.Net;
using System.Text.Json.Nodes;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols;

/// <summary>GraphQL over HTTP: requests, and answers judged by their errors whatever the status.</summary>
public sealed class GraphQLTests
{
    private const string Whole = """{"data":{"thing":{"id":"1","name":"a"}}}""";

    [Theory]
    [InlineData("""{"data":null,"errors":["no such field"]}""")]
    [InlineData("""{"data":null,"errors":"no such field"}""")]
    [InlineData("""{"data":null,"errors":{"message":"no such field"}}""")]
    public void Errors_NotAsTheSpecificationHasThem_AreErrorsAllTheSame(string body)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);

        Assert.Equal("no such field", Assert.Single(GraphQLErrors.Entries(json.RootElement.GetProperty("errors"))).Message);
    }

    [Fact]
    public async Task CallAsync_Query_IsAPostOfTextNameAndVariables()
    {
        HttpRequestMessage? sent = null;
        var wire = new FakeWire().Then((request, _) =>
        {
            sent = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Whole) });
        });
        using var bench = await OpenAsync(wire);

        var thing = await bench.Connector.CallAsync(Shop.Thing, "1\"}){x");

        Assert.Equal("a", thing!.Name);
        var (method, uri, _, body) = Assert.Single(wire.Requests);
        Assert.Equal((HttpMethod.Post, "https://api.shop.test/gql"), (method, uri.ToString()));
        Assert.Equal("application/graphql-response+json, application/json;q=0.9", sent!.Headers.NonValidated["Accept"].ToString());
        var json = JsonNode.Parse(body!)!.AsObject();
        Assert.Equal(["query", "operationName", "variables"], json.Select(member => member.Key));
        Assert.Equal((Shop.ThingText, "Thing", "1\"}){x"), ((string?)json["query"], (string?)json["operationName"], (string?)json["variables"]!["id"]));
    }

    [Theory]
    [InlineData(200, "THROTTLED", ErrorKind.RateLimited)]
    [InlineData(400, "RATELIMITED", ErrorKind.RateLimited)]
    [InlineData(429, "WHATEVER", ErrorKind.RateLimited)]
    [InlineData(200, "UNAUTHENTICATED", ErrorKind.Authorization)]
    [InlineData(401, "WHATEVER", ErrorKind.Authorization)]
    [InlineData(200, "FORBIDDEN", ErrorKind.Permission)]
    [InlineData(403, "WHATEVER", ErrorKind.Permission)]
    [InlineData(200, "NOT_FOUND", ErrorKind.NotFound)]
    [InlineData(200, "BAD_USER_INPUT", ErrorKind.Validation)]
    [InlineData(422, "WHATEVER", ErrorKind.Validation)]
    [InlineData(200, "TAKEN", ErrorKind.Conflict)]
    [InlineData(200, "WHATEVER", ErrorKind.Remote)]
    [InlineData(500, "BAD_USER_INPUT", ErrorKind.Validation)]
    public async Task CallAsync_Errors_AreJudgedByCodeThenByStatus(int status, string code, ErrorKind kind)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, $$$"""{"errors":[{"message":"first"},{"message":"no","path":["thing",3,"x"],"extensions":{"code":"{{{code}}}"}}],"data":null}""", "application/graphql-response+json");
        using var bench = await OpenAsync(wire, options => options.MaxRetries = 0);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Thing, "1"));

        Assert.Equal((kind, status), (error.Kind, error.StatusCode));
        Assert.Equal([new FieldError("thing[3].x", "no")], error.Facts.FieldErrors);
        Assert.Equal(code == "WHATEVER" ? null : code, error.ErrorCode);
    }

    [Theory]
    [InlineData("""{"errors":[{"type":"NOT_FOUND","path":["thing"],"message":"m"}],"data":{"thing":null}}""", ErrorKind.NotFound)]
    [InlineData("""{"errors":[{"message":"m","extensions":{"code":404}}]}""", ErrorKind.Remote)]
    [InlineData("""{"errors":[{"message":"m"}],"data":{"thing":{"id":"1"}}}""", ErrorKind.Remote)]
    [InlineData("""{"errors":[{}],"extensions":{"cost":{"x":[1]}}}""", ErrorKind.Remote)]
    [InlineData("""{"data":null}""", ErrorKind.Protocol)]
    [InlineData("""{"thing":{"id":"1"}}""", ErrorKind.Protocol)]
    [InlineData("""{"data":{"thing":{"id":"1"}},"e\u0072rors":[{"message":"m"}]}""", ErrorKind.Protocol)]
    [InlineData("[]", ErrorKind.Protocol)]
    public async Task CallAsync_AnswerThatIsNotWhole_IsAnErrorByDefault(string body, ErrorKind kind)
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, body), options => options.MaxRetries = 0);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Thing, "1"));

        Assert.Equal(kind, error.Kind);
    }

    [Theory]
    [InlineData("""{"errors":[],"data":{"thing":{"id":"1","name":"errors\""}}}""")]
    [InlineData("""{"extensions":{"errors":[{"message":"x"}]},"data":{"thing":{"id":"1","errors":[{"message":"x"}]}}}""")]
    public async Task CallAsync_ErrorsElsewhere_AreNone(string body)
    {
        using var bench = await OpenAsync(new FakeWire().Then((HttpStatusCode)294, body));

        Assert.Equal("1", (await bench.Connector.CallAsync(Shop.Thing, "1"))!.Id);
    }

    [Fact]
    public async Task CallAsync_PartIsAnAnswer_GivesItAndTheErrors()
    {
        using var bench = await OpenAsync(new FakeWire().Then((HttpStatusCode)294, """{"errors":[{"message":"no name","path":["thing","name"],"extensions":{"code":"FORBIDDEN"}}],"data":{"thing":{"id":"1","name":null}}}"""));

        var part = await bench.Connector.CallAsync(Shop.Partial, "1");

        Assert.Equal(new Thing("1", null), part.Value.Thing);
        var error = Assert.Single(part.Errors);
        Assert.Equal(("no name", "FORBIDDEN", "thing.name"), (error.Message, error.Code, error.Path));
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"m","path":["thing"]}],"data":{"thing":null}}""", ErrorKind.Remote)]
    [InlineData("""{"errors":[{"message":"m","extensions":{"code":"THROTTLED"}}],"data":{"thing":{"id":"1"}}}""", ErrorKind.RateLimited)]
    public async Task CallAsync_PartIsAnAnswerAndThereIsNone_Fails(string body, ErrorKind kind)
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, body), options => options.MaxRetries = 0);

        Assert.Equal(kind, (await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Partial, "1"))).Kind);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"m","path":["save"],"extensions":{"code":"BAD_USER_INPUT"}}],"data":null}""", ErrorKind.Validation)]
    [InlineData("""{"errors":[{"message":"unknown argument"}]}""", ErrorKind.Remote)]
    [InlineData("""{"data":{"save":{"thing":null,"userErrors":[{"field":"name","message":"is taken"}]}}}""", ErrorKind.Validation)]
    [InlineData("""{"errors":[{"message":"m","path":["save"]}],"data":null}""", ErrorKind.OutcomeUnknown)]
    [InlineData("""{"errors":[{"message":"m","path":["save","thing","name"],"extensions":{"code":"FORBIDDEN"}}],"data":null}""", ErrorKind.OutcomeUnknown)]
    [InlineData("""{"errors":[{"message":"m","path":["save","thing"],"extensions":{"code":"THROTTLED"}}],"data":{"save":{"thing":null}}}""", ErrorKind.OutcomeUnknown)]
    [InlineData("""{"errors":[{"message":"m","path":["save"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null}""", ErrorKind.OutcomeUnknown)]
    [InlineData("""{"data":{}}""", ErrorKind.OutcomeUnknown)]
    public async Task CallAsync_MutationThatFailed_SaysTheTruthAndIsSentOnce(string body, ErrorKind kind)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, body);
        using var bench = await OpenAsync(wire);

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Save, "1"));

        Assert.Equal(kind, error.Kind);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_UserErrors_AreCodeAndWords()
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"data":{"save":{"thing":null,"userErrors":[{"field":"name","message":"is taken"}]}}}"""));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Shop.Save, "1"));

        Assert.Equal(("name", "is taken"), (error.ErrorCode, error.Facts.VendorMessage));
    }

    [Fact]
    public async Task CallAsync_ServerErrorOnAQuery_IsSentAgain()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"errors":[{"message":"m","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}""").Then(HttpStatusCode.BadGateway, "<html/>", "text/html").Then(HttpStatusCode.OK, Whole);
        using var bench = await OpenAsync(wire);

        Assert.Equal("a", (await bench.Connector.CallAsync(Shop.Thing, "1"))!.Name);
        Assert.Equal(3, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_OrdinaryEndpointBeside_IsNotJudgedByGraphQL()
    {
        using var bench = await OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"id":"1","errors":[{"message":"m"}]}"""));

        Assert.Equal("1", (await bench.Connector.CallAsync(Shop.Plain, default)).Id);
    }

    [Fact]
    public void Make_VariablesInTheText_CannotBe()
    {
        // The document is a parameter of its own: what is not one operation is refused, so text that was put together shows when the endpoint is made.
        var error = Assert.Throws<ArgumentException>(() => Shop.Api.Query("x", "mutation { a { b } }", ThingJson.Default.ThingData, data => data.Thing));

        Assert.Contains("'x' is a mutation", error.Message, StringComparison.Ordinal);
    }

    private static Task<Bench> OpenAsync(FakeWire wire, Action<ConnectorOptions>? configure = null) => Bench.OpenAsync(wire, configure, definition: Shop.Definition);
}
