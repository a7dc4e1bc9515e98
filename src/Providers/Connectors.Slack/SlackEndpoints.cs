namespace Connectors.Slack;

/// <summary>The endpoints of Slack that this package can call. Their names are Slack's own.</summary>
public static class SlackEndpoints
{
    private const int MostPerPage = 200;

    /// <summary>Lists the members of the workspace; those who left are among them, as deleted.</summary>
    public static ListEndpoint<SlackUser> Users { get; } = Endpoint.List(
        "users.list",
        context => RequestSpec.Get("/api/users.list").Query("team_id", context["team_id"]),
        PageOf.Json(SlackJson.Default.SlackUserPage, static page => page.Members, "members"),
        Cursor<SlackUserPage>(),
        static user => user.Id,
        scopes: ["users:read"],
        limit: "users.list");

    /// <summary>Lists conversations of the types that the connection's setting <c>conversation_types</c> names; archived ones are among them.</summary>
    public static ListEndpoint<SlackConversation> Conversations { get; } = Endpoint.List(
        "conversations.list",
        context => RequestSpec.Get("/api/conversations.list").Query("types", context["conversation_types"]).Query("team_id", context["team_id"]),
        PageOf.Json(SlackJson.Default.SlackConversationPage, static page => page.Channels, "channels"),
        Cursor<SlackConversationPage>(),
        static conversation => conversation.Id,
        scopes: ["channels:read", "groups:read"],
        limit: "conversations.list");

    /// <summary>Lists a conversation's messages, the newest first, without the replies in threads.</summary>
    public static ListEndpoint<SlackHistory, SlackMessage> History { get; } = Endpoint.List(
        "conversations.history",
        static (SlackHistory history, EndpointContext _) => RequestSpec.Get("/api/conversations.history")
            .Query("channel", history.Channel).Query("oldest", history.Oldest).Query("latest", history.Latest),
        PageOf.Json(SlackJson.Default.SlackMessagePage, static page => page.Messages, "messages"),
        PageBy.Cursor<SlackMessagePage>("cursor", OlderMessages, "limit", MostPerPage),
        static message => message.Ts,
        scopes: ["channels:history"],
        limit: "conversations.history");

    /// <summary>Posts a message. Slack takes no idempotency key: a post that may have arrived is never sent again.</summary>
    public static Endpoint<SlackPost, SlackPosted> PostMessage { get; } = Endpoint.Write(
        "chat.postMessage",
        static (SlackPost post, EndpointContext _) => RequestSpec.Post("/api/chat.postMessage").Form(
            ("channel", post.Channel),
            ("text", post.Text),
            ("markdown_text", post.MarkdownText),
            ("blocks", post.Blocks?.GetRawText()),
            ("attachments", post.Attachments?.GetRawText()),
            ("metadata", post.Metadata?.GetRawText()),
            ("thread_ts", post.ThreadTs),
            ("reply_broadcast", FieldText.Of(post.ReplyBroadcast)),
            ("mrkdwn", FieldText.Of(post.Mrkdwn)),
            ("unfurl_links", FieldText.Of(post.UnfurlLinks)),
            ("unfurl_media", FieldText.Of(post.UnfurlMedia)),
            ("username", post.Username),
            ("icon_emoji", post.IconEmoji),
            ("icon_url", post.IconUrl)),
        Body.Json(SlackJson.Default.SlackPosted),
        ["chat:write"],
        "chat.postMessage");

    /// <summary>Tells whose workspace it is (of a token for a whole organisation, the organisation).</summary>
    public static Endpoint<NoContent, AccountIdentity> Identity { get; } = Endpoint.Read(
        "auth.test",
        static (NoContent _, EndpointContext _) => RequestSpec.Post("/api/auth.test").Form(),
        Body.Json(SlackJson.Default.SlackIdentity, static who => new AccountIdentity((who.IsEnterpriseInstall ? who.EnterpriseId : null) ?? who.TeamId, who.Team)));

    private static Pager<TPage> Cursor<TPage>()
        where TPage : SlackPage => PageBy.Cursor<TPage>("cursor", static page => page.ResponseMetadata?.NextCursor, "limit", MostPerPage);

    private static string? OlderMessages(SlackMessagePage page) => page.ResponseMetadata?.NextCursor is { Length: > 0 } cursor ? cursor
        : page.HasMore ? throw new UnreadableAnswerException("the history promises more messages, and names no cursor") : null;
}
