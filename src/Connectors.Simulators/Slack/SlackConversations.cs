using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Reads conversations: what kind one is, who is in it, who may see it, and how Slack shows it.</summary>
internal static class SlackConversations
{
    private static readonly string[] s_none = [];

    public static bool IsDirect(SimulatedRecord conversation) => conversation.Id[0] == 'D';

    public static bool IsPrivate(SimulatedRecord conversation) => conversation["is_private"] is true;

    public static bool IsArchived(SimulatedRecord conversation) => conversation["is_archived"] is true || conversation.IsDeleted;

    /// <summary>Returns the type as the <c>types</c> argument names it.</summary>
    public static string TypeOf(SimulatedRecord conversation) =>
        IsDirect(conversation) ? "im" : IsPrivate(conversation) ? "private_channel" : "public_channel";

    public static IReadOnlyList<string> Members(SimulatedRecord conversation) => IsDirect(conversation)
        ? [SlackSimulator.DemoBotUser, conversation.Text("user")!]
        : conversation["members"] is JsonElement { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(member => member.GetString()!)] : s_none;

    public static bool HasMember(SimulatedRecord conversation, string user) => Members(conversation).Contains(user, StringComparer.Ordinal);

    /// <summary>Returns whether the caller may know that a conversation is there.</summary>
    public static bool Sees(SlackCall call, SimulatedRecord conversation) =>
        IsDirect(conversation) ? HasMember(conversation, call.Caller.UserId) : !IsPrivate(conversation) || HasMember(conversation, call.Caller.UserId);

    /// <summary>Returns the one of four scopes (public, private, group message, direct message) that a conversation asks for.</summary>
    public static string ScopeFor(SimulatedRecord conversation, IReadOnlyList<string> scopes) =>
        IsDirect(conversation) ? scopes[3] : IsPrivate(conversation) ? scopes[1] : scopes[0];

    /// <summary>Finds the conversation that a call names by its id, if the caller may see it and has the scope for its kind.</summary>
    public static SimulatedRecord Find(SlackSimulator simulator, SlackCall call, IReadOnlyList<string> scopes)
    {
        var id = call.Arguments.Required("channel");
        var conversation = simulator.Conversations.Find(id) ?? simulator.DirectMessages.Find(id);
        if (conversation is null || !Sees(call, conversation))
        {
            throw SlackErrors.Refuse("channel_not_found");
        }

        if (scopes.Count > 0)
        {
            call.Caller.Require(ScopeFor(conversation, scopes));
        }

        return conversation;
    }

    public static JsonObject Json(SimulatedRecord conversation, SlackCall call, bool withCount)
    {
        if (IsDirect(conversation))
        {
            return DirectJson(conversation, call);
        }

        var members = Members(conversation);
        var isPrivate = IsPrivate(conversation);
        var answer = new JsonObject
        {
            ["id"] = conversation.Id,
            ["name"] = conversation.Text("name"),
            ["is_channel"] = true, // private ones too, since ids no longer tell them apart
            ["is_group"] = false,
            ["is_im"] = false,
            ["is_mpim"] = false,
            ["is_private"] = isPrivate,
            ["created"] = conversation.CreatedAt.ToUnixTimeSeconds(),
            ["is_archived"] = IsArchived(conversation),
            ["is_general"] = conversation["is_general"] is true,
            ["unlinked"] = 0,
            ["name_normalized"] = conversation.Text("name"),
            ["is_shared"] = false,
            ["is_org_shared"] = false,
            ["is_pending_ext_shared"] = false,
            ["pending_shared"] = new JsonArray(),
            ["context_team_id"] = call.Caller.Team,
            ["updated"] = conversation.ModifiedAt.ToUnixTimeMilliseconds(),
            ["parent_conversation"] = null,
            ["creator"] = conversation.Text("creator"),
            ["is_ext_shared"] = false,
            ["is_member"] = members.Contains(call.Caller.UserId, StringComparer.Ordinal),
            ["topic"] = About(conversation, "topic"),
            ["purpose"] = About(conversation, "purpose"),
            ["previous_names"] = new JsonArray(),
        };
        if (withCount)
        {
            answer["num_members"] = members.Count;
        }

        return answer;
    }

    private static JsonObject DirectJson(SimulatedRecord conversation, SlackCall call) => new()
    {
        ["id"] = conversation.Id,
        ["created"] = conversation.CreatedAt.ToUnixTimeSeconds(),
        ["is_archived"] = false,
        ["is_im"] = true,
        ["is_org_shared"] = false,
        ["context_team_id"] = call.Caller.Team,
        ["updated"] = conversation.ModifiedAt.ToUnixTimeMilliseconds(),
        ["user"] = Members(conversation).First(member => !string.Equals(member, call.Caller.UserId, StringComparison.Ordinal)),
        ["priority"] = 0,
    };

    private static JsonObject About(SimulatedRecord conversation, string field)
    {
        var value = conversation.Text(field) ?? "";
        return new JsonObject
        {
            ["value"] = value,
            ["creator"] = value.Length == 0 ? "" : conversation.Text("creator"),
            ["last_set"] = value.Length == 0 ? 0 : conversation.CreatedAt.ToUnixTimeSeconds(),
        };
    }
}
