namespace Connectors.Simulators.Slack;

/// <summary>Names Slack's scopes.</summary>
public static class SlackScopes
{
    internal const string ChatWrite = "chat:write";
    internal const string ChatWritePublic = "chat:write.public";
    internal const string UsersRead = "users:read";
    internal const string UsersReadEmail = "users:read.email";
    internal const string ChannelsRead = "channels:read";
    internal const string GroupsRead = "groups:read";
    internal const string ImRead = "im:read";
    internal const string MpimRead = "mpim:read";
    internal const string ChannelsHistory = "channels:history";
    internal const string GroupsHistory = "groups:history";
    internal const string ImHistory = "im:history";
    internal const string MpimHistory = "mpim:history";
    internal const string ChannelsManage = "channels:manage";
    internal const string ChannelsWrite = "channels:write";
    internal const string ChannelsJoin = "channels:join";
    internal const string GroupsWrite = "groups:write";

    /// <summary>Gets the scopes of <see cref="SlackSimulator.DemoToken"/>.</summary>
    public static IReadOnlyList<string> DemoBot { get; } =
    [
        ChannelsHistory, ChannelsJoin, ChannelsManage, ChannelsRead, ChatWrite, GroupsHistory, GroupsRead, GroupsWrite,
        ImHistory, ImRead, MpimHistory, MpimRead, UsersRead, UsersReadEmail,
    ];

    internal static IReadOnlyList<string> None { get; } = [];

    internal static IReadOnlyList<string> Read { get; } = [ChannelsRead, GroupsRead, MpimRead, ImRead];

    internal static IReadOnlyList<string> History { get; } = [ChannelsHistory, GroupsHistory, MpimHistory, ImHistory];
}
