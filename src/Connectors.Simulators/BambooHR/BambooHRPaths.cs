using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.BambooHR;

/// <summary>Maps an endpoint under both of its addresses: the tenant's host and the old gateway.</summary>
internal static class BambooHRPaths
{
    private const string Domain = "bamboohr.com";
    private const string GatewayHost = "api";

    public static void MapBoth(this IEndpointRouteBuilder routes, HttpMethod method, string path, RequestDelegate handler)
    {
        string[] methods = [method.Method];
        routes.MapMethods("/api/v1" + path, methods, handler);
        routes.MapMethods("/api/gateway.php/{company}/v1" + path, methods, handler);
    }

    /// <summary>Returns the company that a request is for: of the gateway's path, of the host, or the demo's when neither says.</summary>
    public static string CompanyOf(HttpContext context) =>
        context.GetRouteValue("company")?.ToString()?.ToLowerInvariant()
        ?? (Requests.Subdomain(context, Domain) is { } subdomain && subdomain != GatewayHost ? subdomain : BambooHRSimulator.DemoCompany);

    /// <summary>Returns a value of the path.</summary>
    public static string Route(HttpContext context, string name) => context.GetRouteValue(name)!.ToString()!;
}
