using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Writes messages as Slack shows them.</summary>
internal static class SlackMessageJson
{
    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="call">The call that is answered.</param>
    /// <param name="replies">The thread's replies, oldest first, when the message begins one.</param>
    /// <param name="parent">The message that began the thread, when this is a reply.</param>
    public static JsonObject Of(SlackMessage message, SlackCall call, IReadOnlyList<SlackMessage> replies, SlackMessage? parent)
    {
        var answer = new JsonObject
        {
            ["user"] = message.User,
            ["type"] = "message",
            ["ts"] = message.Ts,
            ["text"] = message.Text,
            ["team"] = call.Caller.Team,
        };
        if (message.BotId is { } bot)
        {
            answer["bot_id"] = bot;
            answer["app_id"] = SlackSimulator.DemoAppId;
            answer["bot_profile"] = Profile(bot, call);
        }

        Put(answer, "blocks", message.Blocks);
        Put(answer, "attachments", message.Attachments);
        if (call.Arguments.Flag("include_all_metadata"))
        {
            Put(answer, "metadata", message.Metadata);
        }

        if (message.EditedBy is not null)
        {
            answer["edited"] = new JsonObject { ["user"] = message.EditedBy, ["ts"] = message.EditedTs };
        }

        PutThread(answer, message, replies, parent);
        return answer;
    }

    private static void PutThread(JsonObject answer, SlackMessage message, IReadOnlyList<SlackMessage> replies, SlackMessage? parent)
    {
        if (message.ThreadTs is not null)
        {
            answer["thread_ts"] = message.ThreadTs;
            if (parent is not null)
            {
                answer["parent_user_id"] = parent.User;
            }
        }
        else if (replies.Count > 0)
        {
            var users = replies.Select(reply => reply.User).Distinct(StringComparer.Ordinal).ToList();
            answer["thread_ts"] = message.Ts;
            answer["reply_count"] = replies.Count;
            answer["reply_users_count"] = users.Count;
            answer["latest_reply"] = replies[^1].Ts;
            answer["reply_users"] = new JsonArray([.. users.Select(user => (JsonNode)user)]);
            answer["subscribed"] = false;
        }
    }

    private static void Put(JsonObject answer, string name, JsonElement? value)
    {
        if (value is { } element)
        {
            answer[name] = JsonNode.Parse(element.GetRawText());
        }
    }

    private static JsonObject Profile(string bot, SlackCall call) => new()
    {
        ["id"] = bot,
        ["app_id"] = SlackSimulator.DemoAppId,
        ["name"] = "connectors",
        ["icons"] = new JsonObject
        {
            ["image_36"] = "https://avatars.example.com/bot-36.png",
            ["image_48"] = "https://avatars.example.com/bot-48.png",
            ["image_72"] = "https://avatars.example.com/bot-72.png",
        },
        ["deleted"] = false,
        ["updated"] = SlackSeed.From.ToUnixTimeSeconds(),
        ["team_id"] = call.Caller.Team,
    };
}
