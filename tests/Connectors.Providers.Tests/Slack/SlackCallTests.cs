using System.Text.Json;
using System.Web;
using Connectors.Slack;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.Slack;

/// <summary>How Slack is asked, and what it tells.</summary>
public sealed class SlackCallTests
{
    [Fact]
    public async Task ConnectAsync_Token_TellsTheWorkspace()
    {
        using var wire = new MockHttpMessageHandler();

        using var bench = await SlackBench.OpenAsync(wire);

        Assert.Equal(("T12345678", "Subarachnoid Workspace"), (bench.Connection.AccountId, bench.Connection.AccountName));
    }

    [Fact]
    public async Task ConnectAsync_TokenOfAnOrganisation_TellsTheOrganisation()
    {
        using var wire = new MockHttpMessageHandler();

        using var bench = await SlackBench.OpenAsync(wire, identity: """{"ok":true,"team":"Grid","team_id":"T1","enterprise_id":"E1","is_enterprise_install":true,"user_id":"W1"}""");

        Assert.Equal("E1", bench.Connection.AccountId);
    }

    [Fact]
    public async Task ListAsync_Users_FollowsTheCursorUntilItIsEmpty()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire, new() { ["team_id"] = "T012AB3C4" });
        wire.Expect(HttpMethod.Get, $"{SlackBench.Api}/users.list").WithHeaders("Authorization", "Bearer xoxb-secret").WithExactQueryString("limit=200&team_id=T012AB3C4").Respond("application/json", SlackSamples.Users);
        wire.Expect($"{SlackBench.Api}/users.list").WithQueryString("cursor", "dXNlcjpVMEc5V0ZYTlo=").Respond("application/json", """{"ok":true,"members":[],"response_metadata":{"next_cursor":"next"}}""");
        wire.Expect($"{SlackBench.Api}/users.list").WithQueryString("cursor", "next").Respond("application/json", """{"ok":true,"members":[{"id":"U3"}]}""");

        var users = await bench.Slack.ListAsync(SlackEndpoints.Users).ToListAsync();

        Assert.Equal(["W012A3CDE", "W07QCRPA4", "U3"], users.Select(user => user.Id));
        var spengler = users[0];
        Assert.Equal(("spengler", "spengler", "T012AB3C4"), (spengler.Name, spengler.RealName, spengler.TeamId));
        Assert.Equal((true, false, false, false), (spengler.IsAdmin, spengler.IsBot, spengler.Deleted, spengler.IsAppUser));
        Assert.Equal(("America/Los_Angeles", -25200, 1502138686), (spengler.Tz, spengler.TzOffset, spengler.Updated));
        var profile = spengler.Profile!;
        Assert.Equal(("Egon Spengler", "spengler@ghostbusters.example.com", "Dr"), (profile.RealName, profile.Email, profile.Title));
        Assert.Equal(("https://example.com/512.jpg", "Print is dead", ":books:"), (profile.Image512, profile.StatusText, profile.StatusEmoji));
        Assert.Equal((true, true, "Glinda", "Southgood"), (users[1].Deleted, users[1].IsBot, users[1].Profile!.FirstName, users[1].Profile!.LastName));
        wire.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData(null, "public_channel,private_channel")]
    [InlineData("im,mpim", "im,mpim")]
    public async Task ListAsync_Conversations_AsksForTheTypesOfTheConnection(string? types, string asked)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire, types is null ? null : new() { ["conversation_types"] = types });
        wire.Expect($"{SlackBench.Api}/conversations.list").WithQueryString("types", asked).Respond("application/json", SlackSamples.Conversations);

        var general = await bench.Slack.ListAsync(SlackEndpoints.Conversations).SingleAsync();

        Assert.Equal(("C012AB3CD", "general", 4), (general.Id, general.Name, general.NumMembers));
        Assert.Equal((true, true, true, false), (general.IsChannel, general.IsGeneral, general.IsMember, general.IsArchived));
        Assert.Equal((1449252889, 1678229664302, "U012A3CDE"), (general.Created, general.Updated, general.Creator));
        Assert.Equal(("Company-wide", "Team"), (general.Topic!.Value, general.Purpose!.Value));
    }

    [Fact]
    public async Task ListAsync_History_SendsItsWindowAndKeepsTimeStampsAsText()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.Expect($"{SlackBench.Api}/conversations.history").WithExactQueryString("channel=C1&oldest=1512085950.000216&limit=200").Respond("application/json", """
            {"ok":true,"messages":[{"type":"message","user":"U012AB3CDE","text":"I find you punny","ts":"1512085960.000210","thread_ts":"1512085960.000210","reply_count":2,"latest_reply":"1512085999.000100","edited":{"user":"U1","ts":"1512085961.000000"}}],
             "has_more":true,"pin_count":0,"response_metadata":{"next_cursor":"bmV4dF90czo="}}
            """);
        wire.Expect($"{SlackBench.Api}/conversations.history").WithQueryString("cursor", "bmV4dF90czo=").Respond("application/json", """{"ok":true,"messages":[{"type":"message","subtype":"bot_message","bot_id":"B1","username":"ecto1","ts":"1512085951.000200"}],"has_more":false}""");

        var messages = await bench.Slack.ListAsync(SlackEndpoints.History.For(new("C1", Oldest: "1512085950.000216"))).ToListAsync();

        Assert.Equal(["1512085960.000210", "1512085951.000200"], messages.Select(message => message.Ts));
        Assert.Equal(("I find you punny", "U012AB3CDE", 2, "1512085999.000100"), (messages[0].Text, messages[0].User, messages[0].ReplyCount, messages[0].LatestReply));
        Assert.Equal(new SlackEdit("U1", "1512085961.000000"), messages[0].Edited);
        Assert.Equal(("bot_message", "B1", "ecto1"), (messages[1].Subtype, messages[1].BotId, messages[1].Username));
        Assert.Equal("SlackMessage 1512085960.000210", messages[0].ToString());
        wire.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task ListAsync_HistoryThatPromisesMoreWithoutACursor_Fails()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/conversations.history").Respond("application/json", """{"ok":true,"messages":[],"has_more":true}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Slack.ListAsync(SlackEndpoints.History.For(new("C1"))).CountAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task CallAsync_PostMessage_SendsAFormOfWhatIsSet()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        var form = "";
        wire.Expect(HttpMethod.Post, $"{SlackBench.Api}/chat.postMessage").Respond(async request =>
        {
            Assert.Equal("application/x-www-form-urlencoded", request.Content!.Headers.ContentType!.MediaType);
            form = await request.Content.ReadAsStringAsync();
            return new HttpResponseMessage { Content = new StringContent("""{"ok":true,"channel":"C1H9RESGL","ts":"1503435956.000247","message":{"text":"Hi & bye","username":"ecto1","bot_id":"B19LU7CSY","type":"message","subtype":"bot_message","ts":"1503435956.000247"}}""", null, "application/json") };
        });

        var posted = await bench.Slack.CallAsync(SlackEndpoints.PostMessage, new("C1H9RESGL")
        {
            Text = "Hi & bye",
            Blocks = JsonSerializer.Deserialize<JsonElement>("""[{"type":"divider"}]"""),
            ThreadTs = "1503435950.000100",
            UnfurlLinks = false,
        });

        var fields = HttpUtility.ParseQueryString(form);
        Assert.Equal("channel text blocks thread_ts unfurl_links", string.Join(" ", fields.AllKeys));
        Assert.Equal(("Hi & bye", """[{"type":"divider"}]""", "false"), (fields["text"], fields["blocks"], fields["unfurl_links"]));
        Assert.Equal(("C1H9RESGL", "1503435956.000247", "Hi & bye"), (posted.Channel, posted.Ts, posted.Message!.Text));
    }

    [Fact]
    public void Definition_EachMethodHasItsOwnLimit()
    {
        var limits = SlackConnector.Definition.Limits.ToDictionary(limit => limit.Group, limit => (limit.Permits, limit.Window), StringComparer.Ordinal);

        Assert.Equal((20, TimeSpan.FromMinutes(1)), limits["users.list"]);
        Assert.Equal((20, TimeSpan.FromMinutes(1)), limits["conversations.list"]);
        Assert.Equal((50, TimeSpan.FromMinutes(1)), limits["conversations.history"]);
        Assert.Equal((1, TimeSpan.FromSeconds(1)), limits["chat.postMessage"]);
        Assert.Empty(SlackConnector.Definition.Models);
    }
}
