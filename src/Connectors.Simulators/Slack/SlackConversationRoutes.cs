using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Conversations, read: list, one, its members.</summary>
internal sealed class SlackConversationRoutes(SlackSimulator simulator)
{
    private static readonly string[] s_types = ["public_channel", "private_channel", "mpim", "im"];

    public IEnumerable<SlackMethod> Methods =>
    [
        new("conversations.list", simulator.Limits.Tier2, SlackScopes.Read, List),
        new("conversations.info", simulator.Limits.Tier3, SlackScopes.Read, Info),
        new("conversations.members", simulator.Limits.Tier4, SlackScopes.Read, Members),
    ];

    private JsonObject List(SlackCall call)
    {
        var types = Types(call);
        var withoutArchived = call.Arguments.Flag("exclude_archived");
        var limit = SlackPaging.Limit(call, byDefault: 100, most: 999);

        // Slack cuts the page first and sifts it afterwards: a page may have few rows, or none, and still not be the last.
        IReadOnlyList<SimulatedRecord> all = [.. simulator.Conversations.Snapshot(), .. simulator.DirectMessages.Snapshot()];
        var page = SlackPaging.Page(call, all, limit, "team", conversation => conversation.Id, out var next);
        var answer = SlackCall.Ok();
        answer["channels"] = new JsonArray([.. page
            .Where(conversation => types.Contains(SlackConversations.TypeOf(conversation), StringComparer.Ordinal)
                && SlackConversations.Sees(call, conversation)
                && !(withoutArchived && SlackConversations.IsArchived(conversation)))
            .Select(conversation => (JsonNode)SlackConversations.Json(conversation, call, withCount: true))]);
        answer["response_metadata"] = SlackPaging.Metadata(next);
        return answer;
    }

    private static List<string> Types(SlackCall call)
    {
        var asked = (call.Arguments["types"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (asked.Count == 0)
        {
            asked.Add("public_channel");
        }

        if (asked.Exists(type => !s_types.Contains(type, StringComparer.Ordinal)))
        {
            throw SlackErrors.Refuse("invalid_types");
        }

        var missing = asked.Select(type => SlackScopes.Read[Array.IndexOf(s_types, type)]).Where(scope => !call.Caller.Has(scope)).ToList();
        return missing.Count == 0 ? asked : throw SlackErrors.MissingScope(missing, call.Caller.Scopes);
    }

    private JsonObject Info(SlackCall call)
    {
        var conversation = SlackConversations.Find(simulator, call, SlackScopes.Read);
        var answer = SlackCall.Ok();
        answer["channel"] = SlackConversations.Json(conversation, call, call.Arguments.Flag("include_num_members"));
        return answer;
    }

    private JsonObject Members(SlackCall call)
    {
        var conversation = SlackConversations.Find(simulator, call, SlackScopes.Read);
        var limit = SlackPaging.Limit(call, byDefault: 100, most: 1000);
        var page = SlackPaging.Page(call, SlackConversations.Members(conversation), limit, "user_id", member => member, out var next);
        var answer = SlackCall.Ok();
        answer["members"] = new JsonArray([.. page.Select(member => (JsonNode)member)]);
        answer["response_metadata"] = SlackPaging.Metadata(next);
        return answer;
    }
}
