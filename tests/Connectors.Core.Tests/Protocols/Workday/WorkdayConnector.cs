using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Workday;

/// <summary>Workday as a definition: SOAP 1.1, an integration user in each envelope, host and tenant from the customer.</summary>
internal static class WorkdayConnector
{
    public const string Id = "workday";

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "Workday",
        Categories = [ConnectorCategory.Hris],
        Hosts = "https://{host}",
        HostSuffixes = ["myworkday.com", "workday.com"],
        Settings = [new("host", "Host") { Required = true, Pattern = @"[a-z0-9-]+\.(workday|myworkday)\.com", Example = "wd2-impl-services1.workday.com" }, new("tenant", "Tenant") { Required = true, Example = "acme" }],
        Auth = [new UsernameTokenScheme()],
        Endpoints = [WorkdayEndpoints.Workers, WorkdayEndpoints.ChangePreferredName],
        Limits = [new("parallel", LimitScope.Connection, LimitKind.Concurrency, 5, TimeSpan.Zero)],
        Rules = WorkdayEndpoints.HumanResources.Rules,
    };
}
