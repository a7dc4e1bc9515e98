namespace Connectors.HubSpot;

/// <summary>Describes HubSpot's CRM API: where it is, how to sign in, how fast it may be called, and what it holds.</summary>
public static class HubSpotConnector
{
    /// <summary>The provider id: in configuration, in connections, in logs.</summary>
    public const string Id = "hubspot";

    /// <summary>Gets the definition.</summary>
    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "HubSpot",
        Categories = [ConnectorCategory.Crm],
        Hosts = "https://api.hubapi.com",
        Settings = [HubSpotVersion.Setting],
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://app.hubspot.com/oauth/authorize",
                TokenEndpoint = new("https://api.hubapi.com/oauth/{api_version}/token")
                {
                    Extras = ["hub_id"],
                    GrantErrors = ["BAD_REFRESH_TOKEN", "BAD_AUTH_CODE"],
                    ClientErrors = ["BAD_CLIENT_ID"],
                },
                RevocationEndpoint = "https://api.hubapi.com/oauth/{api_version}/token/revoke",
                Scopes =
                [
                    "oauth",
                    "crm.objects.contacts.read", "crm.objects.contacts.write",
                    "crm.objects.companies.read", "crm.objects.companies.write",
                    "crm.objects.deals.read", "crm.objects.deals.write",
                    "crm.objects.owners.read",
                ],
            },
            new BearerScheme("token"),
        ],
        WhoAmI = HubSpotEndpoints.Account,
        Endpoints = HubSpotEndpoints.All,
        Models = [HubSpotMapping.Contacts, HubSpotMapping.Accounts, HubSpotMapping.Opportunities, HubSpotMapping.Users],
        Limits =
        [
            // Of an app with OAuth. Service keys and private apps have 100 to 250, which the headers tell.
            new("ten-seconds", LimitScope.Credential, LimitKind.SlidingWindow, 110, TimeSpan.FromSeconds(10))
            {
                Except = [HubSpotSearchCap.LimitGroup],
                Headers = new() { Limit = "X-HubSpot-RateLimit-Max", Remaining = "X-HubSpot-RateLimit-Remaining", WindowMilliseconds = "X-HubSpot-RateLimit-Interval-Milliseconds" },
            },
            new("search", LimitScope.Credential, LimitKind.SlidingWindow, 5, TimeSpan.FromSeconds(1)) { Group = HubSpotSearchCap.LimitGroup },

            // None with OAuth; otherwise by the account's plan, which only the headers tell.
            new("daily", LimitScope.Credential, LimitKind.FixedWindow, int.MaxValue, TimeSpan.FromDays(1))
            {
                Headers = new() { Limit = "X-HubSpot-RateLimit-Daily", Remaining = "X-HubSpot-RateLimit-Daily-Remaining" },
            },
        ],
        Rules = new()
        {
            RequestIdHeader = "X-HubSpot-Correlation-Id",
            Error = ResponseRules.JsonError(HubSpotJson.Default.HubSpotError, HubSpotErrorRule.Read),
            Rule = HubSpotErrorRule.Judge,
        },
    };
}
