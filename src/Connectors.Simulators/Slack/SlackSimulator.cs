using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Slack;

/// <summary>Plays Slack: the Web API's methods for users, conversations and messages, OAuth v2 with token rotation, limits and errors.</summary>
/// <remarks>There is one app with one bot user; every account (workspace) sees the same records, tokens and limits are kept apart.</remarks>
public sealed class SlackSimulator : Simulator
{
    /// <summary>The client id of the app that is registered from the start; it takes any redirect address and any scope.</summary>
    public const string DemoClientId = "1000000001.2000000002";

    /// <summary>The client secret of the app that is registered from the start.</summary>
    public const string DemoClientSecret = "0d9b7f3cdemo4f7e8a21slack0000001";

    /// <summary>A bot token that is valid from the start. It has the scopes of <see cref="SlackScopes.DemoBot"/>: <c>chat:write.public</c> is not among them.</summary>
    public const string DemoToken = "xoxb-1000000001-2000000002-connectorsdemo";

    /// <summary>The id of the workspace that is signed in to unless told otherwise.</summary>
    public const string DemoTeam = "T0DEMOTEAM";

    /// <summary>The id of the app.</summary>
    public const string DemoAppId = "A0DEMOAPP1";

    /// <summary>The user id of the app's bot.</summary>
    public const string DemoBotUser = "U0DEMOBOT1";

    /// <summary>The bot id of the app's bot.</summary>
    public const string DemoBotId = "B0DEMOBOT1";

    /// <summary>The id of the person who installs the app: the workspace's primary owner, for whom user tokens act.</summary>
    public const string DemoUser = "U0DEMOADM1";

    /// <summary>The signing secret with which the app's deliveries are signed.</summary>
    public const string DemoSigningSecret = "5e1f0demo00a94b1c8d7e6f5slack001";

    private bool _rotation = true;

    /// <summary>Creates the simulator.</summary>
    public SlackSimulator()
    {
        Limits = new SlackLimits(this);
        Tokens = new StaticTokens(this);
        RevokedTokens = new StateTable<string>(State, "static.revoked");
        OAuth = SlackOAuth.CreateServer(this);
        Users = new RecordStore(this, "users", SlackIds.User, "email");
        Conversations = new RecordStore(this, "conversations", SlackIds.Channel, "name");
        DirectMessages = new RecordStore(this, "ims", SlackIds.DirectMessage, "user");
        Messages = new SlackMessages(this);
    }

    /// <inheritdoc/>
    public override string Provider => "slack";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["slack.com"];

    /// <summary>Gets or sets how many members the workspace has, USLACKBOT, bots and deactivated people included.</summary>
    /// <value>The default is 230, at least 3. Set before the host is created.</value>
    public int SeededUsers { get; set; } = 230;

    /// <summary>Gets or sets how many public channels are seeded, archived ones included; a few private channels and direct messages come on top.</summary>
    /// <value>The default is 45, at least 4. Set before the host is created.</value>
    public int SeededChannels { get; set; } = 45;

    /// <summary>Gets or sets whether the app uses token rotation: access tokens live 12 hours, refresh tokens work once.</summary>
    /// <value>The default is true; false gives tokens that never end and no refresh tokens, as before an app opts in.</value>
    public bool TokenRotation
    {
        get => _rotation;
        set
        {
            _rotation = value;
            OAuth.Options.AccessTokenLifetime = value ? SlackOAuth.RotatedLifetime : null;
        }
    }

    /// <summary>Gets or sets whether the app is sold outside Slack's Marketplace: history and replies then give 15 messages once a minute.</summary>
    /// <value>The default is false.</value>
    public bool IsNonMarketplaceApp { get; set; }

    /// <summary>Gets the members: archive one to deactivate it.</summary>
    public RecordStore Users { get; }

    /// <summary>Gets the public and private channels, with fields name, is_private, is_archived, members and others.</summary>
    public RecordStore Conversations { get; }

    /// <summary>Gets the bot's direct messages, with the field user.</summary>
    public RecordStore DirectMessages { get; }

    /// <summary>Gets the messages.</summary>
    public SlackMessages Messages { get; }

    /// <summary>Gets the limits, as Slack has them until they are changed or lifted.</summary>
    public SlackLimits Limits { get; }

    /// <summary>Gets the OAuth server.</summary>
    public OAuthServer OAuth { get; }

    /// <summary>Gets the tokens that never expire; <c>xoxb-</c> ones are the bot's, <c>xoxp-</c> ones the <see cref="DemoUser"/>'s.</summary>
    public StaticTokens Tokens { get; }

    /// <inheritdoc/>
    protected internal override string SeedKey =>
        string.Create(CultureInfo.InvariantCulture, $"{base.SeedKey}/{SeededUsers}/{SeededChannels}");

    /// <summary>Gets the tokens that <c>auth.revoke</c> ended.</summary>
    internal StateTable<string> RevokedTokens { get; }

    /// <inheritdoc/>
    protected internal override void Populate(SeededRandom random)
    {
        Tokens.Register(DemoToken, DemoTeam, SlackScopes.DemoBot);
        OAuth.Register(new OAuthClient(DemoClientId, DemoClientSecret));
        new SlackSeed(this, random).Plant(SeededUsers, SeededChannels);
    }

    /// <inheritdoc/>
    protected internal override void Map(IEndpointRouteBuilder routes)
    {
        var gate = new SlackGate(this);
        gate.Add(new SlackAuthRoutes(this).Methods);
        gate.Add(new SlackUserRoutes(this).Methods);
        gate.Add(new SlackConversationRoutes(this).Methods);
        gate.Add(new SlackChannelWriteRoutes(this).Methods);
        gate.Add(new SlackHistoryRoutes(this).Methods);
        gate.Add(new SlackChatRoutes(this).Methods);
        SlackOAuth.Map(routes, this);
        gate.Map(routes);
    }

    /// <inheritdoc/>
    protected internal override Task WriteErrorAsync(HttpContext context, int status) =>
        SlackErrors.WriteAsync(context, SlackErrors.ForStatus(status));

    /// <inheritdoc/>
    protected internal override JsonNode? RepeatCursor(HttpContext context, JsonNode? body)
    {
        if (body is JsonObject page && SlackPaging.CursorOfThisPage(context) is { } cursor)
        {
            page["response_metadata"] = new JsonObject { ["next_cursor"] = cursor };
            if (page.ContainsKey("has_more"))
            {
                page["has_more"] = true;
            }
        }

        return body;
    }
}
