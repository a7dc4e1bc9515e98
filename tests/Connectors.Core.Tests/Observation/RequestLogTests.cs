using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Core.Tests.Observation;

public sealed class RequestLogTests
{
    private const string Widget = """{"id":"1","name":"One"}""";

    [Fact]
    public async Task Read_AfterCalls_GivesEachRequest_TheNewestFirst()
    {
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK, Widget).Then(HttpStatusCode.NotFound);
        using var bench = await Bench.OpenAsync(wire, build: builder => builder.AddRequestLog());
        await bench.Connector.CallAsync(Acme.Widget, "1", new() { Correlation = "order 7" });
        await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "2"));
        var log = bench.Get<IRequestLog>();

        Assert.Equal([404, 200, 503], (await log.ReadAsync().ToListAsync()).Select(entry => entry.Request.StatusCode));
        Assert.Equal([404, 503], (await log.ReadAsync(new() { Failed = true }).ToListAsync()).Select(entry => entry.Request.StatusCode));
        Assert.Equal([200, 503], (await log.ReadAsync(new() { Correlation = "order 7", PageSize = 1 }).ToListAsync()).Select(entry => entry.Request.StatusCode));
        Assert.Equal("https://api.acme.test/widgets/2", Assert.Single(await log.ReadAsync(new() { Text = "WIDGETS/2" }).ToListAsync()).Request.Uri);
    }

    [Fact]
    public async Task ReadPage_SaysWhereTheNextOneBegins()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), build: builder => builder.AddRequestLog());
        for (var call = 0; call < 3; call++)
        {
            await bench.Connector.CallAsync(Acme.Widget, $"{call}");
        }

        var log = bench.Get<IRequestLog>();
        var first = await log.ReadPageAsync(new() { PageSize = 2 });
        var second = await log.ReadPageAsync(new() { PageSize = 2, Before = first.Next });

        Assert.Equal((2, 1), (first.Entries.Count, second.Entries.Count));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<ConnectorException>(() => log.ReadPageAsync(new() { PageSize = 1001 }));
    }

    [Fact]
    public async Task Forget_ErasesTheConnectionsEntries()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), build: builder => builder.AddRequestLog());
        await bench.Connector.CallAsync(Acme.Widget, "1");

        await bench.Get<IConnections>().ForgetAsync(bench.Connector.Key);

        Assert.Empty(await bench.Get<IRequestLog>().ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task Entries_OlderThanAllowed_AreNotGiven_AndDeleted()
    {
        var time = new ManualTimeProvider();
        var wire = new FakeWire().Then(HttpStatusCode.OK, Widget);
        using var bench = await Bench.OpenAsync(wire, build: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.AddRequestLog(options => (options.MaxAge, options.MaxEntries) = (TimeSpan.FromHours(1), 2));
        });
        var log = bench.Get<IRequestLog>();
        await bench.Connector.CallAsync(Acme.Widget, "1");
        Assert.Single(await log.ReadAsync().ToListAsync());

        time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await log.ReadAsync().ToListAsync());

        for (var call = 2; call < 6; call++)
        {
            await bench.Connector.CallAsync(Acme.Widget, $"{call}");
        }

        Assert.Equal(["https://api.acme.test/widgets/5", "https://api.acme.test/widgets/4"], (await log.ReadAsync().ToListAsync()).Select(entry => entry.Request.Uri));
    }

    [Fact]
    public void AddRequestLog_OptionsThatMakeNoSense_AreRefusedAtTheStart()
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddRequestLog(options => options.MaxEntries = 0);
        using var app = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(app.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains("MaxEntries", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddRequestLog_Twice_LogsOnce()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Widget), build: builder => builder.AddRequestLog().AddRequestLog());

        await bench.Connector.CallAsync(Acme.Widget, "1");

        Assert.Single(await bench.Get<IRequestLog>().ReadAsync().ToListAsync());
    }
}
