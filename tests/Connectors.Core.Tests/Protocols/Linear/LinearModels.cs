using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Linear;

internal sealed record LinearIssue(
    string Id,
    string Identifier,
    string Title,
    double Priority,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ArchivedAt,
    LinearState? State,
    LinearNamed? Assignee,
    RelayConnection<LinearNamed>? Labels);

internal sealed record LinearState(string Id, string Name, string Type);

internal sealed record LinearNamed(string Id, string Name);

internal sealed record LinearNewIssue(string TeamId, string Title, string? Description = null, IReadOnlyList<string>? LabelIds = null);

internal sealed record LinearIssuesVariables(int First, string? After, LinearIssueFilter? Filter);

internal sealed record LinearIssueFilter(LinearDateComparator UpdatedAt);

internal sealed record LinearDateComparator(DateTimeOffset? Gte);

internal sealed record LinearBackwardVariables(int Last, string? Before);

internal sealed record LinearLabelsVariables(string Id, int First, string? After);

internal sealed record LinearIdVariables(string Id);

internal sealed record LinearCreateVariables(LinearNewIssue Input);

internal sealed record LinearIssuesData(RelayConnection<LinearIssue>? Issues);

internal sealed record LinearIssueData(LinearIssue? Issue);

internal sealed record LinearLabelsData(LinearIssue? Issue);

internal sealed record LinearCreateData(LinearIssuePayload IssueCreate);

internal sealed record LinearIssuePayload(bool Success, LinearIssue? Issue);

internal sealed record LinearOrganizationData(LinearNamed Organization);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LinearIssuesVariables))]
[JsonSerializable(typeof(LinearBackwardVariables))]
[JsonSerializable(typeof(LinearLabelsVariables))]
[JsonSerializable(typeof(LinearIdVariables))]
[JsonSerializable(typeof(LinearCreateVariables))]
[JsonSerializable(typeof(LinearIssuesData))]
[JsonSerializable(typeof(LinearIssueData))]
[JsonSerializable(typeof(LinearLabelsData))]
[JsonSerializable(typeof(LinearCreateData))]
[JsonSerializable(typeof(LinearOrganizationData))]
internal sealed partial class LinearJson : JsonSerializerContext;

/// <summary>A ticket as an app keeps it.</summary>
internal sealed record Ticket(string RemoteId, string Key, string Title, bool IsOpen, string? Assignee, IReadOnlyList<string> Tags, DateTimeOffset ModifiedAt, bool IsDeleted);

internal static class LinearMapping
{
    public static Ticket ToTicket(LinearIssue issue) => new(
        issue.Id,
        issue.Identifier,
        issue.Title,
        issue.State?.Type is not ("completed" or "canceled" or "duplicate"),
        issue.Assignee?.Name,
        [.. issue.Labels?.Items.Select(label => label.Name) ?? []],
        issue.UpdatedAt,
        issue.ArchivedAt is not null);
}
