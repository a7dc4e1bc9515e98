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
    public async Task Linear_TwoPagesOfGraphQL_GoOnByTheCursorAmongTheVariables()
    {
        var asked = new List<string>();
        _wire.When(HttpMethod.Post, "https://api.linear.app/graphql").Respond(async request =>
        {
            Assert.Equal("lin_api_key", request.Headers.GetValues("Authorization").Single());
            var body = await request.Content!.ReadAsStringAsync();
            asked.Add(body);
            return Json(body.Contains("\"after\":\"2f1c\"", StringComparison.Ordinal)
                ? """{"data":{"issues":{"nodes":[{"id":"9a","identifier":"ENG-13","title":"Ship","updatedAt":"2026-11-19T11:00:00.000Z","archivedAt":null}],"pageInfo":{"hasNextPage":false,"endCursor":"9a"}}}}"""
                : """{"data":{"issues":{"nodes":[{"id":"2f1c","identifier":"ENG-12","title":"Fix","updatedAt":"2026-11-19T10:00:00.000Z","archivedAt":null}],"pageInfo":{"hasNextPage":true,"endCursor":"2f1c"}}}}""");
        });
        var linear = await ConnectAsync(LinearShape.Definition, new ApiKeyCredential("lin_api_key"));

        var pages = new List<Page<LinearIssue>>();
        await foreach (var page in linear.ListAsync(LinearShape.Issues.For(new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero)), new() { IncludeRaw = true }).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal(["ENG-12", "ENG-13"], pages.SelectMany(page => page.Items).Select(issue => issue.Identifier));
        Assert.Equal("ENG-12", pages[0].Raw[0].AsJson().GetProperty("identifier").GetString());
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task Linear_RateLimitedByA400_IsALimitAndIsSentAgain()
    {
        var answers = 0;
        _wire.When(HttpMethod.Post, "https://api.linear.app/graphql").Respond(_ => answers++ == 0
            ? Json("""{"errors":[{"message":"Rate limit exceeded","extensions":{"type":"ratelimited","code":"RATELIMITED"}}]}""", HttpStatusCode.BadRequest, retryAfter: "0")
            : Json("""{"data":{"issues":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}"""));
        var linear = await ConnectAsync(LinearShape.Definition, new ApiKeyCredential("lin_api_key"));
        var cost = new CallCost();

        var issues = await linear.ListAsync(LinearShape.Issues.For(default), new() { Cost = cost }).ToListAsync();

        Assert.Empty(issues);
        Assert.Equal((2, 1), (cost.Requests, cost.RateLimited));
    }

    [Fact]
    public async Task Workday_PagesOfSoap_KeepTheMomentOfTheFirstPageEvenAfterARestart()
    {
        var bodies = new List<string>();
        _wire.When(HttpMethod.Post, "https://wd2-impl-services1.workday.com/ccx/service/acme/Human_Resources/v44.0").Respond(async request =>
        {
            var body = await request.Content!.ReadAsStringAsync();
            bodies.Add(body);
            var page = body.Contains(":Page>2<", StringComparison.Ordinal) ? 2 : 1;
            return new(HttpStatusCode.OK) { Content = new StringContent(WorkdayAnswer(page), Encoding.UTF8, "text/xml") };
        });
        var workday = await ConnectAsync(
            WorkdayShape.Definition, new BasicCredential("ISU_Conn@acme", "hunter2"), new() { ["host"] = "wd2-impl-services1.workday.com", ["tenant"] = "acme" });

        ContinuationToken? next = null;
        await foreach (var page in workday.ListAsync(WorkdayShape.Workers).AsPages())
        {
            next ??= page.Next;
        }

        var resumed = await workday.ListAsync(WorkdayShape.Workers, new() { IncludeRaw = true }).AsPages(ContinuationToken.Parse(next!.Value.Text)).ToListAsync();

        Assert.Equal("W2", Assert.Single(resumed).Items.Single().Wid);
        Assert.Contains("Formatted_Name=\"Worker 2\"", resumed[0].Raw[0].AsText(), StringComparison.Ordinal);
        Assert.Equal(3, bodies.Count);
        Assert.All(bodies.Skip(1), body => Assert.Contains(">2026-11-20T00:00:00.000-08:00<", body, StringComparison.Ordinal));
        Assert.All(bodies, body => Assert.Contains("Username>ISU_Conn@acme<", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Workday_FewerWorkersThanDeclared_IsAnIncompleteList()
    {
        _wire.When("*").Respond(_ => new(HttpStatusCode.OK) { Content = new StringContent(WorkdayAnswer(page: 2, pages: 2), Encoding.UTF8, "text/xml") });
        var workday = await ConnectAsync(
            WorkdayShape.Definition, new BasicCredential("ISU_Conn@acme", "hunter2"), new() { ["host"] = "wd2-impl-services1.workday.com", ["tenant"] = "acme" });

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await workday.ListAsync(WorkdayShape.Workers).ToListAsync());

        Assert.Equal((1, 2L), (error.Seen, error.Declared));
    }

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

    private static string WorkdayAnswer(int page, int pages = 2) => $"""
        <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v44.0">
         <wd:Response_Filter><wd:As_Of_Effective_Date>2026-11-20</wd:As_Of_Effective_Date><wd:As_Of_Entry_DateTime>2026-11-20T00:00:00.000-08:00</wd:As_Of_Entry_DateTime><wd:Page>{page}</wd:Page><wd:Count>1</wd:Count></wd:Response_Filter>
         <wd:Response_Results><wd:Total_Results>2</wd:Total_Results><wd:Total_Pages>{pages}</wd:Total_Pages><wd:Page_Results>1</wd:Page_Results><wd:Page>{page}</wd:Page></wd:Response_Results>
         <wd:Response_Data><wd:Worker><wd:Worker_Reference><wd:ID wd:type="WID">W{page}</wd:ID><wd:ID wd:type="Employee_ID">2100{page}</wd:ID></wd:Worker_Reference>
          <wd:Worker_Data><wd:Personal_Data><wd:Name_Data><wd:Legal_Name_Data><wd:Name_Detail_Data wd:Formatted_Name="Worker {page}"/></wd:Legal_Name_Data></wd:Name_Data></wd:Personal_Data></wd:Worker_Data></wd:Worker></wd:Response_Data>
        </wd:Get_Workers_Response></env:Body></env:Envelope>
        """;
}
