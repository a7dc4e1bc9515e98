using System.Net;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Http;

/// <summary>Keys that make a write safe to repeat: made once for a call, carried by all its attempts.</summary>
public sealed class IdempotencyKeyTests
{
    private static readonly Widget s_widget = new("1", "one");

    [Fact]
    public async Task CallAsync_EndpointThatTakesAKeyAndNoneGiven_SendsOneOfItsOwnWithEachAttempt()
    {
        var keys = new List<string?>();
        var wire = Keyed(keys, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created, HttpStatusCode.Created);
        using var bench = await Bench.OpenAsync(wire);

        await bench.Connector.CallAsync(Acme.CreateOnce, s_widget);
        await bench.Connector.CallAsync(Acme.CreateOnce, s_widget);

        Assert.Equal(4, keys.Count);
        Assert.NotNull(keys[0]);
        Assert.Single(keys.Take(3).Distinct());
        Assert.NotEqual(keys[2], keys[3]);
    }

    [Fact]
    public async Task CallAsync_OutcomeThatStaysUnknown_GivesTheKeyThatWasMade()
    {
        var keys = new List<string?>();
        using var bench = await Bench.OpenAsync(Keyed(keys, HttpStatusCode.BadGateway));

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.CreateOnce, s_widget));

        Assert.Equal(keys[0], error.IdempotencyKey);
        Assert.Equal((5, true), (keys.Count, error.Facts.MayHaveBeenDone));
    }

    [Fact]
    public async Task CallAsync_RequestIdInTheAddress_IsTheSameForEachAttempt()
    {
        var endpoint = Endpoint.Write<Widget, Widget>(
            "widgets.create_by_id", (_, context) => RequestSpec.Post("/widgets").Query("requestid", context.IdempotencyKey), Body.Json(AcmeJson.Default.Widget), takesKey: true);
        var wire = new FakeWire().Then(HttpStatusCode.BadGateway).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        await bench.Connector.CallAsync(endpoint, s_widget);

        Assert.Equal(2, wire.Requests.Count);
        Assert.StartsWith("?requestid=", wire.Requests[0].Uri.Query, StringComparison.Ordinal);
        Assert.Equal(wire.Requests[0].Uri, wire.Requests[1].Uri);
    }

    [Fact]
    public async Task CallAsync_KeyThatTheAttemptBeforeStillHolds_IsAskedAgain()
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Then(HttpStatusCode.Conflict).Then(HttpStatusCode.Created, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.CreateOnce, s_widget)).Id);
    }

    [Fact]
    public async Task CallAsync_ConflictAtOnce_IsAConflict()
    {
        var wire = new FakeWire().Then(HttpStatusCode.Conflict);
        using var bench = await Bench.OpenAsync(wire);

        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.CreateOnce, s_widget))).Kind);
        Assert.Single(wire.Requests);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task CallAsync_RefusedAfterAnAttemptThatMayHaveBeenDone_SaysThatItDoesNotKnow(int status)
    {
        var wire = new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")).Then((HttpStatusCode)status);
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.CreateOnce, s_widget));

        Assert.Equal(status, error.StatusCode);
        Assert.NotNull(error.IdempotencyKey);
    }

    [Fact]
    public async Task CallAsync_IdempotentWriteThatBreaks_KeepsItsKindAndSaysThatItMayHaveBeenDone()
    {
        var endpoint = Endpoint.Idempotent<string, NoContent>("widgets.put", (id, _) => RequestSpec.Put($"/widgets/{id}"), Body.None);
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.BadGateway));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(endpoint, "1"));

        Assert.Equal((ErrorKind.Unavailable, true, true), (error.Kind, error.IsTransient, error.Facts.MayHaveBeenDone));
    }

    [Fact]
    public async Task CallAsync_ReadThatBreaks_ChangesNothing()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.BadGateway));

        Assert.False((await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Facts.MayHaveBeenDone);
    }

    private static FakeWire Keyed(List<string?> keys, params HttpStatusCode[] answers)
    {
        var wire = new FakeWire();
        foreach (var status in answers)
        {
            wire.Then((request, _) =>
            {
                keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var values) ? values.Single() : null);
                return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("""{"id":"1"}""") });
            });
        }

        return wire;
    }
}
