using System.Text.Json.Serialization;
using System.Xml.Linq;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Conventions.Snippets;

/// <summary>What stands between a list or a write and the wire, as README shows it.</summary>
internal static class Engine
{
    private static readonly GraphQLApi s_tracker = new("/graphql");
    private static readonly XNamespace s_ns = "urn:com.example/hr";
    private static readonly SoapService s_hr = new(static context => RequestSpec.Post($"/service/{context.Required("tenant")}"));

    public static Pager<CustomerPage>[] Pagers() =>
    [
        // <paging>
        PageBy.Cursor<CustomerPage>("after", page => page.Next, size: "limit", max: 100),
        PageBy.Offset<CustomerPage>("offset", page => page.HasMore, size: "limit", max: 100),         // with an overlap: sees rows that shift
        PageBy.Keyset<CustomerPage, Customer>(customer => customer.Id, page => page.HasMore, parameter: "starting_after"),
        PageBy.NextLink<CustomerPage>(page => page.NextLink, delta: page => page.DeltaLink),          // then AsPages(last.Delta): later changes
        PageBy.TimeWindows(PageBy.Cursor<CustomerPage>("after", page => page.Next), cap: 10_000, from: s_founded),
        // </paging>
    ];

    public static Limit[] Limits() =>
    [
        // <limits>
        new("ten-seconds", LimitScope.Account, LimitKind.SlidingWindow, 190, TimeSpan.FromSeconds(10)) { Headers = LimitHeaders.Of("X-RateLimit-") },
        new("search", LimitScope.Account, LimitKind.SlidingWindow, 5, TimeSpan.FromSeconds(1)) { Group = "search" },   // endpoints with limit: "search"
        new("at-once", LimitScope.Credential, LimitKind.Concurrency, 5, default),                                      // until the body has ended
        new("points", LimitScope.Credential, LimitKind.TokenBucket, 250_000, TimeSpan.FromHours(1))
            { Unit = "points", Cost = 500, Headers = new() { Cost = "X-Complexity" } },                                // reserved, then settled
        // </limits>
    ];

    public static ListEndpoint<DateTimeOffset, Issue> GraphQL() =>
        // <graphql>
        s_tracker.List(                                                     // new GraphQLApi("/graphql")
            "issues.list",
            "query($first: Int!, $after: String, $since: DateTime!) { issues(first: $first, after: $after, since: $since) { nodes { id title } pageInfo { hasNextPage endCursor } } }",
            (DateTimeOffset since, EndpointContext page) => new IssuesVariables(page.PageSize ?? 50, page.PageState, since),
            EngineJson.Default.IssuesVariables,
            EngineJson.Default.IssuesData,
            data => data.Issues,                                            // record IssuesData(RelayConnection<Issue> Issues)
            id: issue => issue.Id);
        // </graphql>

    public static ListEndpoint<NoContent, Worker> Soap() =>
        // <soap>
        s_hr.List(                                                          // new SoapService(context => RequestSpec.Post($"/service/{…}"))
            "workers.list",
            (NoContent _, EndpointContext page) => new XElement(s_ns + "Get_Workers", new XElement(s_ns + "Page", page.PageState ?? "1")),
            "Worker",
            worker => new Worker((string)worker.Element(s_ns + "ID")!, (string?)worker.Element(s_ns + "Name")),
            answer => new WorkersPage((int)answer.Element(s_ns + "Page")!, (int)answer.Element(s_ns + "Total_Pages")!),
            PageBy.State<WorkersPage>((page, _) => page.Page < page.Pages ? $"{page.Page + 1}" : null, counts: true),
            id: worker => worker.Id);
        // </soap>

    public static async Task Files(IConnector drive, DownloadEndpoint<string> download, ResumableUpload<string, Customer> upload, Stream target, string path, Func<UploadSession, CancellationToken, ValueTask> keep)
    {
        // <files>
        await using var file = await drive.DownloadAsync(download, "/report.pdf");
        await file.Content.CopyToAsync(target);                            // went on where it broke; length was right, and hash where told
        await drive.UploadAsync(upload, "/report.pdf", UploadSource.From(() => File.OpenRead(path)), new() { SaveSession = keep });
        // </files>
    }

    public static async Task Cached(IConnector tracker, ListEndpoint<Issue> issues, IResponseCache cache)
    {
        // <cached>
        await tracker.ListAsync(issues, new() { Cache = cache }).CountAsync();   // new MemoryResponseCache(), kept: unchanged pages answer 304
        // </cached>
    }

    public static async Task Bulk(IConnector crm, IAsyncEnumerable<ModelWrite<Contact>> writes, ICollection<ModelWrite<Contact>> review)
    {
        // <bulk>
        await foreach (var outcome in crm.Model<Contact>().WriteAsync(writes))   // one that fails stops no other
        {
            if (outcome.Status == WriteStatus.Unknown)                           // Succeeded, Failed: nothing to wonder about
            {
                review.Add(outcome.Write);
            }
        }
        // </bulk>
    }

    public static async Task RequestLog(IServiceCollection services, IRequestLog log, DateTimeOffset yesterday)
    {
        // <request-log>
        services.AddConnectors().UseSqlite("connectors.db").AddRequestLog();      // in memory without a store
        await foreach (var (_, request) in log.ReadAsync(new() { Provider = "hubspot", MinStatus = 400, From = yesterday, Text = "contacts" }))
        {
            Console.WriteLine(request);                                           // hubspot/acme/default contacts.list: GET … -> 429 (31 ms)
        }
        // </request-log>
    }

    private static readonly DateTimeOffset s_founded = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

internal sealed record Customer(string Id);

internal sealed record CustomerPage(IReadOnlyList<Customer> Items, string? Next, bool HasMore, string? NextLink, string? DeltaLink);

internal sealed record Issue(string Id, string? Title);

internal sealed record IssuesVariables(int First, string? After, DateTimeOffset Since);

internal sealed record IssuesData(RelayConnection<Issue> Issues);

internal sealed record Worker(string Id, string? Name);

internal sealed record WorkersPage(int Page, int Pages);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IssuesVariables))]
[JsonSerializable(typeof(IssuesData))]
internal sealed partial class EngineJson : JsonSerializerContext;
