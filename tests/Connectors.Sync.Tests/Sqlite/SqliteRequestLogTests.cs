using System.Net;
using System.Text;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Definitions.RequestSpec;

namespace Connectors.Sync.Tests;

/// <summary>The request log of an app over a file.</summary>
public sealed class SqliteRequestLogTests : IDisposable
{
    private static readonly ConnectionKey s_key = new("people", "acme");
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task App_ThatEnds_HasWrittenAllThatItSaw()
    {
        for (var run = 0; run < 2; run++)
        {
            await using var app = await OpenAsync();
            for (var call = 0; call < 50; call++)
            {
                await CallAsync(app, $"/people/{run}/{call}");
            }
        }

        await using var reader = await OpenAsync();
        var entries = await reader.GetRequiredService<IRequestLog>().ReadAsync(new() { PageSize = 7 }).ToListAsync();

        Assert.Equal(100, entries.Count);
        Assert.EndsWith("/people/1/49", entries[0].Request.Uri, StringComparison.Ordinal);
        Assert.EndsWith("/people/0/0", entries[^1].Request.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_LeavesNoTraceInTheFile()
    {
        await using (var app = await OpenAsync())
        {
            await CallAsync(app, "/people/marked-7f3a");
            await app.GetRequiredService<IRequestLog>().FlushAsync();
            Assert.Contains("marked-7f3a", Bytes(), StringComparison.Ordinal);

            await app.GetRequiredService<IConnections>().ForgetAsync(s_key);
        }

        Assert.DoesNotContain("marked-7f3a", Bytes(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_ItsRequestsAreFoundByTheRun()
    {
        await using var app = await OpenAsync();
        await CallAsync(app, "/other");

        var report = await app.GetRequiredService<ISyncEngine>().RunAsync<Person>(s_key, new() { Correlation = "nightly" });

        var entry = Assert.Single(await app.GetRequiredService<IRequestLog>().ReadAsync(new() { SyncRun = report.Run }).ToListAsync()).Request;
        Assert.Equal(("people.list", "nightly", 200), (entry.Endpoint, entry.Correlation, entry.StatusCode));
    }

    private static async Task CallAsync(ServiceProvider app, string path)
    {
        var connector = await app.GetRequiredService<IConnectorFactory>().OpenAsync(s_key);
        using var answer = await connector.SendAsync(HttpMethod.Get, path);
    }

    private async Task<ServiceProvider> OpenAsync()
    {
        var list = Endpoint.List("people.list", static _ => Get("/people"), PageOf.JsonArray(PersonJson.Default.ListPerson), PageBy.Single<List<Person>>());
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(new()
        {
            Id = "people",
            DisplayName = "People",
            Hosts = "https://people.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [list],
            Models = [Definitions.Model.Of<Person, Person>(Person.Type, static person => person, Person.Type.All).List(list)],
        }).UseSqlite(_file.Path).AddRequestLog().UseTransport(static () => new Empty());
        var app = services.BuildServiceProvider(validateScopes: true);
        await app.GetRequiredService<IConnections>().ConnectAsync(s_key, new BearerCredential("x"));
        return app;
    }

    private string Bytes() => string.Concat(new[] { _file.Path, _file.Path + "-wal" }.Where(File.Exists).Select(path =>
    {
        using var stream = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }));

    private sealed class Empty : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent("[]", Encoding.UTF8, "application/json") });
    }
}
