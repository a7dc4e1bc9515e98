using System.Text.Json.Serialization;
using Connectors.Definitions;
using static Connectors.Definitions.RequestSpec;

namespace Connectors.Core.Tests.Connections;

/// <summary>Two providers whose sign-in covers several accounts, as their documentation has them.</summary>
internal static class GrantedProviders
{
    /// <summary>Xero: the tenant goes into a header of every call.</summary>
    public static ConnectorDefinition Xero { get; } = new()
    {
        Id = "xero",
        DisplayName = "Xero",
        Hosts = new() { ["api"] = "https://api.xero.com/api.xro/2.0", ["connections"] = "https://api.xero.com" },
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["xero-tenant-id"] = "{tenant_id}" },
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://login.xero.com/identity/connect/authorize",
                TokenEndpoint = new("https://identity.xero.com/connect/token") { ClientAuthentication = ClientAuthentication.Basic },
                RevocationEndpoint = "https://identity.xero.com/connect/revocation",
                RefreshTokenGrace = TimeSpan.FromMinutes(30),
                Scopes = ["offline_access", "accounting.contacts"],
            },
            new BearerScheme("token"),
        ],
        Accounts = new("tenant_id", Endpoint.Read<NoContent, IReadOnlyList<AccountIdentity>>(
            "connections.list",
            (_, _) => Get("/connections"),
            Body.Json<List<XeroConnection>, IReadOnlyList<AccountIdentity>>(GrantedJson.Default.ListXeroConnection, all => [.. all.Select(one => new AccountIdentity(one.TenantId, one.TenantName))]),
            host: "connections")),
        Endpoints = [],
    };

    /// <summary>Jira: the site's cloud id goes into the path of every call.</summary>
    public static ConnectorDefinition Jira { get; } = new()
    {
        Id = "jira",
        DisplayName = "Jira",
        Hosts = new() { ["api"] = "https://api.atlassian.com/ex/jira/{cloud_id}", ["auth"] = "https://api.atlassian.com" },
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://auth.atlassian.com/authorize",
                TokenEndpoint = new("https://auth.atlassian.com/oauth/token"),
                Scopes = ["read:jira-work", "offline_access"],
                AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["audience"] = "api.atlassian.com", ["prompt"] = "consent" },
            },
        ],
        Accounts = new("cloud_id", Endpoint.List(
            "sites.list",
            _ => Get("/oauth/token/accessible-resources"),
            PageOf.Json<List<AtlassianSite>, AccountIdentity>(GrantedJson.Default.ListAtlassianSite, sites => [.. sites.Select(site => new AccountIdentity(site.Id, site.Name))]),
            PageBy.Single<List<AtlassianSite>>(),
            id: account => account.Id!,
            host: "auth")),
        Endpoints = [],
    };
}

internal sealed record XeroConnection(string TenantId, string TenantType, string TenantName);

internal sealed record AtlassianSite(string Id, string Url, string Name);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<XeroConnection>))]
[JsonSerializable(typeof(List<AtlassianSite>))]
internal sealed partial class GrantedJson : JsonSerializerContext;
