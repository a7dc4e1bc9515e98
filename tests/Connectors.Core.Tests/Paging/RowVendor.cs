using System.Collections.Specialized;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Web;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>A provider with one table of rows, which a test may change between pages. The test says how a query is answered.</summary>
internal sealed class RowVendor(Func<NameValueCollection, RowPage> answer) : IDisposable
{
    private Bench? _bench;

    public FakeWire Wire { get; } = new();

    /// <summary>The queries that were asked, in order.</summary>
    public List<string> Asked => [.. Wire.Requests.Select(request => request.Uri.Query)];

    public static List<Row> Rows(int count, int first = 1) => [.. Enumerable.Range(first, count).Select(number => new Row($"{number}", DateTimeOffset.UnixEpoch.AddSeconds(number)))];

    /// <summary>So many rows behind some others.</summary>
    public static RowPage Slice(IReadOnlyList<Row> rows, int skip, int take) => new() { Items = [.. rows.Skip(skip).Take(take)], Total = rows.Count, HasMore = skip + take < rows.Count };

    public static int Number(NameValueCollection query, string name, int otherwise = 0) => query[name] is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    public async Task<IConnector> OpenAsync()
    {
        Wire.Then((request, _) => Task.FromResult(Answer(request.RequestUri!)));
        _bench = await Bench.OpenAsync(Wire);
        return _bench.Connector;
    }

    public async Task<List<string>> ListAsync(ListEndpoint<Row> list, CallOptions? options = null)
    {
        var connector = await OpenAsync();
        return [.. (await connector.ListAsync(list, options).ToListAsync()).Select(row => row.Id)];
    }

    public static ListEndpoint<Row> List(Pager<RowPage> pager, bool total = false, bool id = true, Func<EndpointContext, RequestSpec, RequestSpec>? request = null) => Endpoint.List(
        "rows.list",
        context => request is null ? RequestSpec.Get("/rows") : request(context, RequestSpec.Get("/rows")),
        PageOf.Json(RowJson.Default.RowPage, page => page.Items, "items"),
        pager,
        id ? row => row.Id : null,
        total ? page => page.Total : null);

    public void Dispose() => _bench?.Dispose();

    private HttpResponseMessage Answer(Uri uri)
    {
        var page = answer(HttpUtility.ParseQueryString(uri.Query));
        return page.Status is { } status
            ? new(status)
            : new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(page, RowJson.Default.RowPage), System.Text.Encoding.UTF8, "application/json") };
    }
}

internal sealed record Row(string Id, DateTimeOffset At);

internal sealed record RowPage
{
    public IReadOnlyList<Row> Items { get; init; } = [];

    public long? Total { get; init; }

    public bool HasMore { get; init; }

    public string? Next { get; init; }

    public string? Delta { get; init; }

    public PageInfo? PageInfo { get; init; }

    public RowLinks? Links { get; init; }

    [JsonIgnore]
    public HttpStatusCode? Status { get; init; }
}

internal sealed record RowLinks(PageLink Next);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RowPage))]
[JsonSerializable(typeof(RowLinks))]
[JsonSerializable(typeof(List<Row>))]
internal sealed partial class RowJson : JsonSerializerContext;
