namespace Connectors.Slack;

/// <summary>Describes Slack's Web API: where it is, how to sign in, and how fast each method may be called.</summary>
public static class SlackConnector
{
    /// <summary>The provider id: in configuration, in connections, in logs.</summary>
    public const string Id = "slack";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>Gets the definition.</summary>
    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = Id,
        DisplayName = "Slack",
        Categories = [ConnectorCategory.Messaging],
        Hosts = "https://slack.com",
        Settings =
        [
            new("team_id", "Workspace id") { Pattern = "[A-Z0-9]+", Example = "T0123456789" },
            new("conversation_types", "Types of conversations to list") { Default = "public_channel,private_channel", Pattern = "[a-z_]+(,[a-z_]+)*" },
        ],
        Auth =
        [
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://slack.com/oauth/v2/authorize",
                TokenEndpoint = new("https://slack.com/api/oauth.v2.access")
                {
                    ClientAuthentication = ClientAuthentication.Basic,
                    TokenTypes = ["bot"],
                    Extras =
                    [
                        "app_id",
                        "bot_user_id",
                        new("workspace_id", static answer => answer.GetProperty("team").GetProperty("id")),
                        new("enterprise_id", static answer => answer.GetProperty("enterprise").GetProperty("id")),
                    ],
                    GrantErrors = ["invalid_refresh_token", "invalid_code"],
                    ClientErrors = ["invalid_client_id", "bad_client_secret"],
                },
                RevocationEndpoint = new("https://slack.com/api/auth.revoke") { AsBearer = true },
                Scopes = ["users:read", "users:read.email", "channels:read", "groups:read", "channels:history", "groups:history", "chat:write"],
                ScopeSeparator = ",",

                // PKCE has to be turned on in the app's settings, for ever, and makes it a public client whose refresh tokens end after 30 days.
                UsePkce = false,
            },
            new BearerScheme("token"),
        ],
        WhoAmI = SlackEndpoints.Identity,
        Endpoints = [SlackEndpoints.Users, SlackEndpoints.Conversations, SlackEndpoints.History, SlackEndpoints.PostMessage, SlackEndpoints.Identity],
        Limits =
        [
            // Each method has its own, in each workspace: tier 2 is 20, tier 3 is 50 a minute.
            PerMinute(20, SlackEndpoints.Users),
            PerMinute(20, SlackEndpoints.Conversations),
            PerMinute(50, SlackEndpoints.History),
            new("chat.postMessage", LimitScope.Connection, LimitKind.SlidingWindow, 1, TimeSpan.FromSeconds(1)) { Group = SlackEndpoints.PostMessage.Name },
        ],
        Rules = new()
        {
            RequestIdHeader = "X-Slack-Req-Id",
            Error = ResponseRules.JsonError(SlackJson.Default.SlackAnswer, SlackErrorRule.Read),
            Rule = SlackErrorRule.Judge,
        },
    };

    private static Limit PerMinute(int calls, Endpoint method) => new(method.Name, LimitScope.Credential, LimitKind.SlidingWindow, calls, s_minute) { Group = method.Name };
}
