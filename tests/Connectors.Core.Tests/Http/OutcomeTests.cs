using System.Net;
using System.Text;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>What is told of writes is true; bodies, headers and waits of the odd kind.</summary>
public sealed class OutcomeTests
{
    private static readonly Widget s_widget = new("1", "one");

    [Theory]
    [InlineData("not json", "application/json")]
    [InlineData("<html/>", "text/html")]
    [InlineData("""{"id":{}}""", "application/json")]
    public async Task CallAsync_WriteWithAGoodStatusAndAnUnreadableAnswer_IsNotToldAsFailed(string body, string mediaType)
    {
        var wire = new FakeWire().Then(HttpStatusCode.Created, body, mediaType);
        using var bench = await Bench.OpenAsync(wire);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_TransportThrowsSomethingOfItsOwnAfterAWriteLeft_SaysThatItDoesNotKnow()
    {
        foreach (var failure in new Exception[] { new InvalidOperationException("own"), new TimeoutException(), new System.Net.Sockets.SocketException(10054) })
        {
            var wire = new FakeWire().Then(failure);
            using var bench = await Bench.OpenAsync(wire);

            await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));
            Assert.Single(wire.Requests);
        }
    }

    [Fact]
    public async Task CallAsync_WriteCancelledBeforeItLeft_IsNotToldAsUnknown()
    {
        var wire = new FakeWire().Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var cancelled = new CancellationTokenSource();
        using var late = await Bench.OpenAsync(wire, build: builder => builder.HttpClient("acme").AddHttpMessageHandler(() => new Before(cancelled.Cancel)));

        Assert.IsNotType<WriteCanceledException>(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late.Connector.CallAsync(Acme.Create, s_widget, cancellationToken: cancelled.Token)));
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_KeyedWriteThatBrokeAndThenDidNotConnect_SaysThatItDoesNotKnowAndGivesTheKey()
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Then(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 2);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.CreateOnce, s_widget, new() { IdempotencyKey = "k" }));

        Assert.Equal("k", error.IdempotencyKey);
        Assert.Equal(3, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_WriteWithoutAKey_GivesNoKeyToWriteAgainWith()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadGateway);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget, new() { IdempotencyKey = "k" }));

        Assert.Null(error.IdempotencyKey);
    }

    [Fact]
    public async Task CallAsync_ConnectTimeoutOfTheTransport_IsNoConnectionAndIsTriedAgain()
    {
        var wire = new FakeWire().Then(new TaskCanceledException("connect", new TimeoutException())).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Create, s_widget)).Id);
    }

    [Fact]
    public async Task CallAsync_AskedToWaitLongerThanIsLeft_FailsAtOnceAndSaysHowLong()
    {
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable, adorn: response => response.Headers.TryAddWithoutValidation("Retry-After", "60"));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1", new() { Timeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal((ErrorKind.Unavailable, TimeSpan.FromSeconds(60)), (error.Kind, error.Facts.RetryAfter));
    }

    [Fact]
    public async Task CallAsync_WithoutATimeBound_Works()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1", new() { Timeout = Timeout.InfiniteTimeSpan })).Id);
    }

    [Fact]
    public async Task CallAsync_ByteOrderMark_IsPassedOver()
    {
        var wire = new FakeWire().ThenBody(() => new MemoryStream([0xEF, 0xBB, 0xBF, .. """{"id":"1"}"""u8]));
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task ListAsync_NothingOrNothingNew_IsAnEmptyList(HttpStatusCode status)
    {
        var wire = new FakeWire().Then(status);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Empty(await bench.Connector.ListAsync(Acme.Widgets).ToListAsync());
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task SendAsync_Head_NeedsNoBody()
    {
        var wire = new FakeWire().Then((_, _) =>
        {
            var content = new ByteArrayContent([]);
            content.Headers.ContentLength = 1000;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        });
        using var bench = await Bench.OpenAsync(wire);

        using var answer = await bench.Connector.SendAsync(HttpMethod.Head, "/widgets/1");

        Assert.Equal(200, answer.StatusCode);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task SendAsync_HeaderOfTheBody_IsSentWithTheBody()
    {
        HttpContent? sent = null;
        var wire = new FakeWire().Then((request, _) =>
        {
            sent = request.Content;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
        });
        using var bench = await Bench.OpenAsync(wire);
        var request = new RawRequest(HttpMethod.Put, "/upload") { Body = RequestBody.Text("abc", "text/plain"), Headers = new Dictionary<string, string> { ["Content-Range"] = "bytes 0-2/3" } };

        using var answer = await bench.Connector.SendAsync(request);

        Assert.Equal("bytes 0-2/3", sent!.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task SendAsync_UploadStreams_AreOpenedAnewAndAllClosed()
    {
        var opened = new List<Closing>();
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK, "{}");
        using var bench = await Bench.OpenAsync(wire);
        var request = new RawRequest(HttpMethod.Put, "/file")
        {
            Effect = Effect.Idempotent,
            Body = RequestBody.Stream(() => { opened.Add(new Closing()); return opened[^1]; }, "application/octet-stream"),
        };

        (await bench.Connector.SendAsync(request)).Dispose();

        Assert.Equal(2, opened.Count);
        Assert.All(opened, stream => Assert.True(stream.IsClosed));
    }

    [Fact]
    public async Task SendAsync_FileThatIsNotThere_IsTheAppsOwnError()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK);
        using var bench = await Bench.OpenAsync(wire);
        var request = new RawRequest(HttpMethod.Put, "/file") { Body = RequestBody.Stream(() => File.OpenRead("/nowhere/at/all"), "text/plain") };

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => bench.Connector.SendAsync(request));
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_StreamReaderThatThrows_GivesTheConnectionBack()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "x");
        using var bench = await Bench.OpenAsync(wire);
        var broken = Endpoint.Read<string, Stream>("export.broken", (_, _) => RequestSpec.Get("/export"), Body.Stream<Stream>((_, _) => throw new KeyNotFoundException("secret-name")));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(broken, ""));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.DoesNotContain("secret-name", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_HandlerOfTheAppThatAnswersItself_IsReadAndJudged()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK), build: builder => builder.HttpClient("acme").AddHttpMessageHandler(() => new Cache()));

        Assert.Equal("cached", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "gone"))).Kind);
    }

    private sealed class Cache : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            request.RequestUri!.AbsolutePath.EndsWith("gone", StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new(HttpStatusCode.OK) { Content = new StringContent("""{"id":"cached"}""", Encoding.UTF8, "application/json") });
    }

    private sealed class Closing : MemoryStream
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Before(Action act) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            act();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
