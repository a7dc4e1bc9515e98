namespace Connectors.Slack;

/// <summary>A message. Prints its time stamp only.</summary>
public sealed record SlackMessage
{
    /// <summary>Gets the time stamp, which with the conversation is the message's id. Keep it as text: as a number it loses digits.</summary>
    public required string Ts { get; init; }

    /// <summary>Gets the type: <c>message</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the kind of message: <c>bot_message</c>, <c>channel_join</c>; none for a plain one.</summary>
    public string? Subtype { get; init; }

    /// <summary>Gets who wrote it.</summary>
    public string? User { get; init; }

    /// <summary>Gets the bot that wrote it.</summary>
    public string? BotId { get; init; }

    /// <summary>Gets the name that a bot wrote it under.</summary>
    public string? Username { get; init; }

    /// <summary>Gets the text.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the time stamp of the message that began the thread.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Gets how many replies the thread has.</summary>
    public int? ReplyCount { get; init; }

    /// <summary>Gets the time stamp of the thread's latest reply.</summary>
    public string? LatestReply { get; init; }

    /// <summary>Gets who edited it last, and when.</summary>
    public SlackEdit? Edited { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SlackMessage)} {Ts}";
}

/// <summary>An edit of a message.</summary>
/// <param name="User">Who edited it.</param>
/// <param name="Ts">When.</param>
public sealed record SlackEdit(string? User, string? Ts);

/// <summary>Which messages of a conversation to list.</summary>
/// <param name="Channel">The conversation's id.</param>
/// <param name="Oldest">The time stamp that messages must be newer than.</param>
/// <param name="Latest">The time stamp that messages must be older than.</param>
public sealed record SlackHistory(string Channel, string? Oldest = null, string? Latest = null);
