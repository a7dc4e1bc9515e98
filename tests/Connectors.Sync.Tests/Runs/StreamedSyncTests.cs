using System.Net;
using System.Text;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

/// <summary>A list that is one streamed answer is synced to its end: its pages are not taken for the last one, nor is a broken one gone on with.</summary>
public sealed class StreamedSyncTests
{
    private const int People = 1200;
    private static readonly ConnectionKey s_key = new("export", "acme");

    [Fact]
    public async Task RunAsync_StreamedListOfSeveralPages_KeepsAllAndRemovesNone()
    {
        await using var app = await AppAsync(int.MaxValue, int.MaxValue);
        var engine = app.GetRequiredService<ISyncEngine>();

        await engine.RunAsync<Person>(s_key);
        await engine.RunAsync<Person>(s_key);

        Assert.Equal(People, await app.GetRequiredService<ISyncedRecords>().ListAsync<Person>(s_key).CountAsync());
    }

    [Fact]
    public async Task RunAsync_StreamThatBreaksOff_BeginsAnewInTheNextRun()
    {
        await using var app = await AppAsync(People * 2 / 3, int.MaxValue);
        var engine = app.GetRequiredService<ISyncEngine>();
        var records = app.GetRequiredService<ISyncedRecords>();

        await Assert.ThrowsAsync<IncompleteListException>(() => engine.RunAsync<Person>(s_key));
        Assert.InRange(await records.ListAsync<Person>(s_key).CountAsync(), 1, People - 1);
        await engine.RunAsync<Person>(s_key);

        Assert.Equal(People, await records.ListAsync<Person>(s_key).CountAsync());
    }

    private static async Task<ServiceProvider> AppAsync(params int[] cuts)
    {
        var list = Endpoint.Streamed("people.export", _ => RequestSpec.Get("/people.jsonl"), StreamOf.NdJson(PersonJson.Default.Person), person => person.RemoteId!);
        var definition = new ConnectorDefinition
        {
            Id = s_key.Provider,
            DisplayName = "Export",
            Hosts = "https://export.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [list],
            Models = [Definitions.Model.Of<Person, Person>(Person.Type, person => person, Person.Type.All).List(list)],
        };
        var services = new ServiceCollection();
        var wire = new Wire(cuts);
        services.AddConnectors().AddConnector(definition).UseTransport(() => wire).AddSync();
        var app = services.BuildServiceProvider();
        await app.GetRequiredService<IConnections>().ConnectAsync(s_key, new BearerCredential("t"));
        return app;
    }

    /// <summary>Gives all people each time, or breaks off after so many.</summary>
    private sealed class Wire(int[] cuts) : HttpMessageHandler
    {
        private int _asked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var count = Math.Min(cuts[_asked++], People);
            var lines = Enumerable.Range(1, count).Select(id => $"{{\"remoteId\":\"{id}\",\"name\":\"Person {id}\"}}\n");
            var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
            var content = new StreamContent(new MemoryStream(bytes));
            content.Headers.ContentLength = count == People ? bytes.Length : bytes.Length + 1;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }
}
