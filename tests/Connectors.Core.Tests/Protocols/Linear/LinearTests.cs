using System.Text.Json.Nodes;
using Connectors.Core.Tests.Testing;

namespace Connectors.Core.Tests.Protocols.Linear;

/// <summary>Linear over GraphQL, from its documented payloads.</summary>
public sealed class LinearTests : IDisposable
{
    private static readonly DateTimeOffset s_day = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly LinearVendor _vendor = new();

    public void Dispose() => _vendor.Dispose();

    [Fact]
    public async Task ListAsync_SeveralPages_GivesEachIssueOnceAndMapsIt()
    {
        AddIssues(7);
        await using var app = await ConnectAsync();

        var pages = await app.Time.RunAsync(PagesAsync(app.Connector.ListAsync(LinearEndpoints.Issues.For(null)), 3));

        Assert.Equal([3, 3, 1], pages.Select(page => page.Items.Count));
        var tickets = pages.SelectMany(page => page.Items).Select(LinearMapping.ToTicket).ToList();
        Assert.Equal(Enumerable.Range(1, 7).Select(number => $"ENG-{number}"), tickets.Select(ticket => ticket.Key));
        Assert.Equal(("id-2", false, "Ada", "label 1", false), (tickets[1].RemoteId, tickets[1].IsOpen, tickets[1].Assignee, Assert.Single(tickets[1].Tags), tickets[1].IsDeleted));
        Assert.Equal([null, "id-3", "id-6"], Asked().Select(request => (string?)request["variables"]!["after"]));
    }

    [Fact]
    public async Task ListAsync_FromAToken_GoesOnWhereItWas()
    {
        AddIssues(5);
        await using var app = await ConnectAsync();
        var list = LinearEndpoints.Issues.For(null);

        var first = await app.Time.RunAsync(app.Connector.ListAsync(list).AsPages(pageSize: 2).FirstAsync().AsTask());
        var rest = await app.Time.RunAsync(app.Connector.ListAsync(list).AsPages(ContinuationToken.Parse(first.Next!.Value.Text), 2).ToListAsync().AsTask());

        Assert.Equal(["ENG-3", "ENG-4", "ENG-5"], rest.SelectMany(page => page.Items).Select(issue => issue.Identifier));
    }

    [Fact]
    public async Task ListAsync_SinceAMoment_SendsItAsAVariableAndGivesWhatChanged()
    {
        AddIssues(4);
        await using var app = await ConnectAsync();

        var issues = await app.Time.RunAsync(app.Connector.ListAsync(LinearEndpoints.Issues.For(s_day.AddHours(3))).ToListAsync().AsTask());

        Assert.Equal(["ENG-3", "ENG-4"], issues.Select(issue => issue.Identifier));
        var request = Assert.Single(Asked());
        Assert.Equal(LinearEndpoints.IssuesDocument, (string?)request["query"]);
        Assert.Equal(s_day.AddHours(3), (DateTimeOffset)request["variables"]!["filter"]!["updatedAt"]!["gte"]!);
    }

    [Fact]
    public async Task ListAsync_FromTheEnd_GoesBackToTheBeginning()
    {
        AddIssues(5);
        await using var app = await ConnectAsync();

        var pages = await app.Time.RunAsync(PagesAsync(app.Connector.ListAsync(LinearEndpoints.IssuesFromEnd.For(default)), 2));

        Assert.Equal(["ENG-4", "ENG-5", "ENG-2", "ENG-3", "ENG-1"], pages.SelectMany(page => page.Items).Select(issue => issue.Identifier));
        Assert.Equal([null, "id-4", "id-2"], Asked().Select(request => (string?)request["variables"]!["before"]));
    }

    [Fact]
    public async Task ListAsync_IssueWithMoreLabelsThanFit_IsIncompleteAndItsLabelsAreAListOfTheirOwn()
    {
        _vendor.Add(1, s_day, labels: 45);
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => app.Time.RunAsync(app.Connector.ListAsync(LinearEndpoints.Issues.For(null)).ToListAsync().AsTask()));
        var labels = await app.Time.RunAsync(PagesAsync(app.Connector.ListAsync(LinearEndpoints.IssueLabels.For("ENG-1"), new() { IncludeRaw = true }), 20));

