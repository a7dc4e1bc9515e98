using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>What is sent again, and what never is.</summary>
public sealed class RetryTests
{
    private static readonly Widget s_widget = new("1", "one");

    [Fact]
    public async Task CallAsync_ReadThatFailsTwice_IsSentAThirdTime()
    {
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable).Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);
        var cost = new CallCost();

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1", new() { Cost = cost })).Id);
        Assert.Equal((3, 2), (cost.Requests, cost.Retries));
    }

    [Fact]
    public async Task CallAsync_WriteThatBroke_IsNotSentAgainAndSaysThatItDoesNotKnow()
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));

        Assert.Equal(Advice.ReadBack, error.Advice);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_WriteAnsweredByAServerError_SaysThatItDoesNotKnow()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadGateway);
        using var bench = await Bench.OpenAsync(wire);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_WriteThatWasRefused_FailsAsWhatItIs()
    {
        var wire = new FakeWire().Then(HttpStatusCode.UnprocessableEntity);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));

        Assert.Equal(ErrorKind.Validation, error.Kind);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(425)]
    public async Task CallAsync_WriteThatWasCertainlyNotDone_IsSentAgain(int status)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, adorn: response => response.Headers.TryAddWithoutValidation("Retry-After", "0")).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Create, s_widget)).Id);
        Assert.Equal(2, wire.Requests.Count);
        Assert.Equal(wire.Requests[0].Body, wire.Requests[1].Body);
    }

    [Fact]
    public async Task CallAsync_WriteThatDidNotConnect_IsSentAgain()
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ConnectionError, "refused")).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Create, s_widget)).Id);
    }

    [Fact]
    public async Task CallAsync_WriteWithAKey_IsSentAgainWithTheSameKey()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadGateway).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.CreateOnce, s_widget, new() { IdempotencyKey = "k" })).Id);
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_AnHandlerOfTheAppRetriesAWrite_TheSecondSendingIsRefused()
    {
        var wire = new FakeWire().Then(HttpStatusCode.BadGateway);
        using var bench = await Bench.OpenAsync(wire, build: builder => builder.HttpClient("acme").AddHttpMessageHandler(() => new RetryAnything()));

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, s_widget));
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task CallAsync_CancelledWhileWaiting_EndsAtOnce()
    {
        var wire = new FakeWire().ThenNever();
        using var bench = await Bench.OpenAsync(wire);
        using var cancel = new CancellationTokenSource();

        var call = bench.Connector.CallAsync(Acme.Widget, "1", cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsNotType<WriteCanceledException>(error);
        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    [Fact]
    public async Task CallAsync_WriteCancelledAfterItLeft_SaysThatItDoesNotKnow()
    {
        var left = new TaskCompletionSource();
        var wire = new FakeWire().Then(async (_, token) =>
        {
            left.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("Not reached.");
        });
        using var bench = await Bench.OpenAsync(wire);
        using var cancel = new CancellationTokenSource();

        var call = bench.Connector.CallAsync(Acme.Create, s_widget, cancellationToken: cancel.Token);
        await left.Task;
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAsync<WriteCanceledException>(() => call);
        Assert.Equal(ErrorKind.OutcomeUnknown, error.Facts.Kind);
    }

    private sealed class RetryAnything : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var first = await base.SendAsync(request, cancellationToken);
            return first.IsSuccessStatusCode ? first : await base.SendAsync(request, cancellationToken);
        }
    }
}
