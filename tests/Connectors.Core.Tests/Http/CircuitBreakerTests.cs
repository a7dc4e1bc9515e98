using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Tests.Http;

/// <summary>A host that fails is left alone for a while, and only a host that fails.</summary>
public sealed class CircuitBreakerTests : IDisposable
{
    private const int Minimum = 4;
    private readonly ManualTimeProvider _time = new();
    private readonly ListLogger _log = new();
    private readonly CountingQuota _quota = new();

    public static TheoryData<string> Failures { get; } = ["reset", "500", "503", "unreachable"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task CallAsync_HostThatFails_IsLeftAloneAndNoQuotaIsSpent(string failure)
    {
        var wire = Failing(failure);
        using var bench = await OpenAsync(wire);
        await FailAsync(bench.Connector, Minimum);
        var (sent, taken) = (wire.Requests.Count, _quota.Taken);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        Assert.Equal((ErrorKind.Unavailable, Advice.RetryLater, true), (error.Kind, error.Advice, error.IsTransient));
        Assert.Equal(TimeSpan.FromSeconds(10), error.Facts.RetryAfter);
        Assert.Contains("api.acme.test", error.Message, StringComparison.Ordinal);
        Assert.Equal((sent, taken), (wire.Requests.Count, _quota.Taken));
        Assert.Equal(1, _log.Count(1002));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(429)]
    public async Task CallAsync_HostThatRefuses_IsCalledOn(int status)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, adorn: static response => response.Headers.TryAddWithoutValidation("Retry-After", "0"));
        using var bench = await OpenAsync(wire);

        await FailAsync(bench.Connector, Minimum * 3);

