using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.Slack;

/// <summary>Messages, written: post, update, delete.</summary>
internal sealed class SlackChatRoutes(SlackSimulator simulator)
{
    private const int LongestText = 40_000;
    private const int LongestUpdate = 4_000;
    private const int MostBlocks = 50;
    private const int MostAttachments = 100;

    public IEnumerable<SlackMethod> Methods =>
    [
        new("chat.postMessage", null, [SlackScopes.ChatWrite], Post) { TakesJson = true },
        new("chat.update", simulator.Limits.Tier3, [SlackScopes.ChatWrite], Update) { TakesJson = true },
        new("chat.delete", simulator.Limits.Tier3, [SlackScopes.ChatWrite], Delete) { TakesJson = true },
    ];

    private JsonObject Post(SlackCall call)
    {
        var key = $"{call.Caller.Team}/{call.Caller.ClientId}/chat.postMessage";
        Require(simulator.Limits.PostInWorkspace.Acquire(key));
        var target = call.Arguments.Required("channel");
        return simulator.State.Commit(() =>
        {
            var channel = Resolve(call, target);
            CheckPosting(call, channel);
            var thread = Thread(call, channel);
            var draft = Content(call, new SlackMessage(channel.Id, "", call.Caller.UserId, "")
            {
                ThreadTs = thread?.Ts,
                BotId = call.Caller.IsBot ? SlackSimulator.DemoBotId : null,
            });
            Require(simulator.Limits.PostInChannel.Acquire($"{key}/{channel.Id}"));
            var message = simulator.Messages.Post(draft);
            simulator.Ledger.Wrote("chat.postMessage", message.Ts);
            var answer = Named(message);
            answer["message"] = SlackMessageJson.Of(message, call, [], thread);
            return answer;
        });
    }

    private JsonObject Update(SlackCall call) => simulator.State.Commit(() =>
    {
        var found = Own(call, "cant_update_message");
        if (call.Arguments["text"]?.Length > LongestUpdate)
        {
            throw SlackErrors.Refuse("msg_too_long");
        }

        var message = simulator.Messages.Edit(Content(call, found with { Blocks = null, Attachments = null }), call.Caller.UserId);
        simulator.Ledger.Wrote("chat.update", message.Ts);
        var answer = Named(message);
        answer["text"] = message.Text;
        answer["message"] = SlackMessageJson.Of(message, call, [], null);
        return answer;
    });

    private JsonObject Delete(SlackCall call) => simulator.State.Commit(() =>
    {
        var message = Own(call, "cant_delete_message");
        simulator.Messages.Delete(message.Channel, message.Ts);
        simulator.Ledger.Wrote("chat.delete", message.Ts);
        return Named(message);
    });

    private static JsonObject Named(SlackMessage message)
    {
        var answer = SlackCall.Ok();
        answer["channel"] = message.Channel;
        answer["ts"] = message.Ts;
        return answer;
    }

    private static void Require(RateDecision decision)
    {
        if (!decision.Allowed)
        {
            throw SlackErrors.RateLimited(decision.RetryAfter);
        }
    }

    // An id, a channel's name with or without #, or a person, whose direct message is opened.
    private SimulatedRecord Resolve(SlackCall call, string target)
    {
        var channel = simulator.Conversations.Find(target) ?? simulator.DirectMessages.Find(target) ?? simulator.Conversations.FindBy("name", target.TrimStart('#'));
        if (channel is null && call.Caller.IsBot && simulator.Users.Find(target) is { IsDeleted: false } person)
        {
            channel = simulator.DirectMessages.FindBy("user", person.Id) ?? simulator.DirectMessages.Create(("user", person.Id));
        }

        return channel is not null && SlackConversations.Sees(call, channel) ? channel : throw SlackErrors.Refuse("channel_not_found");
    }

    private static void CheckPosting(SlackCall call, SimulatedRecord channel)
    {
        if (SlackConversations.IsArchived(channel))
        {
            throw SlackErrors.Refuse("is_archived");
        }

        if (!SlackConversations.HasMember(channel, call.Caller.UserId) && !call.Caller.Has(SlackScopes.ChatWritePublic))
        {
            throw SlackErrors.Refuse("not_in_channel");
        }
    }

    private SlackMessage? Thread(SlackCall call, SimulatedRecord channel)
    {
        if (call.Arguments["thread_ts"] is not { Length: > 0 } ts)
        {
            return null;
        }

        var named = simulator.Messages.Find(channel.Id, ts) ?? throw SlackErrors.Refuse("thread_not_found");
        return named.ThreadTs is null ? named : simulator.Messages.Find(channel.Id, named.ThreadTs) ?? named;
    }

    private static SlackMessage Content(SlackCall call, SlackMessage draft)
    {
        var arguments = call.Arguments;
        var markdown = arguments["markdown_text"] is { Length: > 0 } written ? written : null;
        var text = arguments["text"] ?? "";
        var blocks = Nested(arguments["blocks"], "invalid_blocks_format", MostBlocks, "invalid_blocks");
        var attachments = Nested(arguments["attachments"], "invalid_attachments", MostAttachments, "too_many_attachments");
        if (markdown is not null && (text.Length > 0 || blocks is not null))
        {
            throw SlackErrors.Refuse("markdown_text_conflict");
        }

        text = markdown ?? text;
        if (text.Length == 0 && blocks is null && attachments is null)
        {
            throw SlackErrors.Refuse("no_text");
        }

        return draft with
        {
            Text = text.Length > LongestText ? text[..LongestText] : text,
            Blocks = blocks,
            Attachments = attachments,
            Metadata = Metadata(arguments["metadata"]) ?? draft.Metadata,
        };
    }

    private static JsonElement? Nested(string? text, string unreadable, int most, string tooMany)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Parse(text) is not { ValueKind: JsonValueKind.Array } list || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            throw SlackErrors.Refuse(unreadable);
        }

        var count = list.GetArrayLength();
        return count == 0 ? null : count <= most ? list : throw SlackErrors.Refuse(tooMany);
    }

    private static JsonElement? Metadata(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : Parse(text) is { ValueKind: JsonValueKind.Object } metadata && metadata.TryGetProperty("event_type", out _) && metadata.TryGetProperty("event_payload", out _) ? metadata
        : throw SlackErrors.Refuse("invalid_metadata_format");

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SlackMessage Own(SlackCall call, string notYours)
    {
        var channel = SlackConversations.Find(simulator, call, SlackScopes.None);
        var message = simulator.Messages.Find(channel.Id, call.Arguments.Required("ts")) ?? throw SlackErrors.Refuse("message_not_found");
        return string.Equals(message.User, call.Caller.UserId, StringComparison.Ordinal) ? message : throw SlackErrors.Refuse(notYours);
    }
}
