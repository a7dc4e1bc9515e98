using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Core.Tests.Protocols.Linear;

/// <summary>
/// Linear's side, in memory: issues by the time of their update, cursors, labels, and the limit that it tells by a 400. Answers in the
/// shapes of its documentation. Knows nothing of the SDK.
/// </summary>
internal sealed class LinearVendor : HttpMessageHandler
{
    public const string Key = "lin_api_canary_0123456789";

    private readonly List<JsonObject> _issues = [];

    public List<JsonObject> Requests { get; } = [];

    /// <summary>How many requests are answered before the limit is told, once.</summary>
    public int LimitAfter { get; set; } = int.MaxValue;

    public int Created => _issues.Count(issue => (string?)issue["title"] is { } title && title.StartsWith("new", StringComparison.Ordinal));

    public void Add(int number, DateTimeOffset updated, int labels = 1) => _issues.Add(new()
    {
        ["id"] = $"id-{number}",
        ["identifier"] = $"ENG-{number}",
        ["title"] = $"Issue {number}",
        ["priority"] = 2,
        ["updatedAt"] = updated.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["archivedAt"] = null,
        ["state"] = new JsonObject { ["id"] = "s", ["name"] = "Done", ["type"] = number % 2 == 0 ? "completed" : "started" },
        ["assignee"] = new JsonObject { ["id"] = "u", ["name"] = "Ada" },
        ["labels"] = labels,
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.ToString() != "https://api.linear.app/graphql" || request.Method != HttpMethod.Post || request.Headers.GetValues("Authorization").Single() != Key)
        {
            return Answer("""{"errors":[{"message":"Authentication required, not authenticated","extensions":{"type":"authentication error","code":"AUTHENTICATION_ERROR"}}]}""", HttpStatusCode.Unauthorized);
        }

        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        Requests.Add(body);
        if (Requests.Count > LimitAfter)
        {
            LimitAfter = int.MaxValue;
            var refused = Answer("""{"errors":[{"message":"Rate limit exceeded","extensions":{"type":"ratelimited","code":"RATELIMITED","statusCode":400}}]}""", HttpStatusCode.BadRequest);
            refused.Headers.Add("Retry-After", "30");
            return refused;
        }

        var variables = body["variables"]?.AsObject() ?? [];
        return (string?)body["operationName"] switch
        {
            "Issues" => Data("issues", Forward([.. Since(variables).Select(Shown)], variables)),
            "IssuesFromEnd" => Data("issues", Backward([.. _issues.Select(Shown)], variables)),
            "Issue" => Find(variables) is { } issue ? Data("issue", Shown(issue)) : NotFound(),
            "IssueLabels" => Find(variables) is { } issue ? Data("issue", new JsonObject { ["labels"] = Forward(Labels(issue), variables) }) : NotFound(),
            "IssueCreate" => Create(variables["input"]!.AsObject()),
            null => Data("organization", new JsonObject { ["id"] = "org-1", ["name"] = "Acme" }),
            var other => throw new InvalidOperationException($"No operation {other}."),
        };
    }

    private IEnumerable<JsonObject> Since(JsonObject variables) => (string?)variables["filter"]?["updatedAt"]?["gte"] is { } since
        ? _issues.Where(issue => DateTimeOffset.Parse((string)issue["updatedAt"]!, CultureInfo.InvariantCulture) >= DateTimeOffset.Parse(since, CultureInfo.InvariantCulture))
        : _issues;

    private JsonObject? Find(JsonObject variables) => _issues.Find(issue => (string?)issue["id"] == (string?)variables["id"] || (string?)issue["identifier"] == (string?)variables["id"]);

    private static JsonObject Shown(JsonObject issue)
    {
        var shown = issue.DeepClone().AsObject();
        shown["labels"] = Forward(Labels(issue), new() { ["first"] = 20 });
        return shown;
    }

    private static List<JsonObject> Labels(JsonObject issue) =>
        [.. Enumerable.Range(1, (int)issue["labels"]!).Select(label => new JsonObject { ["id"] = $"l-{label}", ["name"] = $"label {label}" })];

    private static JsonObject Forward(List<JsonObject> all, JsonObject variables)
    {
        var start = (string?)variables["after"] is { } after ? all.FindIndex(one => (string?)one["id"] == after) + 1 : 0;
        List<JsonObject> page = [.. all.Skip(start).Take((int)variables["first"]!)];
        return new()
        {
            ["nodes"] = new JsonArray([.. page]),
            ["pageInfo"] = new JsonObject { ["hasNextPage"] = start + page.Count < all.Count, ["endCursor"] = page.Count == 0 ? null : (string?)page[^1]["id"] },
        };
    }

    private static JsonObject Backward(List<JsonObject> all, JsonObject variables)
    {
        var end = (string?)variables["before"] is { } before ? all.FindIndex(one => (string?)one["id"] == before) : all.Count;
        var start = Math.Max(0, end - (int)variables["last"]!);
        return new()
        {
            ["nodes"] = new JsonArray([.. all[start..end]]),
            ["pageInfo"] = new JsonObject { ["hasPreviousPage"] = start > 0, ["startCursor"] = start == end ? null : (string?)all[start]["id"] },
        };
    }

    private HttpResponseMessage Create(JsonObject input)
    {
        if ((string?)input["title"] is null or "")
        {
            return Answer("""{"errors":[{"message":"Argument Validation Error","path":["issueCreate"],"extensions":{"type":"invalid input","code":"INPUT_ERROR","statusCode":400,"userError":true,"userPresentableMessage":"title must not be empty."}}],"data":null}""");
        }

        Add(900 + _issues.Count, new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        _issues[^1]["title"] = (string?)input["title"];
        return Data("issueCreate", new JsonObject { ["success"] = true, ["lastSyncId"] = 42, ["issue"] = Shown(_issues[^1]) });
    }

    private static HttpResponseMessage NotFound() =>
        Answer("""{"errors":[{"message":"Entity not found: Issue","path":["issue"],"extensions":{"type":"invalid input","code":"INPUT_ERROR","statusCode":400,"userError":true,"userPresentableMessage":"Could not find referenced Issue."}}],"data":null}""");

    private static HttpResponseMessage Data(string field, JsonObject value) => Answer(new JsonObject { ["data"] = new JsonObject { [field] = value } }.ToJsonString(JsonSerializerOptions.Web));

    private static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
