using System.Net;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Http;

/// <summary>Raw calls go through all of the chain, and to the provider only.</summary>
public sealed class PassthroughTests
{
    [Fact]
    public async Task SendAsync_Get_IsAuthenticatedAndGivesStatusAndBody()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"any":"thing"}""");
        using var bench = await Bench.OpenAsync(wire);

        using var answer = await bench.Connector.SendAsync(HttpMethod.Get, "/odd/place?x=1");

        Assert.Equal((200, "thing"), (answer.StatusCode, answer.AsJson().GetProperty("any").GetString()));
        Assert.Equal(("https://api.acme.test/odd/place?x=1", $"Bearer {Bench.Token}"), (wire.Requests[0].Uri.AbsoluteUri, wire.Requests[0].Authorization));
    }

    [Theory]
    [InlineData("X-Note", "one\r\nX-Other: two")]
    [InlineData("X-Note", "Größe")]
    [InlineData("Not a name", "one")]
    [InlineData("Content-Type", "text/plain")]
    public async Task SendAsync_HeaderThatCannotBeSent_IsRefused(string name, string value)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "{}");
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/x") { Headers = new Dictionary<string, string> { [name] = value } }));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task SendAsync_FailureAllowed_IsGivenBack()
    {
        var wire = new FakeWire().Then(HttpStatusCode.NotFound, """{"code":"NONE"}""");
        using var bench = await Bench.OpenAsync(wire);

        using var answer = await bench.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/gone") { AllowFailure = true });

        Assert.Equal(404, answer.StatusCode);
        await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.SendAsync(HttpMethod.Get, "/gone"));
    }

    [Theory]
    [InlineData("https://evil.test/x")]
    [InlineData("//evil.test/x")]
    [InlineData("/\\evil.test/x")]
    public async Task SendAsync_AddressOfItsOwn_IsRefusedBeforeAnythingIsSent(string path)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.SendAsync(HttpMethod.Get, path));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(wire.Requests);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    public async Task CallAsync_IdThatWouldLeaveItsPlace_IsRefused(string id)
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, id));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_IdWithASlash_StaysInItsSegment()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"a/b"}""");
        using var bench = await Bench.OpenAsync(wire);

        await bench.Connector.CallAsync(Acme.Widget, "a/b?c");

        Assert.Equal("https://api.acme.test/widgets/a%2Fb%3Fc", wire.Requests[0].Uri.AbsoluteUri);
    }

    [Fact]
    public async Task SendAsync_WriteWithAKeyHeader_IsSentAgainWithTheSameKey()
    {
        var keys = new List<string>();
        var wire = new FakeWire().Then((request, _) => Answer(request, HttpStatusCode.BadGateway)).Then((request, _) => Answer(request, HttpStatusCode.Created));
        using var bench = await Bench.OpenAsync(wire);
        var request = new RawRequest(HttpMethod.Post, "/charges") { IdempotencyKeyHeader = "Idempotency-Key", Body = RequestBody.Text("{}", "application/json") };

        using var made = await bench.Connector.SendAsync(request);
        using var given = await bench.Connector.SendAsync(request, new() { IdempotencyKey = "mine" });

        Assert.Equal((201, keys[0], "mine"), (made.StatusCode, keys[1], keys[2]));

        Task<HttpResponseMessage> Answer(HttpRequestMessage sent, HttpStatusCode status)
        {
            keys.Add(sent.Headers.GetValues("Idempotency-Key").Single());
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("{}") });
        }
    }

    [Theory]
    [InlineData(Effect.Write, 1)]
    [InlineData(Effect.Idempotent, 5)]
    [InlineData(Effect.Read, 5)]
    public async Task SendAsync_FailureAllowed_IsTheAnswerOnceNoAttemptIsLeft(Effect effect, int attempts)
    {
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable);
        using var bench = await Bench.OpenAsync(wire);

        using var answer = await bench.Connector.SendAsync(new RawRequest(HttpMethod.Post, "/x") { Effect = effect, AllowFailure = true });

        Assert.Equal((503, attempts), (answer.StatusCode, wire.Requests.Count));
    }

    [Fact]
    public async Task SendAsync_FailureAllowedAndNoAnswer_IsThrown()
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        using var bench = await Bench.OpenAsync(wire);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.SendAsync(new RawRequest(HttpMethod.Post, "/x") { AllowFailure = true }));
        Assert.Single(wire.Requests);
    }
}
