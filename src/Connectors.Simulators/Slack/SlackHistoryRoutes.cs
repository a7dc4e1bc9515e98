using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Messages, read: a conversation's history newest first, a thread oldest first.</summary>
internal sealed class SlackHistoryRoutes(SlackSimulator simulator)
{
    private const string Cursor = "next_ts";
    private const int NonMarketplacePage = 15;

    public IEnumerable<SlackMethod> Methods =>
    [
        new("conversations.history", simulator.Limits.Tier3, SlackScopes.History, History),
        new("conversations.replies", simulator.Limits.Tier3, SlackScopes.History, Replies),
    ];

    private JsonObject History(SlackCall call)
    {
        var conversation = Conversation(call);
        var all = simulator.Messages.Of(conversation.Id);
        var threads = all.ToLookup(message => message.ThreadTs, StringComparer.Ordinal);
        var roots = all.Where(message => message.ThreadTs is null).Reverse().Where(Window(call)).ToList();
        var answer = SlackCall.Ok();
        var page = Page(call, roots, Limit(call, byDefault: 100), newestFirst: true, out var next);
        answer["messages"] = new JsonArray([.. page.Select(message => (JsonNode)SlackMessageJson.Of(message, call, [.. threads[message.Ts]], null))]);
        answer["has_more"] = next.Length > 0;
        answer["pin_count"] = 0;
        answer["channel_actions_ts"] = null;
        answer["channel_actions_count"] = 0;
        answer["response_metadata"] = SlackPaging.Metadata(next);
        return answer;
    }

    private JsonObject Replies(SlackCall call)
    {
        var conversation = Conversation(call);
        var ts = call.Arguments.Required("ts");
        var parent = simulator.Messages.Find(conversation.Id, ts) is { } named
            ? named.ThreadTs is null ? named : simulator.Messages.Find(conversation.Id, named.ThreadTs)
            : null;
        if (parent is null)
        {
            throw SlackErrors.Refuse("thread_not_found");
        }

        var replies = simulator.Messages.Of(conversation.Id).Where(message => string.Equals(message.ThreadTs, parent.Ts, StringComparison.Ordinal)).ToList();
        var all = replies.Prepend(parent).Where(Window(call)).ToList();
        var answer = SlackCall.Ok();
        var page = Page(call, all, Limit(call, byDefault: 1000), newestFirst: false, out var next);
        answer["messages"] = new JsonArray([.. page.Select(message => (JsonNode)SlackMessageJson.Of(message, call, message == parent ? replies : [], parent))]);
        answer["has_more"] = next.Length > 0;
        answer["response_metadata"] = SlackPaging.Metadata(next);
        return answer;
    }

    // A bot reads only where it was invited; a person may read any public channel.
    private SimulatedRecord Conversation(SlackCall call)
    {
        var conversation = SlackConversations.Find(simulator, call, SlackScopes.History);
        return !call.Caller.IsBot || SlackConversations.HasMember(conversation, call.Caller.UserId)
            ? conversation
            : throw SlackErrors.Refuse("not_in_channel");
    }

    private int Limit(SlackCall call, int byDefault) => simulator.IsNonMarketplaceApp
        ? SlackPaging.Limit(call, NonMarketplacePage, NonMarketplacePage)
        : SlackPaging.Limit(call, byDefault, most: Math.Max(byDefault, 999));

    private static Func<SlackMessage, bool> Window(SlackCall call)
    {
        var inclusive = call.Arguments.Flag("inclusive");
        var oldest = Bound(call, "oldest");
        var latest = Bound(call, "latest");
        return message =>
        {
            var at = At(message);
            return (oldest is not { } from || at > from || (inclusive && at == from)) && (latest is not { } to || at < to || (inclusive && at == to));
        };
    }

    private static long? Bound(SlackCall call, string name)
    {
        if (call.Arguments[name] is not { Length: > 0 } text)
        {
            return null;
        }

        return SlackMessages.TryRead(text, out var micros) ? micros : throw SlackErrors.Refuse($"invalid_ts_{name}");
    }

    private static long At(SlackMessage message) => SlackMessages.TryRead(message.Ts, out var micros) ? micros : 0;

    // A cursor is a moment, not a message: what it stood for may be deleted meanwhile.
    private static List<SlackMessage> Page(SlackCall call, List<SlackMessage> all, int limit, bool newestFirst, out string next)
    {
        var start = 0;
        if (SlackPaging.Target(call, Cursor) is { } target)
        {
            if (!long.TryParse(target, out var from))
            {
                throw SlackErrors.Refuse("invalid_cursor");
            }

            start = all.FindIndex(message => newestFirst ? At(message) <= from : At(message) >= from);
            start = start < 0 ? all.Count : start;
        }

        next = all.Count - start > limit ? SlackPaging.Cursor(Cursor, $"{At(all[start + limit])}") : "";
        if (start < all.Count)
        {
            SlackPaging.Remember(call, Cursor, $"{At(all[start])}");
        }

        return all.GetRange(start, Math.Min(limit, all.Count - start));
    }
}
