using System.Text;
using System.Text.Json.Nodes;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Slack;

public sealed class ListTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData("users.list", "members", 230)]
    [InlineData("conversations.list", "channels", 45)]
    public async Task List_AllPages_EveryRowOnce_UntilAnEmptyCursor(string method, string rows, int count)
    {
        await using var slack = Workspace.Open(_clock);
        var ids = new List<string>();
        var cursor = "";
        do
        {
            var page = await slack.CallAsync(method, ("limit", "20"), ("cursor", cursor));
            ids.AddRange(page[rows]!.AsArray().Select(row => (string)row!["id"]!));
            cursor = (string)page["response_metadata"]!["next_cursor"]!;
        }
        while (cursor.Length > 0);

        Assert.Equal(count, ids.Count);
        Assert.Equal(count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Users_WithoutLimit_AreAllThere_WithBotsSlackbotAndDeactivated()
    {
        await using var slack = Workspace.Open(_clock);

        var answer = await slack.CallAsync("users.list");
        var members = answer["members"]!.AsArray();

        Assert.Equal(230, members.Count);
        Assert.Equal("", (string?)answer["response_metadata"]!["next_cursor"]);
        var slackbot = members.Single(member => (string?)member!["id"] == "USLACKBOT")!;
        Assert.False((bool)slackbot["is_bot"]!);
        Assert.Contains(members, member => (bool)member!["is_bot"]!);
        var gone = members.First(member => (bool)member!["deleted"]!)!;
        Assert.Null(gone["tz"]);
        Assert.Null(gone["is_admin"]);
        Assert.NotNull(gone["profile"]!["email"]);
    }

    [Fact]
    public async Task Users_DeactivatedAtTheVendor_StaysInTheList_AndIsNotFoundByEmail()
    {
        await using var slack = Workspace.Open(_clock);
        var user = slack.Simulator.Users.Snapshot().Last(user => !user.IsDeleted && user.Text("email") is not null);
        var email = user.Text("email")!;
        Assert.Equal(user.Id, (string?)(await slack.CallAsync("users.lookupByEmail", ("email", email.ToUpperInvariant())))["user"]!["id"]);

        slack.Simulator.Users.Archive(user.Id);

        Assert.Equal("users_not_found", await slack.ErrorAsync("users.lookupByEmail", ("email", email)));
        var answer = await slack.CallAsync("users.info", ("user", user.Id));
        Assert.True((bool)answer["user"]!["deleted"]!);
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), (long)answer["user"]!["updated"]!);
    }

    [Fact]
    public async Task Users_WithoutEmailScope_HaveNoEmail()
    {
        await using var slack = Workspace.Open(_clock);
        slack.UseScopes("users:read");

        var answer = await slack.CallAsync("users.list");

        Assert.DoesNotContain(answer["members"]!.AsArray(), member => member!["profile"]!["email"] is not null);
        Assert.Equal("missing_scope", await slack.ErrorAsync("users.lookupByEmail", ("email", "a@example.com")));
    }

    [Fact]
    public async Task Conversations_PagesAreCutBeforeTheyAreSifted_SoOneMayBeEmpty()
    {
        await using var slack = Workspace.Open(_clock);
        foreach (var channel in slack.Channels.Take(5))
        {
            slack.Simulator.Conversations.Update(channel.Id, ("is_archived", true));
        }

        var page = await slack.CallAsync("conversations.list", ("limit", "5"), ("exclude_archived", "true"));

        Assert.Empty(page["channels"]!.AsArray());
        Assert.NotEqual("", (string?)page["response_metadata"]!["next_cursor"]);
    }

    [Fact]
    public async Task Conversations_TypesAndMembership()
    {
        await using var slack = Workspace.Open(_clock);

        var all = (await slack.CallAsync("conversations.list", ("types", "public_channel,private_channel,im"), ("limit", "999")))["channels"]!.AsArray();

        Assert.Equal(45, all.Count(channel => channel!["is_private"] is { } isPrivate && !(bool)isPrivate));
        Assert.Equal(2, all.Count(channel => channel!["is_private"] is { } isPrivate && (bool)isPrivate));
        Assert.Equal(3, all.Count(channel => (bool)channel!["is_im"]!));
        Assert.Single(all, channel => channel!["is_general"] is { } isGeneral && (bool)isGeneral);
        Assert.Contains(all, channel => channel!["is_member"] is { } isMember && !(bool)isMember);
        var hiring = all.Single(channel => (string?)channel!["name"] == "hiring")!;
        Assert.True((bool)hiring["is_member"]!);
        Assert.Equal(slack.Channel("hiring").ModifiedAt.ToUnixTimeMilliseconds(), (long)hiring["updated"]!);
        Assert.Equal("invalid_types", await slack.ErrorAsync("conversations.list", ("types", "public")));
    }

    [Fact]
    public async Task PrivateChannel_WithoutTheBot_IsNotFound()
    {
        await using var slack = Workspace.Open(_clock);
        var hidden = slack.Channels.First(channel => channel["is_private"] is true && !SeedHasBot(channel));

        Assert.Equal("channel_not_found", await slack.ErrorAsync("conversations.info", ("channel", hidden.Id)));
        Assert.Equal("channel_not_found", await slack.ErrorAsync("conversations.history", ("channel", hidden.Id)));
        Assert.Equal("channel_not_found", await slack.ErrorAsync("chat.postMessage", ("channel", hidden.Id), ("text", "x")));
    }

    [Fact]
    public async Task Members_ArePaged()
    {
        await using var slack = Workspace.Open(_clock);
        var general = slack.Channel("general").Id;

        var first = await slack.CallAsync("conversations.members", ("channel", general), ("limit", "150"));
        var second = await slack.CallAsync("conversations.members", ("channel", general), ("limit", "150"), ("cursor", (string)first["response_metadata"]!["next_cursor"]!));
        var info = await slack.CallAsync("conversations.info", ("channel", general), ("include_num_members", "true"));

        Assert.Equal("", (string?)second["response_metadata"]!["next_cursor"]);
        Assert.Equal((int)info["channel"]!["num_members"]!, first["members"]!.AsArray().Concat(second["members"]!.AsArray()).Select(id => (string)id!).Distinct().Count());
    }

    [Theory]
    [InlineData("users.list", "nonsense")]
    [InlineData("users.list", "dGVhbTpDMDYxRkE1UEI=")]
    [InlineData("conversations.list", "dGVhbTpDMDYxRkE1UEI=")]
    [InlineData("conversations.history", "bmV4dF90czpub3doZXJl")]
    public async Task Cursor_OfNothing_IsRefused(string method, string cursor)
    {
        await using var slack = Workspace.Open(_clock);

        Assert.Equal("invalid_cursor", await slack.ErrorAsync(method, ("cursor", cursor), ("limit", "2"), ("channel", slack.Channel("general").Id)));
    }

    [Fact]
    public async Task RepeatCursorFault_LeadsBackToTheSamePage()
    {
        await using var slack = Workspace.Open(_clock);
        var first = await slack.CallAsync("users.list", ("limit", "2"));
        var cursor = (string)first["response_metadata"]!["next_cursor"]!;
        slack.Simulator.Faults.Next(HttpMethod.Post, "/api/users.list").RepeatCursor();

        var second = await slack.CallAsync("users.list", ("limit", "2"), ("cursor", cursor));

        Assert.Equal(cursor, (string?)second["response_metadata"]!["next_cursor"]);
        Assert.StartsWith("user:", Encoding.UTF8.GetString(Convert.FromBase64String(cursor)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameSeed_SameWorkspace()
    {
        await using var one = Workspace.Open(_clock);
        await using var two = Workspace.Open(_clock);

        var a = await one.CallAsync("users.list");
        var b = await two.CallAsync("users.list");

        Assert.True(JsonNode.DeepEquals(a, b));
    }

    private static bool SeedHasBot(SimulatedRecord channel) => channel["members"]!.ToString()!.Contains(SlackSimulator.DemoBotUser, StringComparison.Ordinal);
}
