using System.Text.Json;
using Connectors.EndToEnd.Support;
using Connectors.Simulators.Slack;
using Connectors.Slack;

namespace Connectors.EndToEnd.Slack;

public class SlackTests
{
    private static readonly ConnectionKey s_key = new("slack", "acme");

    [Fact]
    public async Task ConnectAsync_Token_NamesTheWorkspace()
    {
        await using var world = World.Create();

        var connection = await world.Connections.ConnectAsync(s_key, new BearerCredential(SlackSimulator.DemoToken));

        Assert.Equal(("token", SlackSimulator.DemoTeam, "Acme Demo", ConnectionStatus.Active), (connection.AuthScheme, connection.AccountId, connection.AccountName, connection.Status));
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_Rotation_RenewsAndKeepsTheNewRefreshToken()
    {
        await using var world = World.Create();

        var connection = await world.SignInAsync(s_key);
        var slack = await world.Connectors.OpenAsync(s_key);
        for (var day = 0; day < 3; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            var lists = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => slack.ListAsync(SlackEndpoints.Users).AllAsync()));
            Assert.All(lists, list => Assert.Equal(40, list.Count));
        }

        Assert.Equal(("oauth", SlackSimulator.DemoTeam, ConnectionStatus.Active), (connection.AuthScheme, connection.AccountId, connection.Status));
        Assert.Equal((SlackSimulator.DemoBotUser, SlackSimulator.DemoTeam), (connection.Settings["bot_user_id"], connection.Settings["workspace_id"]));
        Assert.Contains("chat:write", connection.GrantedScopes!);
        Assert.Equal(3, world.Slack.Ledger.Renewals);
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_NoRotation_NeverRenews()
    {
        await using var world = World.Create();
        world.Slack.TokenRotation = false;

        await world.SignInAsync(s_key);
        var slack = await world.Connectors.OpenAsync(s_key);
        world.Clock.Advance(TimeSpan.FromDays(90));
        var users = await slack.ListAsync(SlackEndpoints.Users).AllAsync();

        Assert.Equal((40, 0), (users.Count, world.Slack.Ledger.Renewals));
    }

    [Fact]
    public async Task ListAsync_Users_HoldsEachOnceAsSlackDoes()
    {
        await using var world = World.Create(vendors => vendors.Users = 430);
        var slack = await world.OpenAsync("slack");

        var rows = await slack.ListAsync(SlackEndpoints.Users).AllAsync();
        var pages = await slack.ListAsync(SlackEndpoints.Users, new() { IncludeRaw = true }).AsPages().AllAsync();

        var held = rows.HoldsExactly(world.Slack.Users.Snapshot(), user => user.Id);
        foreach (var record in world.Slack.Users.Snapshot())
        {
            var user = held[record.Id];
            Assert.Equal((record.Text("name"), record.IsDeleted, record["is_bot"] is true), (user.Name, user.Deleted, user.IsBot));
            Assert.Equal((record.Text("real_name"), record.Text("email"), record.Text("title")), (user.Profile!.RealName, user.Profile.Email, user.Profile.Title));
            Assert.Equal(record.ModifiedAt.ToUnixTimeSeconds(), user.Updated);
            Assert.Equal(record.IsDeleted ? (null, false) : (record.Text("tz"), record["is_admin"] is true), (user.Tz, user.IsAdmin));
        }

        Assert.Equal(3, pages.Count);
        Assert.All(pages, page => Assert.Equal(page.Items.Select(user => user.Id), page.Raw.Select(raw => raw.AsJson().GetProperty("id").GetString())));
    }

    [Fact]
    public async Task ListAsync_Conversations_HoldsEachOnceOverThinAndEmptyPages()
    {
        await using var world = World.Create(vendors => vendors.Channels = 60);
        var slack = await world.OpenAsync("slack");

        var pages = await slack.ListAsync(SlackEndpoints.Conversations).AsPages(pageSize: 2).AllAsync();

        var rows = pages.SelectMany(page => page.Items).ToList();
        var seen = world.Slack.Conversations.Snapshot().Where(record => record["is_private"] is not true || Members(record).Contains(SlackSimulator.DemoBotUser)).ToList();
        var held = rows.HoldsExactly(seen, row => row.Id);
        Assert.Contains(pages, page => page.Items.Count == 0);
        foreach (var record in seen)
        {
            var channel = held[record.Id];
            Assert.Equal((record.Text("name"), record["is_private"] is true, record["is_archived"] is true, record["is_general"] is true), (channel.Name, channel.IsPrivate, channel.IsArchived, channel.IsGeneral));
            Assert.Equal((Members(record).Contains(SlackSimulator.DemoBotUser), Members(record).Count), (channel.IsMember, channel.NumMembers));
            Assert.Equal((record.Text("topic"), record.CreatedAt.ToUnixTimeSeconds(), record.ModifiedAt.ToUnixTimeMilliseconds()), (channel.Topic?.Value, channel.Created, channel.Updated));
        }

        Assert.Equal(0, world.Slack.Ledger.RateLimited);
    }

    [Fact]
    public async Task ListAsync_History_HoldsEachMessageOnce()
    {
        await using var world = World.Create();
        var slack = await world.OpenAsync("slack");
        var general = world.Slack.Conversations.Snapshot().Single(record => record["is_general"] is true).Id;

        var all = await slack.ListAsync(SlackEndpoints.History.For(new(general))).AsPages(pageSize: 20).AllAsync();
        var messages = all.SelectMany(page => page.Items).ToList();
        var since = await slack.ListAsync(SlackEndpoints.History.For(new(general, Oldest: messages[9].Ts))).AllAsync();

        Assert.Equal(messages.Count, messages.DistinctBy(message => message.Ts).Count());
        Assert.Equal(messages.OrderByDescending(message => message.Ts, StringComparer.Ordinal).Select(message => message.Ts), messages.Select(message => message.Ts));
        Assert.Equal(messages.Take(9).Select(message => message.Ts), since.Select(message => message.Ts));
        Assert.All(messages, message => Assert.Equal(world.Slack.Messages.Find(general, message.Ts)!.Text, message.Text));
        Assert.True(messages.Count > 100);
    }

