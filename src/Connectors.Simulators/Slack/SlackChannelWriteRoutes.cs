using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Channels, written: create and join.</summary>
internal sealed class SlackChannelWriteRoutes(SlackSimulator simulator)
{
    private const int LongestName = 80;

    public IEnumerable<SlackMethod> Methods =>
    [
        new("conversations.create", simulator.Limits.Tier2, [SlackScopes.ChannelsManage, SlackScopes.ChannelsWrite, SlackScopes.GroupsWrite], Create) { TakesJson = true },
        new("conversations.join", simulator.Limits.Tier3, [SlackScopes.ChannelsJoin, SlackScopes.ChannelsWrite], Join) { TakesJson = true },
    ];

    private JsonObject Create(SlackCall call)
    {
        var name = call.Arguments.Required("name");
        var isPrivate = call.Arguments.Flag("is_private");
        call.Caller.Require(isPrivate ? SlackScopes.GroupsWrite : call.Caller.IsBot ? SlackScopes.ChannelsManage : SlackScopes.ChannelsWrite);
        CheckName(name);
        return simulator.State.Commit(() =>
        {
            if (simulator.Conversations.FindBy("name", name) is not null)
            {
                throw SlackErrors.Refuse("name_taken");
            }

            var made = simulator.Conversations.Create(
                ("name", name),
                ("is_private", isPrivate),
                ("creator", call.Caller.UserId),
                ("members", (string[])[call.Caller.UserId]));
            simulator.Ledger.Wrote("conversations.create", made.Id);
            return Answer(call, made);
        });
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw SlackErrors.Refuse("invalid_name_required");
        }

        if (name.Length > LongestName)
        {
            throw SlackErrors.Refuse("invalid_name_maxlength");
        }

        if (name.All(letter => letter is '-' or '_'))
        {
            throw SlackErrors.Refuse("invalid_name_punctuation");
        }

        if (name.Any(letter => letter is not ('-' or '_') && (!char.IsLetterOrDigit(letter) || char.IsUpper(letter))))
        {
            throw SlackErrors.Refuse("invalid_name_specials");
        }
    }

    private JsonObject Join(SlackCall call)
    {
        call.Caller.Require(call.Caller.IsBot ? SlackScopes.ChannelsJoin : SlackScopes.ChannelsWrite);
        return simulator.State.Commit(() =>
        {
            var channel = SlackConversations.Find(simulator, call, SlackScopes.None);
            if (SlackConversations.IsDirect(channel) || SlackConversations.IsPrivate(channel))
            {
                throw SlackErrors.Refuse("method_not_supported_for_channel_type");
            }

            if (SlackConversations.IsArchived(channel))
            {
                throw SlackErrors.Refuse("is_archived");
            }

            var members = SlackConversations.Members(channel);
            if (members.Contains(call.Caller.UserId, StringComparer.Ordinal))
            {
                call.Warning = "already_in_channel";
                return Answer(call, channel);
            }

            channel = simulator.Conversations.Update(channel.Id, ("members", (string[])[.. members, call.Caller.UserId]));
            simulator.Ledger.Wrote("conversations.join", channel.Id);
            return Answer(call, channel);
        });
    }

    private static JsonObject Answer(SlackCall call, SimulatedRecord channel)
    {
        var answer = SlackCall.Ok();
        answer["channel"] = SlackConversations.Json(channel, call, withCount: false);
        return answer;
    }
}
