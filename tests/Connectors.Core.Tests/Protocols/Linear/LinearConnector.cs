using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Linear;

/// <summary>Linear as a definition: one GraphQL path, an API key without "Bearer", limits told by a 400.</summary>
internal static class LinearConnector
{
    public const string Id = "linear";

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "Linear",
        Categories = [ConnectorCategory.Ticketing],
        Hosts = "https://api.linear.app",
        Auth = [ApiKeyScheme.Header("Authorization")],
        WhoAmI = LinearEndpoints.Organization,
        Endpoints = [LinearEndpoints.Issues, LinearEndpoints.IssuesFromEnd, LinearEndpoints.IssueLabels, LinearEndpoints.Issue, LinearEndpoints.CreateIssue],
        Rules = LinearEndpoints.Api.Rules,
    };
}
