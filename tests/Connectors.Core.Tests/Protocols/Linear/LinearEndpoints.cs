using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Linear;

/// <summary>The operations of Linear that the tests call. What is asked of an issue is one fragment.</summary>
internal static class LinearEndpoints
{
    public const string IssuesDocument = "query Issues($first: Int!, $after: String, $filter: IssueFilter) { issues(first: $first, after: $after, includeArchived: true, orderBy: updatedAt, filter: $filter) { nodes { ...IssueFields } pageInfo { hasNextPage endCursor } } } " + Fields;
    public const string IssuesFromEndDocument = "query IssuesFromEnd($last: Int!, $before: String) { issues(last: $last, before: $before) { nodes { ...IssueFields } pageInfo { hasPreviousPage startCursor } } } " + Fields;
    public const string IssueDocument = "query Issue($id: String!) { issue(id: $id) { ...IssueFields } } " + Fields;
    public const string LabelsDocument = "query IssueLabels($id: String!, $first: Int!, $after: String) { issue(id: $id) { labels(first: $first, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } } }";
    public const string CreateDocument = "mutation IssueCreate($input: IssueCreateInput!) { issueCreate(input: $input) { success lastSyncId issue { ...IssueFields } } } " + Fields;
    public const string OrganizationDocument = "query { organization { id name } }";

    private const string Fields = "fragment IssueFields on Issue { id identifier title priority updatedAt archivedAt state { id name type } assignee { id name } labels(first: 20) { nodes { id name } pageInfo { hasNextPage endCursor } } }";

    public static GraphQLApi Api { get; } = new("/graphql") { Codes = new Dictionary<string, ResponseAction> { ["USAGE_LIMIT_EXCEEDED"] = ResponseAction.Fail(ErrorKind.Permission) } };

    public static ListEndpoint<DateTimeOffset?, LinearIssue> Issues { get; } = Api.List(
        "issues.list",
        IssuesDocument,
        (DateTimeOffset? since, EndpointContext page) => new LinearIssuesVariables(page.PageSize ?? 50, page.PageState, since is null ? null : new(new(since))),
        LinearJson.Default.LinearIssuesVariables,
        LinearJson.Default.LinearIssuesData,
        data => data.Issues,
        id: issue => issue.Id);

    public static ListEndpoint<NoContent, LinearIssue> IssuesFromEnd { get; } = Api.List(
        "issues.list_from_end",
        IssuesFromEndDocument,
        (NoContent _, EndpointContext page) => new LinearBackwardVariables(page.PageSize ?? 50, page.PageState),
        LinearJson.Default.LinearBackwardVariables,
        LinearJson.Default.LinearIssuesData,
        data => data.Issues,
        id: issue => issue.Id,
        backward: true);

    public static ListEndpoint<string, LinearNamed> IssueLabels { get; } = Api.List(
        "issues.labels",
        LabelsDocument,
        (string issue, EndpointContext page) => new LinearLabelsVariables(issue, page.PageSize ?? 50, page.PageState),
        LinearJson.Default.LinearLabelsVariables,
        LinearJson.Default.LinearLabelsData,
        data => data.Issue?.Labels,
        id: label => label.Id,
        at: ["issue", "labels"]);

    public static Endpoint<string, LinearIssue?> Issue { get; } = Api.Query(
        "issues.get", IssueDocument, (string id, EndpointContext _) => new LinearIdVariables(id), LinearJson.Default.LinearIdVariables, LinearJson.Default.LinearIssueData, data => data.Issue);

    public static Endpoint<LinearNewIssue, LinearIssue> CreateIssue { get; } = Api.Mutation(
        "issues.create",
        CreateDocument,
        (LinearNewIssue issue, EndpointContext _) => new LinearCreateVariables(issue),
        LinearJson.Default.LinearCreateVariables,
        LinearJson.Default.LinearCreateData,
        data => data.IssueCreate.Issue!,
        refusal: data => data.IssueCreate.Success ? null : new(null, "issueCreate.success is false"));

    public static Endpoint<NoContent, AccountIdentity> Organization { get; } = Api.Query(
        "organization.get", OrganizationDocument, LinearJson.Default.LinearOrganizationData, data => new AccountIdentity(data.Organization.Id, data.Organization.Name));
}
