namespace Connectors.BambooHR;

/// <summary>What this package states of BambooHR.</summary>
public static class BambooHRConnector
{
    /// <summary>The provider id.</summary>
    public const string Id = "bamboohr";

    /// <summary>Gets the definition.</summary>
    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "BambooHR",
        Categories = [ConnectorCategory.Hris],
        Hosts = "https://{subdomain}.bamboohr.com",
        Settings =
        [
            new("subdomain", "Company domain")
            {
                Required = true,
                Pattern = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
                Example = "acme",
            },
        ],
        Auth =
        [
            BasicScheme.KeyAsUser("x", "api-key"),
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://{subdomain}.bamboohr.com/authorize.php?request=authorize",
                TokenEndpoint = "https://{subdomain}.bamboohr.com/token.php?request=token",
                RedirectOnRefresh = true,
                // The feed of changes takes public.user or public.integration, and nothing else.
                Scopes = ["employee", "employee.write", "field", "public.user", "offline_access"],
            },
        ],
        WhoAmI = BambooHREndpoints.Account,
        Endpoints =
        [
            BambooHREndpoints.Account,
            BambooHREndpoints.Employees,
            BambooHREndpoints.EmployeesById,
            BambooHREndpoints.Employee,
            BambooHREndpoints.ChangedEmployees,
            BambooHREndpoints.CreateEmployee,
            BambooHREndpoints.UpdateEmployee,
            BambooHREndpoints.Fields,
            BambooHREndpoints.Lists,
        ],
        Models =
        [
            Model.Of<Employee, BambooHREmployee>(Employee.Type, BambooHRMapping.ToEmployee, covers: Employee.Type.All)
                .List(BambooHREndpoints.Employees, omits: BambooHRMapping.NotInList)
                .ChangedIds(BambooHREndpoints.ChangedEmployees, since => since, BambooHRMapping.ToChangedId, BambooHREndpoints.ChangeLag)
                .Hydrate(BambooHREndpoints.EmployeesById, size: 100)
                .Get(BambooHREndpoints.Employee)
                .CreateThenGet(BambooHREndpoints.CreateEmployee, BambooHRMapping.ToFields, BambooHRMapping.Writes)
                .UpdateThenGet(BambooHREndpoints.UpdateEmployee, BambooHRMapping.ToFields, BambooHRMapping.Writes),
        ],
        Rules = BambooHRErrors.Rules,
    };
}
