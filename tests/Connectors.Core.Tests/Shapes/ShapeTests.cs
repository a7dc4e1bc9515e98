using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Shapes;

/// <summary>Vendors that differ in every respect, on the same contracts and without a special case in Core.</summary>
public sealed class ShapeTests : IDisposable
{
    private readonly MockHttpMessageHandler _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task Dropbox_ListGoesOnAtAnotherEndpointAndEndsWithADelta_FromWhichOnlyChangesCome()
    {
        _wire.When(HttpMethod.Post, "https://api.dropboxapi.com/2/files/list_folder").Respond("application/json",
            """{"entries":[{".tag":"file","name":"a.txt","id":"id:a","path_lower":"/a.txt","rev":"1","size":7}],"cursor":"c1","has_more":true}""");
        _wire.When(HttpMethod.Post, "https://api.dropboxapi.com/2/files/list_folder/continue").WithPartialContent("c1").Respond("application/json",
            """{"entries":[],"cursor":"c2","has_more":true}""");
        _wire.When(HttpMethod.Post, "https://api.dropboxapi.com/2/files/list_folder/continue").WithPartialContent("c2").Respond("application/json",
            """{"entries":[{".tag":"folder","name":"math","id":"id:m","path_lower":"/math"}],"cursor":"c3","has_more":false}""");
        _wire.When(HttpMethod.Post, "https://api.dropboxapi.com/2/files/list_folder/continue").WithPartialContent("c3").Respond("application/json",
            """{"entries":[{".tag":"deleted","name":"a.txt","path_lower":"/a.txt"}],"cursor":"c4","has_more":false}""");
        var dropbox = await ConnectAsync(DropboxShape.Definition, new BearerCredential("sl.token"));

        var pages = await dropbox.ListAsync(DropboxShape.ListFolder.For("")).AsPages().ToListAsync();
        var later = await dropbox.ListAsync(DropboxShape.ListFolder.For("")).AsPages(pages[^1].Delta).ToListAsync();

        Assert.Equal([1, 0, 1], pages.Select(page => page.Items.Count));
        Assert.Equal("deleted", Assert.Single(Assert.Single(later).Items).Tag);
    }

    [Fact]
    public async Task Dropbox_Download_StreamsFromTheContentHostWithTheToken()
    {
        _wire.When(HttpMethod.Post, "https://content.dropboxapi.com/2/files/download")
            .WithHeaders("Authorization", "Bearer sl.token").WithHeaders("Dropbox-API-Arg", """{"path":"/a.txt"}""")
            .Respond(_ => new(HttpStatusCode.OK)
            {
                Headers = { { "Dropbox-API-Result", """{"name":"a.txt","id":"id:a","rev":"1","size":7}""" } },
                Content = new ByteArrayContent("content"u8.ToArray()),
            });
        var dropbox = await ConnectAsync(DropboxShape.Definition, new BearerCredential("sl.token"));

        var file = await dropbox.CallAsync(DropboxShape.Download, "/a.txt");

        await using (file.Content)
        {
            using var reader = new StreamReader(file.Content);
            Assert.Equal("content", await reader.ReadToEndAsync());
        }

        Assert.Equal("id:a", file.Entry.Id);
    }

    [Fact]
    public async Task Dropbox_Longpoll_GoesToItsOwnHostWithoutACredential()
    {
        _wire.When(HttpMethod.Post, "https://notify.dropboxapi.com/2/files/list_folder/longpoll").Respond(request =>
        {
            Assert.Null(request.Headers.Authorization);
            return Json("""{"changes":true,"backoff":60}""");
        });
        var dropbox = await ConnectAsync(DropboxShape.Definition, new BearerCredential("sl.token"));

        Assert.Equal(60, (await dropbox.CallAsync(DropboxShape.Longpoll, "c3")).Backoff);
    }

    [Fact]
    public async Task Dropbox_NotFoundToldByA409_IsNotFound()
    {
        _wire.When("*").Respond(_ => Json("""{"error_summary":"path/not_found/..","error":{".tag":"path","path":{".tag":"not_found"}}}""", HttpStatusCode.Conflict));
        var dropbox = await ConnectAsync(DropboxShape.Definition, new BearerCredential("sl.token"));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => dropbox.CallAsync(DropboxShape.Download, "/gone.txt"));

        Assert.Equal((ErrorKind.NotFound, "path/not_found"), (error.Kind, error.ErrorCode));
    }

    private async Task<IConnector> ConnectAsync(Connectors.Definitions.ConnectorDefinition definition, Credential credential, ConnectionSettings? settings = null)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(definition).UseTransport(() => _wire);
        var provider = services.BuildServiceProvider(validateScopes: true);
        var key = new ConnectionKey(definition.Id, "acme");
        await provider.GetRequiredService<IConnections>().ConnectAsync(key, credential, settings);
        return await provider.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }
}
