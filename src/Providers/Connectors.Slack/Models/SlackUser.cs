namespace Connectors.Slack;

/// <summary>A member of a workspace. Prints the id only: the rest is personal data.</summary>
public sealed record SlackUser
{
    /// <summary>Gets the id: <c>U…</c> or <c>W…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of the workspace.</summary>
    public string? TeamId { get; init; }

    /// <summary>Gets the user name.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the person's name.</summary>
    public string? RealName { get; init; }

    /// <summary>Gets whether the member has left.</summary>
    public bool Deleted { get; init; }

    /// <summary>Gets whether the member is a bot. Slackbot (<c>USLACKBOT</c>) is one although it says no.</summary>
    public bool IsBot { get; init; }

    /// <summary>Gets whether the member is an app's user.</summary>
    public bool IsAppUser { get; init; }

    /// <summary>Gets whether the member is an administrator.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Gets whether the member is an owner.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Gets whether the member is the primary owner.</summary>
    public bool IsPrimaryOwner { get; init; }

    /// <summary>Gets whether the member is a guest.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Gets whether the member is a guest of one conversation only.</summary>
    public bool IsUltraRestricted { get; init; }

    /// <summary>Gets the time zone: <c>America/Los_Angeles</c>.</summary>
    public string? Tz { get; init; }

    /// <summary>Gets the time zone's distance from UTC in seconds.</summary>
    public int? TzOffset { get; init; }

    /// <summary>Gets when the member was last changed, in seconds since 1970.</summary>
    public long? Updated { get; init; }

    /// <summary>Gets the profile.</summary>
    public SlackProfile? Profile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SlackUser)} {Id}";
}

/// <summary>The profile of a member. Prints nothing of it.</summary>
public sealed record SlackProfile
{
    /// <summary>Gets the name that the member wants to be shown; may be empty.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Gets the full name.</summary>
    public string? RealName { get; init; }

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get; init; }

    /// <summary>Gets the e-mail address; told only with the scope <c>users:read.email</c>.</summary>
    public string? Email { get; init; }

    /// <summary>Gets the phone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Gets what the member does.</summary>
    public string? Title { get; init; }

    /// <summary>Gets the address of the large picture.</summary>
    [JsonPropertyName("image_512")]
    public string? Image512 { get; init; }

    /// <summary>Gets the status.</summary>
    public string? StatusText { get; init; }

    /// <summary>Gets the status's emoji.</summary>
    public string? StatusEmoji { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(SlackProfile);
}
