using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Shapes;

/// <summary>Linear's issues as a definition: GraphQL by POST, a Relay cursor among the variables, limits told by a 400.</summary>
internal static class LinearShape
{
    private const string Query =
        "query($first:Int!,$after:String,$since:DateTimeOrDuration!){ issues(first:$first, after:$after, includeArchived:true, orderBy:updatedAt, filter:{updatedAt:{gte:$since}}){ nodes{ id identifier title updatedAt archivedAt } pageInfo{ hasNextPage endCursor } } }";

    public static ListEndpoint<DateTimeOffset, LinearIssue> Issues { get; } = Endpoint.List<DateTimeOffset, LinearAnswer, LinearIssue>(
        "issues.list",
        (since, context) => RequestSpec.Post("/graphql").Json(
            new LinearQuery(Query, new(context.PageSize ?? 50, context.PageState, since)), LinearJson.Default.LinearQuery),
        PageOf.Json(LinearJson.Default.LinearAnswer, answer => answer.Data?.Issues.Nodes, "data", "issues", "nodes"),
        PageBy.State<LinearAnswer>((answer, _) => answer.Data?.Issues.PageInfo is { HasNextPage: true } info ? info.EndCursor : null),
        id: issue => issue.Id);

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "linear",
        DisplayName = "Linear",
        Hosts = "https://api.linear.app",
        Auth = [ApiKeyScheme.Header("Authorization")],
        Endpoints = [Issues],
        Rules = new()
        {
            Rule = facts => ResponseRules.ParseJson(facts, LinearJson.Default.LinearAnswer)?.Errors is [var error, ..]
                ? error.Extensions?.Code == "RATELIMITED" ? ResponseAction.Limited() : ResponseAction.Fail(ErrorKind.Validation)
                : null,
            Error = ResponseRules.JsonError(LinearJson.Default.LinearAnswer, answer =>
                answer.Errors is [var error, ..] ? new(error.Extensions?.Code, error.Message) : null),
        },
    };
}

internal sealed record LinearQuery(string Query, LinearVariables Variables);

internal sealed record LinearVariables(int First, string? After, DateTimeOffset Since);

internal sealed record LinearAnswer(LinearData? Data, IReadOnlyList<LinearError>? Errors);

internal sealed record LinearData(LinearConnection Issues);

internal sealed record LinearConnection(IReadOnlyList<LinearIssue> Nodes, LinearPageInfo PageInfo);

internal sealed record LinearPageInfo(bool HasNextPage, string? EndCursor);

internal sealed record LinearIssue(string Id, string Identifier, string Title, DateTimeOffset UpdatedAt);

internal sealed record LinearError(string Message, LinearExtensions? Extensions);

internal sealed record LinearExtensions(string? Code);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LinearQuery))]
[JsonSerializable(typeof(LinearAnswer))]
internal sealed partial class LinearJson : JsonSerializerContext;