    [Fact]
    public async Task CallAsync_PostMessage_IsInTheChannelAndItsThread()
    {
        await using var world = World.Create();
        var slack = await world.OpenAsync("slack");
        var general = world.Slack.Conversations.Snapshot().Single(record => record["is_general"] is true).Id;

        var posted = await slack.CallAsync(SlackEndpoints.PostMessage, new(general) { Text = "Ada & <friends> start on Monday ☕" });
        var reply = await slack.CallAsync(SlackEndpoints.PostMessage, new(general)
        {
            Text = "Welcome",
            ThreadTs = posted.Ts,
            Blocks = JsonSerializer.SerializeToElement(new[] { new { type = "divider" } }),
        });

        Assert.Equal((general, "Ada & <friends> start on Monday ☕"), (posted.Channel, world.Slack.Messages.Find(general, posted.Ts)!.Text));
        Assert.Equal(posted.Ts, world.Slack.Messages.Find(general, reply.Ts)!.ThreadTs);
        Assert.Equal("divider", world.Slack.Messages.Find(general, reply.Ts)!.Blocks!.Value[0].GetProperty("type").GetString());
        Assert.Equal(2, world.Slack.Ledger.Writes);
    }

    [Theory]
    [InlineData("C0NOSUCH00", "Hello", "channel_not_found", ErrorKind.NotFound)]
    [InlineData("general", "", "no_text", ErrorKind.Validation)]
    public async Task CallAsync_RefusedMessage_IsTheTypedError(string channel, string text, string code, ErrorKind kind)
    {
        await using var world = World.Create();
        var slack = await world.OpenAsync("slack");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => slack.CallAsync(SlackEndpoints.PostMessage, new(channel) { Text = text }));

        Assert.Equal((kind, code, 200, "chat.postMessage"), (error.Kind, error.ErrorCode, error.StatusCode, error.Endpoint));
        Assert.Equal((0, 1), (world.Slack.Ledger.Writes, world.Slack.Ledger.Count(entry => entry.Path == "/api/chat.postMessage")));
    }

    [Fact]
    public async Task CallAsync_ArchivedOrForeignChannel_IsTheTypedError()
    {
        await using var world = World.Create(vendors => vendors.Channels = 30);
        var slack = await world.OpenAsync("slack");
        var channels = world.Slack.Conversations.Snapshot();
        var archived = channels.First(record => record["is_archived"] is true).Id;
        var foreign = channels.First(record => record["is_archived"] is not true && record["is_private"] is not true && !Members(record).Contains(SlackSimulator.DemoBotUser)).Id;

        var first = await Assert.ThrowsAsync<ConnectorException>(() => slack.CallAsync(SlackEndpoints.PostMessage, new(archived) { Text = "x" }));
        var second = await Assert.ThrowsAsync<ConnectorException>(() => slack.CallAsync(SlackEndpoints.PostMessage, new(foreign) { Text = "x" }));

        Assert.Equal((ErrorKind.Conflict, "is_archived"), (first.Kind, first.ErrorCode));
        Assert.Equal((ErrorKind.Permission, "not_in_channel"), (second.Kind, second.ErrorCode));
    }

    [Fact]
    public async Task Capabilities_ScopeNotGranted_SaysSoBeforeTheCallAndSlackAfterIt()
    {
        await using var world = World.Create(options: options => options.Scopes.Add("users:read"));
        await world.SignInAsync(s_key);
        var slack = await world.Connectors.OpenAsync(s_key);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => slack.CallAsync(SlackEndpoints.PostMessage, new("general") { Text = "x" }));

        Assert.Equal(["chat:write"], slack.Capabilities.Why(SlackEndpoints.PostMessage).MissingScopes);
        Assert.True(slack.Capabilities.Why(SlackEndpoints.Users).IsSupported);
        Assert.Equal((ErrorKind.Permission, "missing_scope", Advice.GrantAccess), (error.Kind, error.ErrorCode, error.Advice));
        Assert.Contains("chat:write", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_AtFullSpeed_IsNeverRefusedAndPostsGoOn()
    {
        await using var world = World.Create(vendors => vendors.Channels = 90);
        var slack = await world.OpenAsync("slack");
        var general = world.Slack.Conversations.Snapshot().Single(record => record["is_general"] is true).Id;

        var users = slack.ListAsync(SlackEndpoints.Users).AsPages(pageSize: 1).AllAsync();
        var channels = slack.ListAsync(SlackEndpoints.Conversations).AsPages(pageSize: 4).AllAsync();
        var posts = Task.WhenAll(Enumerable.Range(0, 8).Select(number => slack.CallAsync(SlackEndpoints.PostMessage, new(general) { Text = $"{number}" })));
        await Task.WhenAll(users, channels, posts);

        Assert.Equal(40, (await users).Sum(page => page.Items.Count));
        Assert.Equal((0, 8), (world.Slack.Ledger.RateLimited, world.Slack.Ledger.Writes));
    }

    private static List<string> Members(Simulators.SimulatedRecord record) => [.. ((JsonElement)record["members"]!).EnumerateArray().Select(member => member.GetString()!)];
}