        Assert.Equal((ErrorKind.Incomplete, 20L, "issues.list"), (error.Kind, error.Seen, error.Endpoint));
        Assert.Contains("'issues.nodes.labels'", error.Message, StringComparison.Ordinal);
        Assert.Equal(45, labels.Sum(page => page.Items.Count));
        Assert.Equal("label 1", labels[0].Raw[0].AsJson().GetProperty("name").GetString());
    }

    [Fact]
    public async Task ListAsync_LimitToldByA400_WaitsForItAndGoesOn()
    {
        AddIssues(4);
        await using var app = await ConnectAsync();
        _vendor.LimitAfter = _vendor.Requests.Count + 1;
        var (cost, began) = (new CallCost(), app.Time.GetUtcNow());

        var pages = await app.Time.RunAsync(PagesAsync(app.Connector.ListAsync(LinearEndpoints.Issues.For(null), new() { Cost = cost }), 2));

        Assert.Equal(4, pages.Sum(page => page.Items.Count));
        Assert.Equal((3, 1), (cost.Requests, cost.RateLimited));
        Assert.True(app.Time.GetUtcNow() - began >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task CallAsync_LimitToldToARawCall_ClosesTheGateToo()
    {
        await using var app = await ConnectAsync();
        _vendor.LimitAfter = _vendor.Requests.Count;
        var cost = new CallCost();
        var body = Connectors.Definitions.RequestBody.Text("""{"query":"query { organization { id name } }"}""", "application/json");

        using var answer = await app.Time.RunAsync(app.Connector.SendAsync(new RawRequest(HttpMethod.Post, "/graphql") { Body = body, Effect = Connectors.Definitions.Effect.Read }, new() { Cost = cost }));

        Assert.Equal((2, 1), (cost.Requests, cost.RateLimited));
    }

    [Fact]
    public async Task CallAsync_Create_SendsValuesAsVariablesWhateverTheyHold()
    {
        await using var app = await ConnectAsync();
        const string Hard = "new \"}}) { viewer { email } } # \\ \u2028 \U0001F600";

        var issue = await app.Time.RunAsync(app.Connector.CallAsync(LinearEndpoints.CreateIssue, new("team-1", Hard)));

        Assert.Equal(Hard, issue.Title);
        Assert.Equal(LinearEndpoints.CreateDocument, (string?)Asked().Single()["query"]);
        Assert.Equal("""{"teamId":"team-1"}""", Without(Asked().Single()["variables"]!["input"]!, "title"));
        Assert.Equal(1, _vendor.Created);
    }

    [Fact]
    public async Task CallAsync_CreateRefused_IsAValidationErrorAndNotAnUnknownOutcome()
    {
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.CallAsync(LinearEndpoints.CreateIssue, new("team-1", ""))));

        Assert.Equal((ErrorKind.Validation, "INPUT_ERROR", 200, Advice.FixInput), (error.Kind, error.ErrorCode, error.StatusCode, error.Advice));
        Assert.Single(Asked());
    }

    [Fact]
    public async Task CallAsync_NoSuchIssue_IsTheVendorsCode()
    {
        await using var app = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Time.RunAsync(app.Connector.CallAsync(LinearEndpoints.Issue, "ENG-404")));

        Assert.Equal("INPUT_ERROR", error.ErrorCode);
        Assert.Equal("Entity not found: Issue", error.Facts.VendorMessage);
    }

    [Fact]
    public async Task ConnectAsync_WrongKey_IsRefusedWithoutShowingIt()
    {
        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => OneApp.ConnectAsync(LinearConnector.Definition, _vendor, new ApiKeyCredential("lin_api_wrong_canary")));

        Assert.Equal((ErrorKind.Authorization, "AUTHENTICATION_ERROR"), (error.Kind, error.ErrorCode));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    private void AddIssues(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            _vendor.Add(number, s_day.AddHours(number));
        }
    }

    private IEnumerable<JsonObject> Asked() => _vendor.Requests.Where(request => request["operationName"] is not null);

    private Task<OneApp> ConnectAsync() => OneApp.ConnectAsync(LinearConnector.Definition, _vendor, new ApiKeyCredential(LinearVendor.Key));

    private static async Task<List<Page<T>>> PagesAsync<T>(Pageable<T> list, int size) => await list.AsPages(pageSize: size).ToListAsync();

    private static string Without(JsonNode node, string name)
    {
        var copy = node.DeepClone().AsObject();
        copy.Remove(name);
        return copy.ToJsonString();
    }
}
