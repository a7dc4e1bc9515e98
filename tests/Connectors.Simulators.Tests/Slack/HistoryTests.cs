using System.Text.Json.Nodes;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Slack;

public sealed class HistoryTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Thread_ShowsOnItsParent_AndRepliesAreNotInHistory()
    {
        await using var slack = Workspace.Open(_clock);
        var general = slack.Channel("general").Id;
        var parent = (string)(await slack.CallAsync("chat.postMessage", ("channel", general), ("text", "parent")))["ts"]!;
        _clock.Advance(TimeSpan.FromSeconds(2));
        var reply = await slack.CallAsync("chat.postMessage", ("channel", general), ("text", "reply"), ("thread_ts", parent));

        var history = (await slack.CallAsync("conversations.history", ("channel", general), ("limit", "1")))["messages"]!.AsArray();
        var thread = (await slack.CallAsync("conversations.replies", ("channel", general), ("ts", parent)))["messages"]!.AsArray();

        Assert.Equal(SlackSimulator.DemoBotUser, (string?)reply["message"]!["parent_user_id"]);
        Assert.Equal(parent, (string?)history[0]!["ts"]);
        Assert.Equal(1, (int)history[0]!["reply_count"]!);
        Assert.Equal((string?)reply["ts"], (string?)history[0]!["latest_reply"]);
        Assert.Equal(["parent", "reply"], thread.Select(message => (string?)message!["text"]));
    }

    [Fact]
    public async Task History_NewestFirst_ByPages_AndInAWindow()
    {
        await using var slack = Workspace.Open(_clock);
        var general = slack.Channel("general").Id;
        var roots = slack.Simulator.Messages.Of(general).Where(message => message.ThreadTs is null).Select(message => message.Ts).Reverse().ToList();
        var seen = new List<string>();
        JsonNode page;
        var cursor = "";
        do
        {
            page = await slack.CallAsync("conversations.history", ("channel", general), ("limit", "50"), ("cursor", cursor));
            seen.AddRange(page["messages"]!.AsArray().Select(message => (string)message!["ts"]!));
            cursor = (string)page["response_metadata"]!["next_cursor"]!;
            Assert.Equal(cursor.Length > 0, (bool)page["has_more"]!);
        }
        while (cursor.Length > 0);

        var within = await slack.CallAsync("conversations.history", ("channel", general), ("oldest", roots[5]), ("latest", roots[2]));
        var inclusive = await slack.CallAsync("conversations.history", ("channel", general), ("oldest", roots[5]), ("latest", roots[2]), ("inclusive", "1"));

        Assert.Equal(roots, seen);
        Assert.Equal(roots[3..5], within["messages"]!.AsArray().Select(message => (string)message!["ts"]!));
        Assert.Equal(roots[2..6], inclusive["messages"]!.AsArray().Select(message => (string)message!["ts"]!));
        Assert.Equal("invalid_ts_oldest", await slack.ErrorAsync("conversations.history", ("channel", general), ("oldest", "yesterday")));
    }

    [Fact]
    public async Task History_WhereTheBotIsNot_IsRefused_ButAPersonMayRead()
    {
        await using var slack = Workspace.Open(_clock);
        var elsewhere = slack.Channel("random").Id;
        Assert.Equal("not_in_channel", await slack.ErrorAsync("conversations.history", ("channel", elsewhere)));

        slack.Simulator.Tokens.Register("xoxp-person", SlackSimulator.DemoTeam, "channels:history");
        slack.Use("xoxp-person");
        Assert.True((bool)(await slack.CallAsync("conversations.history", ("channel", elsewhere)))["ok"]!);
    }
}
