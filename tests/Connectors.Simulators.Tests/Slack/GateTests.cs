using System.Text;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Slack;

public sealed class GateTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Token_MissingOrWrong_Is200WithACode()
    {
        await using var slack = Workspace.Open(_clock, token: null);

        Assert.Equal("not_authed", await slack.ErrorAsync("auth.test"));
        Assert.Equal("invalid_auth", await slack.ErrorAsync("auth.test", ("token", "xoxb-nobody")));
        Assert.True((bool)(await slack.CallAsync("auth.test", ("token", SlackSimulator.DemoToken)))["ok"]!);
    }

    [Fact]
    public async Task AuthTest_SaysWho_AndRevokeEndsIt()
    {
        await using var slack = Workspace.Open(_clock);

        var who = await slack.CallAsync("auth.test");
        var trial = await slack.CallAsync("auth.revoke", ("test", "1"));
        var revoked = await slack.CallAsync("auth.revoke");

        Assert.Equal(SlackSimulator.DemoTeam, (string?)who["team_id"]);
        Assert.Equal(SlackSimulator.DemoBotUser, (string?)who["user_id"]);
        Assert.Equal(SlackSimulator.DemoBotId, (string?)who["bot_id"]);
        Assert.Null(who["expires_in"]);
        Assert.False((bool)trial["revoked"]!);
        Assert.True((bool)revoked["revoked"]!);
        Assert.Equal("token_revoked", await slack.ErrorAsync("auth.test"));
    }

    [Fact]
    public async Task MissingScope_NamesNeededAndProvided_AlsoInHeaders()
    {
        await using var slack = Workspace.Open(_clock);
        slack.UseScopes("users:read", "channels:read");

        using var response = await slack.Client.PostAsync(new Uri("chat.postMessage", UriKind.Relative), Some.Form(("channel", "general"), ("text", "x")));
        var error = await response.JsonAsync();
        var types = await slack.CallAsync("conversations.list", ("types", "public_channel,private_channel"));

        Assert.Equal("missing_scope", (string?)error["error"]);
        Assert.Equal("chat:write", (string?)error["needed"]);
        Assert.Equal("users:read,channels:read", (string?)error["provided"]);
        Assert.Equal("users:read,channels:read", response.Header("x-oauth-scopes"));
        Assert.Equal("chat:write", response.Header("x-accepted-oauth-scopes"));
        Assert.Equal("groups:read", (string?)types["needed"]);
    }

    [Fact]
    public async Task UnknownMethod_IsNamed()
    {
        await using var slack = Workspace.Open(_clock, token: null);

        var answer = await slack.CallAsync("no.such.method");

        Assert.Equal("unknown_method", (string?)answer["error"]);
        Assert.Equal("no.such.method", (string?)answer["req_method"]);
    }

    [Fact]
    public async Task RequiredArgument_IsMissedByName()
    {
        await using var slack = Workspace.Open(_clock);

        var answer = await slack.CallAsync("conversations.info");

        Assert.Equal("invalid_arguments", (string?)answer["error"]);
        Assert.Equal("[ERROR] missing required field: channel", (string?)answer["response_metadata"]!["messages"]![0]);
        Assert.Equal("channel_not_found", await slack.ErrorAsync("conversations.info", ("channel", "")));
    }

    [Fact]
    public async Task JsonBody_OfAReadMethod_IsNotLookedInto()
    {
        await using var slack = Workspace.Open(_clock);
        var general = slack.Channel("general").Id;

        var info = await slack.Client.PostAsync(new Uri("conversations.info", UriKind.Relative), Some.Json($$"""{"channel":"{{general}}"}""")).JsonAsync();
        var list = await slack.Client.PostAsync(new Uri("conversations.list", UriKind.Relative), Some.Json("""{"limit":1}""")).JsonAsync();
        var get = await slack.Client.GetAsync(new Uri($"conversations.info?channel={general}", UriKind.Relative)).JsonAsync();

        Assert.Equal("invalid_arguments", (string?)info["error"]);
        Assert.Equal(45, list["channels"]!.AsArray().Count);
        Assert.True((bool)get["ok"]!);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "{", "invalid_json")]
    [InlineData("application/json; charset=utf-8", "[]", "json_not_object")]
    [InlineData("application/xml", "<x/>", "invalid_post_type")]
    [InlineData(null, "x", "missing_post_type")]
    public async Task Body_ThatIsNone_IsRefused(string? contentType, string body, string error)
    {
        await using var slack = Workspace.Open(_clock);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var answer = await slack.Client.PostAsync(new Uri("chat.postMessage", UriKind.Relative), content).JsonAsync();

        Assert.Equal(error, (string?)answer["error"]);
    }

    [Fact]
    public async Task Form_WithACharset_Warns()
    {
        await using var slack = Workspace.Open(_clock);
        using var form = Some.Form(("a", "b"));
        form.Headers.ContentType!.CharSet = "utf-8";

        Assert.Equal("superfluous_charset", (string?)(await slack.Client.PostAsync(new Uri("auth.test", UriKind.Relative), form).JsonAsync())["warning"]);
    }

    [Fact]
    public async Task Limit_IsForEachMethodAndWorkspace_AndSays429WithRetryAfter()
    {
        await using var slack = Workspace.Open(_clock);
        var simulator = slack.Simulator;
        for (var i = 0; i < 20; i++)
        {
            Assert.True((bool)(await slack.CallAsync("conversations.list", ("limit", "1")))["ok"]!);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var refused = await slack.Client.PostAsync(new Uri("conversations.list", UriKind.Relative), Some.Form());
        Assert.Equal("ratelimited", (string?)(await refused.JsonAsync(429))["error"]);
        Assert.Equal("40", refused.Header("Retry-After"));
        Assert.True((bool)(await slack.CallAsync("users.list", ("limit", "1")))["ok"]!);
        simulator.Tokens.Register("xoxb-other", "T0OTHER001", "channels:read");
        slack.Use("xoxb-other");
        Assert.True((bool)(await slack.CallAsync("conversations.list"))["ok"]!);

        slack.Use(SlackSimulator.DemoToken);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True((bool)(await slack.CallAsync("conversations.list"))["ok"]!);
        Assert.Equal(1, simulator.Ledger.RateLimited);
    }

    [Fact]
    public async Task Post_OncePerSecondAndChannel()
    {
        await using var slack = Workspace.Open(_clock);
        await slack.CallAsync("chat.postMessage", ("channel", "general"), ("text", "1"));

        using var refused = await slack.Client.PostAsync(new Uri("chat.postMessage", UriKind.Relative), Some.Form(("channel", "general"), ("text", "2")));
        var elsewhere = await slack.CallAsync("chat.postMessage", ("channel", "hiring"), ("text", "2"));

        await refused.JsonAsync(429);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.True((bool)elsewhere["ok"]!);
        Assert.Equal(2, slack.Simulator.Ledger.Writes);
    }

    [Fact]
    public async Task NonMarketplaceApp_HistoryIs15OnceAMinute()
    {
        await using var slack = Workspace.Open(_clock, configure: simulator => simulator.IsNonMarketplaceApp = true);
        var general = slack.Channel("general").Id;

        var page = await slack.CallAsync("conversations.history", ("channel", general), ("limit", "200"));
        await slack.Client.PostAsync(new Uri("conversations.history", UriKind.Relative), Some.Form(("channel", general))).JsonAsync(429);

        Assert.Equal(15, page["messages"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(200, "internal_error")]
    [InlineData(429, "ratelimited")]
    [InlineData(503, "service_unavailable")]
    public async Task PlannedFault_HasSlacksBody(int status, string error)
    {
        await using var slack = Workspace.Open(_clock);
        slack.Simulator.Faults.Next(HttpMethod.Post, "/api/auth.test").Status(status);

        using var response = await slack.Client.PostAsync(new Uri("auth.test", UriKind.Relative), Some.Form());

        Assert.Equal(error, (string?)(await response.JsonAsync(status))["error"]);
        Assert.Equal(status == 429, response.Headers.RetryAfter is not null);
    }
}