        Assert.Equal(0, _log.Count(1002));
        Assert.True(status == 401 || wire.Requests.Count == Minimum * 3);
    }

    [Fact]
    public async Task CallAsync_HostThatIsBack_IsFoundByOneCallAndThenCalledByAll()
    {
        var wire = Failing("503", times: Minimum).Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await OpenAsync(wire);
        await FailAsync(bench.Connector, Minimum);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
        Assert.Equal(Minimum + 2, wire.Requests.Count);
        Assert.Equal(2, _log.Count(1003));
    }

    [Fact]
    public async Task CallAsync_HostThatStillFails_IsLeftAloneAgainAfterOneCall()
    {
        var wire = Failing("503");
        using var bench = await OpenAsync(wire);
        await FailAsync(bench.Connector, Minimum);

        _time.Advance(TimeSpan.FromSeconds(10));
        await FailAsync(bench.Connector, 5);

        Assert.Equal(Minimum + 1, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_FewFailuresAfterManyGoodAnswers_IsCalledOn()
    {
        var good = Minimum * 10;
        var wire = new FakeWire();
        for (var call = 0; call < good; call++)
        {
            wire.Then(HttpStatusCode.OK, """{"id":"1"}""");
        }

        wire.Then(HttpStatusCode.ServiceUnavailable);
        using var bench = await OpenAsync(wire);
        for (var call = 0; call < good; call++)
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        await FailAsync(bench.Connector, Minimum * 2);
        Assert.Equal((good + (Minimum * 2), 0), (wire.Requests.Count, _log.Count(1002)));

        await FailAsync(bench.Connector, good);
        Assert.Equal(1, _log.Count(1002));
    }

    [Fact]
    public async Task CallAsync_GoodAnswersOfLongAgo_DoNotOutweighAnOutage()
    {
        var wire = new FakeWire();
        for (var call = 0; call < Minimum * 10; call++)
        {
            wire.Then(HttpStatusCode.OK, """{"id":"1"}""");
        }

        wire.Then(HttpStatusCode.ServiceUnavailable);
        using var bench = await OpenAsync(wire);
        for (var call = 0; call < Minimum * 10; call++)
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await FailAsync(bench.Connector, Minimum);

        Assert.Equal(1, _log.Count(1002));
    }

    [Fact]
    public async Task CallAsync_WhileOneCallTries_OthersAreRefused()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var wire = Failing("503", times: Minimum).Then((_, _) => answer.Task);
        using var bench = await OpenAsync(wire);
        await FailAsync(bench.Connector, Minimum);
        _time.Advance(TimeSpan.FromSeconds(10));

        var trying = bench.Connector.CallAsync(Acme.Widget, "1");
        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Kind);
        answer.SetResult(new(HttpStatusCode.OK) { Content = new StringContent("""{"id":"1"}""") });

        Assert.Equal("1", (await trying).Id);
        Assert.Equal(Minimum + 1, wire.Requests.Count);
    }

    [Fact]
    public async Task CallAsync_CancelledWhileItTries_LeavesTheHostAloneUntilTheNextCallTries()
    {
        var wire = Failing("503", times: Minimum).ThenNever().Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await OpenAsync(wire);
        await FailAsync(bench.Connector, Minimum);
        _time.Advance(TimeSpan.FromSeconds(10));
        using var cancel = new CancellationTokenSource();

        var trying = bench.Connector.CallAsync(Acme.Widget, "1", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying);
        await FailAsync(bench.Connector, 1);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
    }

    [Fact]
    public async Task CallAsync_WriteWhileTheHostIsLeftAlone_WasCertainlyNotDone()
    {
        using var bench = await OpenAsync(Failing("503"));
        await FailAsync(bench.Connector, Minimum);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Create, new("1", null)));

        Assert.Equal((ErrorKind.Unavailable, false), (error.Kind, error.Facts.MayHaveBeenDone));
    }

    [Fact]
    public async Task CallAsync_AnotherCustomersHost_IsNotTouched()
    {
        var wire = new FakeWire().Then((request, _) => Task.FromResult(new HttpResponseMessage(request.RequestUri!.Host.StartsWith("bad", StringComparison.Ordinal) ? HttpStatusCode.BadGateway : HttpStatusCode.OK) { Content = new StringContent("{}") }));
        using var bench = await OpenAsync(wire, definition: Sites);
        var factory = bench.Services.GetRequiredService<IConnectorFactory>();
        foreach (var site in new[] { "bad", "good" })
        {
            await bench.Services.GetRequiredService<IConnections>().ConnectAsync(new("sites", site), new BearerCredential("t"), new() { ["site"] = site });
        }

        var (bad, good) = (await factory.OpenAsync(new("sites", "bad")), await factory.OpenAsync(new("sites", "good")));
        for (var call = 0; call < Minimum; call++)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => bad.SendAsync(HttpMethod.Get, "/x"));
        }

        var sent = wire.Requests.Count;
        await Assert.ThrowsAsync<ConnectorException>(() => bad.SendAsync(HttpMethod.Get, "/x"));
        using var answer = await good.SendAsync(HttpMethod.Get, "/x");

        Assert.Equal((200, sent + 1), (answer.StatusCode, wire.Requests.Count));
    }

    [Fact]
    public async Task CallAsync_SwitchedOff_IsCalledOn()
    {
        var wire = Failing("503");
        using var bench = await OpenAsync(wire, options => options.UseCircuitBreaker = false);

        await FailAsync(bench.Connector, Minimum * 3);

        Assert.Equal(Minimum * 3, wire.Requests.Count);
    }

    [Fact]
    public void Of_MoreHostsThanAreRemembered_ForgetsThoseOfWhichThereIsNothingToKnow()
    {
        var runtime = new ConnectorRuntime(Acme.Definition, Options(new()), null!, _time);
        var breakers = runtime.Breakers!;
        var failing = breakers.Of(new("https://failing.test"));
        for (var attempt = 0; attempt < Minimum; attempt++)
        {
            failing.Record(HostHealth.Bad, _time.GetTimestamp());
        }

        for (var host = 0; host < HostBreakers.MostHosts * 3; host++)
        {
            breakers.Of(new($"https://host{host}.test"));
        }

        Assert.InRange(breakers.Count, 1, HostBreakers.MostHosts);
        Assert.Same(failing, breakers.Of(new("https://failing.test/other")));
        Assert.False(failing.IsClosed);
    }

    public void Dispose() => _log.Dispose();

    private static readonly ConnectorDefinition s_sites = new()
    {
        Id = "sites",
        DisplayName = "Sites",
        Hosts = "https://{site}.sites.test",
        Settings = [new("site", "Site") { Pattern = "[a-z]+", Required = true }],
        Auth = [new BearerScheme("token")],
        Endpoints = [],
    };

    private static ConnectorDefinition Sites => s_sites;

    private static FakeWire Failing(string failure, int times = 1)
    {
        var wire = new FakeWire();
        for (var time = 0; time < times; time++)
        {
            _ = failure switch
            {
                "reset" => wire.Then(new HttpRequestException(HttpRequestError.ResponseEnded, "reset")),
                "unreachable" => wire.Then(new HttpRequestException(HttpRequestError.ConnectionError, "refused")),
                _ => wire.Then((HttpStatusCode)int.Parse(failure)),
            };
        }

        return wire;
    }

    private static async Task FailAsync(IConnector connector, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            await Assert.ThrowsAnyAsync<ConnectorException>(() => connector.CallAsync(Acme.Widget, "1"));
        }
    }

    private static ConnectorOptions Options(ConnectorOptions options)
    {
        options.MaxRetries = 0;
        options.BreakerMinimumThroughput = Minimum;
        options.AllowPrivateHosts = true;
        return options;
    }

    private Task<Bench> OpenAsync(FakeWire wire, Action<ConnectorOptions>? configure = null, ConnectorDefinition? definition = null) => Bench.OpenAsync(
        wire,
        options =>
        {
            Options(options);
            configure?.Invoke(options);
        },
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddSingleton<ILoggerFactory>(_log);
            builder.Services.AddSingleton<IQuota>(_quota);
        },
        definition,
        connects: definition is null);

    private sealed class CountingQuota : IQuota
    {
        public int Taken { get; private set; }

        public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
        {
            Taken++;
            return new(new Lease());
        }

        private sealed class Lease : IQuotaLease
        {
            public TimeSpan Waited => TimeSpan.Zero;

            public void Observe(in QuotaObservation seen)
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
