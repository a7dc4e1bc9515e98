using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>Maps an endpoint under every version's path: dated (<c>/crm/objects/2026-09/…</c>) and legacy (<c>/crm/v3/objects/…</c>).</summary>
internal static class HubSpotPaths
{
    public const string Dated = "{version:regex(^2026-(03|09)$)}";

    /// <summary>Maps one endpoint twice.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="area">The first segment: objects, owners, pipelines, properties, associations.</param>
    /// <param name="rest">What follows area and version, with its leading slash, or nothing.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="legacy">The legacy version.</param>
    public static void MapCrm(this IEndpointRouteBuilder routes, HttpMethod method, string area, string rest, RequestDelegate handler, string legacy = "v3")
    {
        string[] methods = [method.Method];
        routes.MapMethods($"/crm/{area}/{Dated}{rest}", methods, handler);
        routes.MapMethods($"/crm/{legacy}/{area}{rest}", methods, handler);
    }
}
