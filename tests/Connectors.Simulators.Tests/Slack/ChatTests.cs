using System.Globalization;
using System.Text.RegularExpressions;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Slack;

public sealed class ChatTests
{
    private static readonly Uri s_post = new("chat.postMessage", UriKind.Relative);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Post_IsStoredOnce_WithATsOfItsOwn()
    {
        await using var slack = Workspace.Open(_clock);
        slack.Simulator.Limits.PostInChannel.Enforced = false;
        var general = slack.Channel("general").Id;

        var first = await slack.CallAsync("chat.postMessage", ("channel", general), ("text", "one"));
        var second = await slack.CallAsync("chat.postMessage", ("channel", "#general"), ("text", "two"));

        Assert.Matches(new Regex(@"^\d{10}\.\d{6}$", RegexOptions.None, TimeSpan.FromSeconds(1)), (string)first["ts"]!);
        Assert.NotEqual((string?)first["ts"], (string?)second["ts"]);
        Assert.Equal(general, (string?)second["channel"]);
        Assert.Equal(SlackSimulator.DemoBotId, (string?)first["message"]!["bot_id"]);
        Assert.Equal("one", slack.Simulator.Messages.Find(general, (string)first["ts"]!)!.Text);
        Assert.Equal([(string)first["ts"]!, (string)second["ts"]!], slack.Simulator.Ledger.WriteEntries().Where(write => write.Kind == "chat.postMessage").Select(write => write.Target));
    }

    [Fact]
    public async Task Post_AsJson_IsTaken_AndWarnsOfAMissingCharset()
    {
        await using var slack = Workspace.Open(_clock);
        var body = $$$"""{"channel":"{{{slack.Channel("general").Id}}}","text":"hi","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*hi*"}}]}""";
        using var bare = Some.Json(body);
        bare.Headers.ContentType!.CharSet = null;

        var warned = await slack.Client.PostAsync(s_post, bare).JsonAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var clean = await slack.Client.PostAsync(s_post, Some.Json(body)).JsonAsync();

        Assert.Equal("missing_charset", (string?)warned["warning"]);
        Assert.Equal("missing_charset", (string?)warned["response_metadata"]!["warnings"]![0]);
        Assert.Null(clean["warning"]);
        Assert.Equal("section", (string?)clean["message"]!["blocks"]![0]!["type"]);
    }

    [Fact]
    public async Task Post_WhereTheBotIsNot_NeedsChatWritePublic()
    {
        await using var slack = Workspace.Open(_clock);
        var elsewhere = slack.Channel("random").Id;
        Assert.Equal("not_in_channel", await slack.ErrorAsync("chat.postMessage", ("channel", elsewhere), ("text", "x")));
        Assert.Empty(slack.Simulator.Ledger.WriteEntries());

        slack.UseScopes("chat:write", "chat:write.public");
        Assert.True((bool)(await slack.CallAsync("chat.postMessage", ("channel", elsewhere), ("text", "x")))["ok"]!);
    }

