namespace Connectors.Slack;

/// <summary>A conversation: a channel, a group, a direct message.</summary>
public sealed record SlackConversation
{
    /// <summary>Gets the id: <c>C…</c>, <c>G…</c> or <c>D…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name; a direct message has none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets whether it is a channel.</summary>
    public bool IsChannel { get; init; }

    /// <summary>Gets whether it is a private group of the old kind.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Gets whether it is a direct message.</summary>
    public bool IsIm { get; init; }

    /// <summary>Gets whether it is a direct message among several.</summary>
    public bool IsMpim { get; init; }

    /// <summary>Gets whether it is private.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Gets whether it is archived.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Gets whether it is the one that everybody is in.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Gets whether the app's bot is in it, which most writes need.</summary>
    public bool IsMember { get; init; }

    /// <summary>Gets whether it is shared with others.</summary>
    public bool IsShared { get; init; }

    /// <summary>Gets whether it is shared with another organisation.</summary>
    public bool IsExtShared { get; init; }

    /// <summary>Gets when it was created, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>Gets when it was last changed, in milliseconds since 1970.</summary>
    public long? Updated { get; init; }

    /// <summary>Gets who created it.</summary>
    public string? Creator { get; init; }

    /// <summary>Gets the other one of a direct message.</summary>
    public string? User { get; init; }

    /// <summary>Gets how many members it has.</summary>
    public int? NumMembers { get; init; }

    /// <summary>Gets what is talked about now.</summary>
    public SlackTopic? Topic { get; init; }

    /// <summary>Gets what it is for.</summary>
    public SlackTopic? Purpose { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SlackConversation)} {Id}";
}

/// <summary>The topic or purpose of a conversation.</summary>
/// <param name="Value">The text.</param>
public sealed record SlackTopic(string? Value);
