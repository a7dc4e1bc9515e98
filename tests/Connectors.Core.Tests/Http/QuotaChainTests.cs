using System.Net;
using System.Runtime.CompilerServices;
using Connectors.Definitions;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>What the chain asks of the quota, and what it tells it.</summary>
public sealed class QuotaChainTests
{
    private static readonly Limit _points = new("points", LimitScope.App, LimitKind.FixedWindow, 100, TimeSpan.FromHours(1)) { Unit = "points" };

    private static readonly Endpoint<int, Widget> _priced = Endpoint.Read<int, Widget>(
        "widgets.priced", (cost, _) => RequestSpec.Get("/widgets/1").Cost("points", cost), Body.Json(AcmeJson.Default.Widget));

    [Fact]
    public async Task CallAsync_CostOfTheRequest_IsTakenAndSettledByTheBody()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"30","name":"x"}""");
        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.Zero, definition: Definition(settles: true));

        for (var call = 0; call < 2; call++)
        {
            await bench.Connector.CallAsync(_priced, 70);
        }

        await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.CallAsync(_priced, 70));
        await bench.Connector.CallAsync(_priced, 40);
        Assert.Equal(3, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_UsageThatCannotBeRead_IsAsIfNothingWasSaid()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"many"}""");
        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.Zero, definition: Definition(settles: true));

        await bench.Connector.CallAsync(_priced, 70);

        await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.CallAsync(_priced, 31));
    }

    [Fact]
    public async Task CallAsync_CostAboveTheLimit_FailsBeforeAnythingIsSent()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire, definition: Definition());

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(_priced, 101));

        Assert.Equal((ErrorKind.Validation, "widgets.priced"), (error.Kind, error.Endpoint));
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task SendAsync_RawCallWithACost_TakesIt()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, "{}");
        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.Zero, definition: Definition());

        (await bench.Connector.SendAsync(new RawRequest(HttpMethod.Get, "/x") { Costs = [new("points", 100)] })).Dispose();

        await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.SendAsync(HttpMethod.Get, "/x"));
    }

    [Fact]
    public async Task ListAsync_PageAskedForAheadWaitsForQuota_LetsItsCallerGoAtOnce()
    {
        var wire = new FakeWire();
        for (var page = 0; page < 2; page++)
        {
            wire.Then(HttpStatusCode.OK, $$"""{"items":[{"id":"{{page}}"}],"next":"{{page}}"}""");
        }

        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.FromHours(20), definition: Definition(Acme.Widgets.Costing("points", 50)));
        using var caller = new CancellationTokenSource();
        var list = bench.Connector.ListAsync(Acme.Widgets.Costing("points", 50)).GetAsyncEnumerator(caller.Token);
        Assert.True(await list.MoveNextAsync());
        Assert.True(await list.MoveNextAsync());
        var next = list.MoveNextAsync().AsTask();

        await caller.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(caller.Token, error.CancellationToken);
        await list.DisposeAsync();
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_StreamThatNobodyDisposesOf_GivesItsPermitBack()
    {
        var wire = new FakeWire().ThenBody(() => new MemoryStream(new byte[100]));
        var atOnce = new Limit("at-once", LimitScope.App, LimitKind.Concurrency, 1, TimeSpan.Zero);
        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.Zero, definition: Definition(limit: atOnce));

        await AbandonAsync(bench);

        var isFree = false;
        for (var turn = 0; turn < 50 && !isFree; turn++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            isFree = await TryAsync(bench);
        }

        Assert.True(isFree);
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""")]
    [InlineData(400, """{"errors":[{"extensions":{"code":"RATELIMITED"}}]}""")]
    [InlineData(403, """[{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]""")]
    [InlineData(403, """{"error":{"errors":[{"reason":"userRateLimitExceeded"}]}}""")]
    public async Task CallAsync_RefusalUnderAnotherStatus_ClosesTheGateLikeA429(int status, string body)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, body, adorn: answer => answer.Headers.TryAddWithoutValidation("Retry-After", "3600"));
        using var bench = await Bench.OpenAsync(wire, options => options.MaxQuotaWait = TimeSpan.Zero, definition: Definition());

        for (var call = 0; call < 2; call++)
        {
            var error = await Assert.ThrowsAsync<RateLimitedException>(() => bench.Connector.CallAsync(_priced, 1));
            Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 3000, 3600);
        }

        Assert.Single(wire.Requests);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AbandonAsync(Bench bench)
    {
        var stream = await bench.Connector.CallAsync(Acme.Export, "x");
        Assert.True(await stream.ReadAsync(new byte[10]) > 0);
        Assert.False(await TryAsync(bench));
        GC.KeepAlive(stream);
    }

    private static async Task<bool> TryAsync(Bench bench)
    {
        try
        {
            await (await bench.Connector.CallAsync(Acme.Export, "x")).DisposeAsync();
            return true;
        }
        catch (RateLimitedException)
        {
            return false;
        }
    }

    private static ConnectorDefinition Definition(Endpoint? list = null, Limit? limit = null, bool settles = false) => new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = "https://api.acme.test",
        Auth = [new BearerScheme("token")],
        Endpoints = [list ?? Acme.Widgets, _priced, Acme.Export],
        Limits = [limit ?? _points],
        Rules = new()
        {
            Usage = facts => !settles ? null : new("points")
            {
                Cost = long.Parse(ResponseRules.ParseJson(facts, AcmeJson.Default.Widget)!.Id, System.Globalization.CultureInfo.InvariantCulture),
            },
            Rule = facts => facts.Body.Span.IndexOf("LIMIT"u8) >= 0 || facts.Body.Span.IndexOf("atelimit"u8) >= 0 || facts.Body.Span.IndexOf("RateLimit"u8) >= 0
                ? ResponseAction.Limited()
                : null,
        },
    };
}
