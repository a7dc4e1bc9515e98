using System.Text.Json.Nodes;
using Connectors.Core.Tests.Protocols.Specs;
using Connectors.Core.Tests.Testing;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Core.Tests.Protocols.Linear;

/// <summary>What the tests' Linear connector sends, against Linear's own schema.</summary>
public sealed class LinearSchemaTests
{
    [SpecFact("linear")]
    public async Task EveryOperation_WithItsVariables_IsValid()
    {
        using var vendor = new LinearVendor();
        vendor.Add(1, new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        vendor.Add(2, new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        await using var app = await OneApp.ConnectAsync(LinearConnector.Definition, vendor, new ApiKeyCredential(LinearVendor.Key));
        await app.Time.RunAsync(app.Connector.ListAsync(LinearEndpoints.Issues.For(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero))).AsPages(pageSize: 1).ToListAsync().AsTask());
        await app.Time.RunAsync(app.Connector.ListAsync(LinearEndpoints.IssuesFromEnd.For(default)).AsPages(pageSize: 1).ToListAsync().AsTask());
        await app.Time.RunAsync(app.Connector.ListAsync(LinearEndpoints.IssueLabels.For("ENG-1")).ToListAsync().AsTask());
        await app.Time.RunAsync(app.Connector.CallAsync(LinearEndpoints.Issue, "ENG-1"));
        await app.Time.RunAsync(app.Connector.CallAsync(LinearEndpoints.CreateIssue, new("team", "new", "text", ["l"])));
        var schema = Schema();

        var problems = vendor.Requests.SelectMany(request => new GraphQLValidation(schema, (string)request["query"]!).Run(request["variables"]?.AsObject()).Problems);

        Assert.Empty(problems);
        Assert.Equal([null, "IssueCreate", "IssueLabels", "Issue", "Issues", "IssuesFromEnd"], vendor.Requests.Select(request => (string?)request["operationName"]).Distinct().OrderBy(name => name?.Length == 5 ? "IssueM" : name, StringComparer.Ordinal));
    }

    [SpecTheory("linear")]
    [InlineData("query Q($id: Int!) { issue(id: $id) { nope } }", """{"id":1,"x":2}""", "$id is Int!", "no field nope", "$x is not declared")]
    [InlineData("query Q($a: String) { issues(what: 1) { pageInfo } issue { id } }", "{}", "no argument what", "needs a selection", "issue needs id", "$a is not used")]
    [InlineData("mutation M($input: IssueCreateInput!) { issueCreate(input: $input) { success } }", """{"input":{"titel":"x"}}""", "no field titel", "input lacks teamId")]
    public void Validation_OfWrongOperations_FindsWhatIsWrong(string document, string variables, params string[] expected)
    {
        var problems = new GraphQLValidation(Schema(), document).Run(JsonNode.Parse(variables)!.AsObject()).Problems;

        Assert.All(expected, part => Assert.Contains(problems, problem => problem.Contains(part, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, problems.Count);
    }

    private static GraphQLSchema Schema() => GraphQLSchema.Parse(File.ReadAllText(SpecFolder.PathOf("linear", "schema.graphql")));
}
