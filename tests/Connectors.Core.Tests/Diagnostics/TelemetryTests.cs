using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Diagnostics;

public sealed class TelemetryTests
{
    private const string Widget = """{"id":"1","name":"One"}""";

    [Fact]
    public async Task Metrics_OfACallThatIsRetriedAndLimited_CountEachRequest()
    {
        using var meter = new Metered("telemetry-retried");
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.TooManyRequests).Then(HttpStatusCode.OK, Widget);
        using var bench = await OpenAsync(meter, wire);

        await bench.Connector.CallAsync(Acme.CreateOnce, new("1", "One"), new() { IdempotencyKey = "k" });

        Assert.Equal(["503 503", "429 429", "200"], meter.Of("connectors.requests").Select(one => $"{one["http.response.status_code"]} {one.GetValueOrDefault("error.type")}".Trim()));
        Assert.Equal(["Unavailable", "RateLimited"], meter.Of("connectors.retries").Select(one => one["error.type"]));
        Assert.Single(meter.Of("connectors.rate_limited"));
        var call = Assert.Single(meter.Of("connectors.call.duration"));
        Assert.Equal(("widgets.create_once", 200, false), (call["connectors.endpoint"], call["http.response.status_code"], call.ContainsKey("error.type")));
        Assert.False(call.ContainsKey("connectors.connection"));
        Assert.Equal((3 * 23L, (long)Widget.Length), (meter.Sum("connectors.io", "transmit"), meter.Sum("connectors.io", "receive")));
    }

    [Fact]
    public async Task Metrics_OfAList_CountItsRecords()
    {
        using var meter = new Metered("telemetry-list");
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"},{"id":"2"}],"next":"a"}""").Then(HttpStatusCode.OK, """{"items":[{"id":"3"}]}""");
        using var bench = await OpenAsync(meter, wire);

        await foreach (var widget in bench.Connector.ListAsync(Acme.Widgets))
        {
            Assert.NotNull(widget);
        }

        Assert.Equal(3, meter.Sum("connectors.records"));
    }

    [Fact]
    public async Task Metrics_OfACallWithoutAnswer_SayWhy()
    {
        using var meter = new Metered("telemetry-lost");
        using var bench = await OpenAsync(meter, new FakeWire().Then(new HttpRequestException(HttpRequestError.ResponseEnded)));

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.CallAsync(Acme.Create, new("1", "One")));

        Assert.Equal("Transport", Assert.Single(meter.Of("connectors.requests"))["error.type"]);
        Assert.Equal("OutcomeUnknown", Assert.Single(meter.Of("connectors.call.duration"))["error.type"]);
    }

    [Fact]
    public async Task Metrics_TellTheFirstConnectionsApart_WhenAskedTo()
    {
        using var meter = new Metered("telemetry-tagged");
        using var bench = await OpenAsync(meter, new FakeWire().Then(HttpStatusCode.OK, Widget), builder => builder.ConfigureDiagnostics(options => options.MaxConnectionTags = 2));
        foreach (var tenant in new[] { "a", "b", "c", "a" })
        {
            var key = new ConnectionKey(meter.Provider, tenant);
            await bench.Get<IConnections>().ConnectAsync(key, new BearerCredential("x"));
            await (await bench.Get<IConnectorFactory>().OpenAsync(key)).CallAsync(Acme.Widget, "1");
        }

        Assert.Equal([$"{meter.Provider}/a/default", $"{meter.Provider}/b/default", "other", $"{meter.Provider}/a/default"], meter.Of("connectors.call.duration").Select(one => one["connectors.connection"]));
    }

    [Fact]
    public async Task Metrics_OfAnObserverThatFails_CountWhatItLost()
    {
        using var meter = new Metered("telemetry-observer");
        var name = $"observer-{Guid.NewGuid():N}";
        using (var bench = await OpenAsync(meter, new FakeWire().Then(HttpStatusCode.OK, Widget), builder => builder.AddCallObserver(name, static _ => new Failing())))
        {
            await bench.Connector.CallAsync(Acme.Widget, "1");
        }

        Assert.Equal(2, meter.All("connectors.observer.dropped").Where(one => Equals(one.Tags["connectors.observer"], name)).Sum(one => one.Value));
    }

    [Fact]
    public async Task Activities_OverARealConnection_AreOneOfACall_WithTheRuntimesUnderIt()
    {
        await using var server = await ServerAsync();
        var started = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Connectors" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = started.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Definition("telemetry-real", server.Urls.Single()), options => options.RetryDelay = TimeSpan.FromMilliseconds(1));
        await using var app = services.BuildServiceProvider();
        var key = new ConnectionKey("telemetry-real", "t");
        await app.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("x"));

        await (await app.GetRequiredService<IConnectorFactory>().OpenAsync(key)).CallAsync(Acme.Widget, "1", new() { Correlation = "order 7", SyncRun = "run1" });

        var call = Assert.Single(started, one => one.Source.Name == "Connectors" && Equals(one.GetTagItem("connectors.provider"), "telemetry-real"));
        var requests = started.Where(one => one.TraceId == call.TraceId && one.Source.Name == "System.Net.Http").ToList();
        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Equal(call.SpanId, request.ParentSpanId));
        Assert.Equal(("telemetry-real widgets.get", ActivityStatusCode.Unset), (call.DisplayName, call.Status));
        Assert.Equal((2, 200, "order 7", "run1"), (call.GetTagItem("connectors.attempts"), call.GetTagItem("http.response.status_code"), call.GetTagItem("connectors.correlation"), call.GetTagItem("connectors.sync.run")));
        Assert.Equal("telemetry-real/t/default", call.GetTagItem("connectors.connection"));
    }

    [Fact]
    public async Task Activity_OfACallThatFails_SaysWhy()
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Connectors",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var meter = new Metered("telemetry-failed");
        using var bench = await OpenAsync(meter, new FakeWire().Then(HttpStatusCode.NotFound));

        await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));

        var call = Assert.Single(stopped, one => Equals(one.GetTagItem("connectors.provider"), meter.Provider));
        Assert.Equal((ActivityStatusCode.Error, "NotFound", 404), (call.Status, call.GetTagItem("error.type"), call.GetTagItem("http.response.status_code")));
    }

    private static Task<Bench> OpenAsync(Metered meter, FakeWire wire, Action<IConnectorsBuilder>? build = null) => Bench.OpenAsync(wire, build: build, definition: Definition(meter.Provider, "https://api.acme.test"));

    /// <summary>An id of its own: metrics and traces of a process are one for all tests.</summary>
    private static ConnectorDefinition Definition(string id, string host) => new()
    {
        Id = id,
        DisplayName = "Acme",
        Hosts = host,
        Auth = [new BearerScheme("token")],
        Endpoints = [Acme.Widgets, Acme.Widget, Acme.Create, Acme.CreateOnce],
    };

    /// <summary>A server that is busy once.</summary>
    private static async Task<WebApplication> ServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var requests = 0;
        server.Run(async context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) == 1 ? 503 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Widget);
        });
        await server.StartAsync();
        return server;
    }

    private sealed class Failing : ICallObserver
    {
        public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken) => throw new InvalidOperationException("No.");
    }
}

/// <summary>Listens to the metrics of one provider.</summary>
internal sealed class Metered : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _seen = [];
    private readonly MeterListener _listener = new();

    public Metered(string provider)
    {
        Provider = provider;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Connectors")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        _listener.Start();
    }

    public string Provider { get; }

    public IEnumerable<(double Value, Dictionary<string, object?> Tags)> All(string name) => _seen.Where(one => one.Name == name).Select(one => (one.Value, one.Tags));

    public IEnumerable<Dictionary<string, object?>> Of(string name) => All(name).Where(one => Equals(one.Tags.GetValueOrDefault("connectors.provider"), Provider)).Select(one => one.Tags);

    public double Sum(string name, string? direction = null) => All(name)
        .Where(one => Equals(one.Tags.GetValueOrDefault("connectors.provider"), Provider) && (direction is null || Equals(one.Tags["network.io.direction"], direction)))
        .Sum(one => one.Value);

    public void Dispose() => _listener.Dispose();
}
