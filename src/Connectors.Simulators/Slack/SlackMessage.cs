using System.Text.Json;

namespace Connectors.Simulators.Slack;

/// <summary>A message as it is now; an edit makes a new one with the same channel and ts.</summary>
/// <param name="Channel">The conversation's id.</param>
/// <param name="Ts">The message's id in its channel: seconds and microseconds, <c>1512085950.000216</c>.</param>
/// <param name="User">Who wrote it: a member's id, a bot's one for a bot.</param>
/// <param name="Text">The text.</param>
public sealed record SlackMessage(string Channel, string Ts, string User, string Text)
{
    /// <summary>Gets the bot id when a bot wrote it.</summary>
    public string? BotId { get; init; }

    /// <summary>Gets the ts of the message whose thread it belongs to, when it is a reply.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Gets the blocks, when there are any.</summary>
    public JsonElement? Blocks { get; init; }

    /// <summary>Gets the attachments, when there are any.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>Gets the metadata, when there is any.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Gets who edited it last.</summary>
    public string? EditedBy { get; init; }

    /// <summary>Gets the ts of the last edit.</summary>
    public string? EditedTs { get; init; }
}
