using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>BambooHR's OAuth at the tenant's host, and the scopes of which an endpoint needs one.</summary>
internal static class BambooHROAuth
{
    public static readonly string[] ListScopes = ["employee", "employee:name", "employee:job", "employee_directory", "sensitive_employee:protected_info"];

    public static readonly string[] ReadScopes =
    [
        "employee", "employee:assets", "employee:contact", "employee:compensation", "employee:custom_fields_encrypted", "employee:custom_fields", "employee:demographic", "employee:dependent",
        "employee:dependent:ssn", "employee:education", "employee:emergency_contacts", "employee:identification", "employee:job", "employee:management", "employee:name", "employee:photo",
        "employee:vaccination", "sensitive_employee:protected_info", "sensitive_employee:address", "sensitive_employee:creditcards", "employee:job.write",
    ];

    public static readonly string[] WriteScopes =
    [
        "employee.write", "employee:contact.write", "employee:compensation.write", "employee:custom_fields.write", "employee:demographic.write", "employee:job.write",
        "employee:management.write", "employee:name.write", "sensitive_employee:protected_info.write", "sensitive_employee:address.write", "employee", "employee:job",
    ];

    public static readonly string[] ChangedScopes = ["public.user", "public.integration"];

    public static OAuthServer CreateServer(BambooHRSimulator simulator) => new(simulator, BambooHRSimulator.DemoCompany, new OAuthServerOptions
    {
        ClientAuthentication = ClientAuthentication.Post,
        ScopeSeparators = " +",
        IssuesRefreshToken = grant => grant.Scopes.Contains("offline_access", StringComparer.Ordinal),
    });

    public static void Map(IEndpointRouteBuilder routes, BambooHRSimulator simulator)
    {
        routes.MapGet("/authorize.php", simulator.OAuth.AuthorizeAsync);
        routes.MapPost("/token.php", simulator.OAuth.TokenAsync);
    }
}
