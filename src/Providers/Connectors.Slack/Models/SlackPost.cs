namespace Connectors.Slack;

/// <summary>A message to post. It needs text, Markdown, blocks or attachments. Prints no text.</summary>
/// <param name="Channel">The conversation's id.</param>
public sealed record SlackPost(string Channel)
{
    /// <summary>Gets the text, up to 40,000 characters; with blocks, what notifications show.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the text as Markdown, up to 12,000 characters; not together with <see cref="Text"/> or <see cref="Blocks"/>.</summary>
    public string? MarkdownText { get; init; }

    /// <summary>Gets the blocks, up to 50, as a JSON array.</summary>
    public JsonElement? Blocks { get; init; }

    /// <summary>Gets the attachments, up to 100, as a JSON array.</summary>
    public JsonElement? Attachments { get; init; }

    /// <summary>Gets the metadata as a JSON object of <c>event_type</c> and <c>event_payload</c>.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Gets the time stamp of the message to reply to, in its thread.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Gets whether a reply is shown in the conversation too.</summary>
    public bool? ReplyBroadcast { get; init; }

    /// <summary>Gets whether Slack's mark-up in the text is understood.</summary>
    public bool? Mrkdwn { get; init; }

    /// <summary>Gets whether links to pages are shown with a preview.</summary>
    public bool? UnfurlLinks { get; init; }

    /// <summary>Gets whether links to media are shown with a preview.</summary>
    public bool? UnfurlMedia { get; init; }

    /// <summary>Gets the name to post under.</summary>
    public string? Username { get; init; }

    /// <summary>Gets the emoji to post with in place of the bot's picture.</summary>
    public string? IconEmoji { get; init; }

    /// <summary>Gets the address of the picture to post with in place of the bot's.</summary>
    public string? IconUrl { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SlackPost)} to {Channel}";
}

/// <summary>A message that was posted.</summary>
/// <param name="Channel">The conversation's id.</param>
/// <param name="Ts">The message's time stamp.</param>
/// <param name="Message">The message as Slack took it.</param>
public sealed record SlackPosted(string Channel, string Ts, SlackMessage? Message);
