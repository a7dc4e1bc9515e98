namespace Connectors.Slack;

/// <summary>What every answer has. <c>ok</c> tells whether it is a good one.</summary>
internal sealed record SlackAnswer(bool? Ok, string? Error, string? Needed, string? Provided, SlackMetadata? ResponseMetadata);

internal sealed record SlackMetadata(string? NextCursor, IReadOnlyList<string>? Messages);

internal abstract record SlackPage
{
    public SlackMetadata? ResponseMetadata { get; init; }
}

internal sealed record SlackUserPage : SlackPage
{
    public required IReadOnlyList<SlackUser> Members { get; init; }
}

internal sealed record SlackConversationPage : SlackPage
{
    public required IReadOnlyList<SlackConversation> Channels { get; init; }
}

internal sealed record SlackMessagePage : SlackPage
{
    public required IReadOnlyList<SlackMessage> Messages { get; init; }

    public bool HasMore { get; init; }
}

internal sealed record SlackIdentity(string TeamId, string? Team, string? EnterpriseId, bool IsEnterpriseInstall);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SlackAnswer))]
[JsonSerializable(typeof(SlackUserPage))]
[JsonSerializable(typeof(SlackConversationPage))]
[JsonSerializable(typeof(SlackMessagePage))]
[JsonSerializable(typeof(SlackPosted))]
[JsonSerializable(typeof(SlackIdentity))]
internal sealed partial class SlackJson : JsonSerializerContext;
