using System.Net;
using Connectors.Slack;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.Slack;

/// <summary>What Slack's errors become: most of them come with status 200.</summary>
public sealed class SlackErrorTests
{
    [Theory]
    [InlineData("invalid_auth", ErrorKind.Authorization)]
    [InlineData("not_authed", ErrorKind.Authorization)]
    [InlineData("token_revoked", ErrorKind.Authorization)]
    [InlineData("account_inactive", ErrorKind.Authorization)]
    [InlineData("token_expired", ErrorKind.Authorization)]
    [InlineData("missing_scope", ErrorKind.Permission)]
    [InlineData("team_access_not_granted", ErrorKind.Permission)]
    [InlineData("not_in_channel", ErrorKind.Permission)]
    [InlineData("channel_not_found", ErrorKind.NotFound)]
    [InlineData("user_not_found", ErrorKind.NotFound)]
    [InlineData("is_archived", ErrorKind.Conflict)]
    [InlineData("ratelimited", ErrorKind.RateLimited)]
    [InlineData("internal_error", ErrorKind.Remote)]
    [InlineData("fatal_error", ErrorKind.Remote)]
    [InlineData("service_unavailable", ErrorKind.Unavailable)]
    [InlineData("request_timeout", ErrorKind.Timeout)]
    [InlineData("team_added_to_org", ErrorKind.Unavailable)]
    [InlineData("invalid_cursor", ErrorKind.Validation)]
    [InlineData("invalid_arguments", ErrorKind.Validation)]
    [InlineData("method_deprecated", ErrorKind.NotSupported)]
    [InlineData("something_new", ErrorKind.Remote)]
    public async Task Read_200WithError_IsAnErrorOfItsKind(string code, ErrorKind kind)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/users.list").Respond("application/json", $$"""{"ok":false,"error":"{{code}}"}""");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(async () => await bench.Slack.ListAsync(SlackEndpoints.Users).CountAsync());

        Assert.Equal((kind, code, 200), (error.Kind, error.ErrorCode, error.StatusCode));
    }

    [Fact]
    public async Task Read_MissingScope_NamesIt()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/users.list").Respond("application/json", """{"ok":false,"error":"missing_scope","needed":"users:read","provided":"chat:write"}""");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(async () => await bench.Slack.ListAsync(SlackEndpoints.Users).CountAsync());

        Assert.Equal("Missing scopes: users:read. Granted: chat:write.", error.Facts.VendorMessage);
    }

    [Fact]
    public async Task Read_InvalidArguments_TellsSlacksWordsAndRequest()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/users.list").Respond(
            [KeyValuePair.Create("X-Slack-Req-Id", "r-1")], "application/json", """{"ok":false,"error":"invalid_arguments","response_metadata":{"messages":["[ERROR] bad","[WARN] odd"]}}""");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(async () => await bench.Slack.ListAsync(SlackEndpoints.Users).CountAsync());

        Assert.Equal(("[ERROR] bad [WARN] odd", "r-1"), (error.Facts.VendorMessage, error.RequestId));
    }

    [Fact]
    public async Task Read_429_WaitsAsRetryAfterAsks()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/users.list").Respond((HttpStatusCode)429, [KeyValuePair.Create("Retry-After", "3000")], "application/json", """{"ok":false,"error":"ratelimited"}""");

        var error = await Assert.ThrowsAsync<RateLimitedException>(async () => await bench.Slack.ListAsync(SlackEndpoints.Users).CountAsync());

        Assert.Equal(3000, error.RetryAfter!.Value.TotalSeconds, 5.0);
    }

    [Theory]
    [InlineData("internal_error", true)]
    [InlineData("fatal_error", true)]
    [InlineData("channel_not_found", false)]
    [InlineData("ratelimited", false)]
    public async Task Post_200WithError_SaysWhetherItMayHaveBeenDone(string code, bool isUnknown)
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/chat.postMessage").Respond("application/json", $$"""{"ok":false,"error":"{{code}}"}""");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Slack.CallAsync(SlackEndpoints.PostMessage, new("C1") { Text = "Hi" }));

        Assert.Equal(isUnknown, error is OutcomeUnknownException);
    }

    [Fact]
    public async Task Read_GoodStatusWithoutMembers_Fails()
    {
        using var wire = new MockHttpMessageHandler();
        using var bench = await SlackBench.OpenAsync(wire);
        wire.When($"{SlackBench.Api}/users.list").Respond("application/json", "{}");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(async () => await bench.Slack.ListAsync(SlackEndpoints.Users).CountAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }
}