    [Theory]
    [InlineData("channel_not_found", "channel", "C0NOWHERE", "text", "x")]
    [InlineData("channel_not_found", "channel", "no-such-name", "text", "x")]
    [InlineData("invalid_arguments", "text", "x")]
    [InlineData("no_text", "channel", "general")]
    [InlineData("no_text", "channel", "general", "text", "", "blocks", "[]")]
    [InlineData("invalid_blocks_format", "channel", "general", "blocks", "{}")]
    [InlineData("invalid_blocks_format", "channel", "general", "blocks", "[")]
    [InlineData("markdown_text_conflict", "channel", "general", "text", "x", "markdown_text", "y")]
    [InlineData("invalid_metadata_format", "channel", "general", "text", "x", "metadata", "{}")]
    [InlineData("thread_not_found", "channel", "general", "text", "x", "thread_ts", "1.000001")]
    public async Task Post_WhatIsWrong_IsNamed(string error, params string[] pairs)
    {
        await using var slack = Workspace.Open(_clock);

        Assert.Equal(error, await slack.ErrorAsync("chat.postMessage", [.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))]));
        Assert.Empty(slack.Simulator.Ledger.WriteEntries());
    }

    [Fact]
    public async Task Post_InAnArchivedChannel_OrTooMuch_IsRefused_AndLongTextIsCut()
    {
        await using var slack = Workspace.Open(_clock);
        var archived = slack.Channels.First(channel => channel["is_archived"] is true).Id;
        var blocks = "[" + string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51)) + "]";

        Assert.Equal("is_archived", await slack.ErrorAsync("chat.postMessage", ("channel", archived), ("text", "x")));
        Assert.Equal("invalid_blocks", await slack.ErrorAsync("chat.postMessage", ("channel", "general"), ("blocks", blocks)));
        var answer = await slack.CallAsync("chat.postMessage", ("channel", "general"), ("text", new string('a', 40_001)));
        Assert.Equal(40_000, ((string)answer["message"]!["text"]!).Length);
    }

    [Fact]
    public async Task UpdateAndDelete_OnlyOnesOwn()
    {
        await using var slack = Workspace.Open(_clock);
        var general = slack.Channel("general").Id;
        var theirs = slack.Simulator.Messages.Of(general)[^1].Ts;
        var mine = (string)(await slack.CallAsync("chat.postMessage", ("channel", general), ("text", "one")))["ts"]!;

        var updated = await slack.CallAsync("chat.update", ("channel", general), ("ts", mine), ("text", "two"));

        Assert.Equal("two", (string?)updated["text"]);
        Assert.Equal(SlackSimulator.DemoBotUser, (string?)updated["message"]!["edited"]!["user"]);
        Assert.Equal("cant_update_message", await slack.ErrorAsync("chat.update", ("channel", general), ("ts", theirs), ("text", "x")));
        Assert.Equal("cant_delete_message", await slack.ErrorAsync("chat.delete", ("channel", general), ("ts", theirs)));
        Assert.Equal("message_not_found", await slack.ErrorAsync("chat.delete", ("channel", general), ("ts", "1700000000.000001")));
        Assert.Equal("msg_too_long", await slack.ErrorAsync("chat.update", ("channel", general), ("ts", mine), ("text", new string('a', 4001))));
        Assert.True((bool)(await slack.CallAsync("chat.delete", ("channel", general), ("ts", mine)))["ok"]!);
        Assert.Null(slack.Simulator.Messages.Find(general, mine));
    }

    [Fact]
    public async Task Post_ToAPerson_OpensADirectMessage()
    {
        await using var slack = Workspace.Open(_clock);
        var person = slack.Simulator.Users.Snapshot().Last(user => !user.IsDeleted && user.Text("email") is not null).Id;

        var first = await slack.CallAsync("chat.postMessage", ("channel", person), ("text", "hello"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = await slack.CallAsync("chat.postMessage", ("channel", person), ("text", "again"));

        Assert.StartsWith("D", (string)first["channel"]!, StringComparison.Ordinal);
        Assert.Equal((string?)first["channel"], (string?)second["channel"]);
    }

    [Fact]
    public async Task CreateAndJoin()
    {
        await using var slack = Workspace.Open(_clock);

        var made = await slack.CallAsync("conversations.create", ("name", "new-hires_2026"));
        var joined = await slack.CallAsync("conversations.join", ("channel", slack.Channel("random").Id));
        var again = await slack.CallAsync("conversations.join", ("channel", slack.Channel("random").Id));

        Assert.True((bool)made["channel"]!["is_member"]!);
        Assert.True((bool)joined["channel"]!["is_member"]!);
        Assert.Equal("already_in_channel", (string?)again["warning"]);
        Assert.Equal("name_taken", await slack.ErrorAsync("conversations.create", ("name", "general")));
        Assert.Equal("invalid_name_specials", await slack.ErrorAsync("conversations.create", ("name", "New Hires")));
        Assert.Equal("invalid_name_maxlength", await slack.ErrorAsync("conversations.create", ("name", new string('a', 81))));
        Assert.Equal("invalid_name_required", await slack.ErrorAsync("conversations.create", ("name", "")));
        Assert.Equal(["conversations.create", "conversations.join"], slack.Simulator.Ledger.WriteEntries().Select(write => write.Kind));
    }

    [Fact]
    public async Task Restart_KeepsMessages_AndTsGoesOn()
    {
        var file = Some.TempFile();
        string ts, general;
        await using (var slack = Workspace.Open(_clock, stateFile: file))
        {
            general = slack.Channel("general").Id;
            ts = (string)(await slack.CallAsync("chat.postMessage", ("channel", general), ("text", "kept"), ("blocks", """[{"type":"divider"}]""")))["ts"]!;
        }

        await using var again = Workspace.Open(_clock, stateFile: file);
        var back = again.Simulator.Messages.Find(general, ts)!;
        var next = (string)(await again.CallAsync("chat.postMessage", ("channel", general), ("text", "next")))["ts"]!;
        File.Delete(file);

        Assert.Equal("kept", back.Text);
        Assert.Equal(1, back.Blocks!.Value.GetArrayLength());
        Assert.True(decimal.Parse(next, CultureInfo.InvariantCulture) > decimal.Parse(ts, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Post_ManyAtTheSameMoment_HaveEachTheirTs()
    {
        await using var slack = Workspace.Open(_clock);
        slack.Simulator.Limits.Lift();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => slack.CallAsync("chat.postMessage", ("channel", "general"), ("text", $"{number}"))));

        Assert.Equal(40, answers.Select(answer => (string)answer["ts"]!).Distinct().Count());
        Assert.Equal(40, slack.Simulator.Ledger.WriteEntries().Select(write => write.Target).Distinct().Count());
    }
}
