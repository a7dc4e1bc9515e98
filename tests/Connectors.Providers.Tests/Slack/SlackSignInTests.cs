using System.Web;
using Connectors.Slack;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.Slack;

/// <summary>Slack's dialect of OAuth: commas between scopes, Basic, token type bot, refusals with status 200, rotation.</summary>
public sealed class SlackSignInTests
{
    private const string Basic = "Basic Y2xpZW50Omh1bnRlci03"; // client:hunter-7

    private const string Tokens = """
        {"ok":true,"access_token":"xoxe.xoxb-1","token_type":"bot","scope":"users:read,chat:write","bot_user_id":"U0KRQLJ9H","app_id":"A0KRD7HC3","expires_in":43200,"refresh_token":"xoxe-1-a",
         "team":{"name":"Slack Softball Team","id":"T9TK3CUKW"},"enterprise":null,"is_enterprise_install":false,"authed_user":{"id":"U1234"}}
        """;

    [Fact]
    public async Task SignIn_Completed_ConnectsAndRenewsAnEndedToken()
    {
        using var wire = new MockHttpMessageHandler();
        await using var services = Services(wire);
        var connections = services.GetRequiredService<IConnections>();
        var start = await connections.StartAuthorizationAsync(SlackBench.Key, new("https://app.example.com/callback"));
        var query = HttpUtility.ParseQueryString(start.Url.Query);
        wire.Expect(HttpMethod.Post, $"{SlackBench.Api}/oauth.v2.access").WithHeaders("Authorization", Basic).WithFormData("code", "c-1").WithFormData("redirect_uri", "https://app.example.com/callback")
            .Respond("application/json", Tokens);
        wire.Expect(HttpMethod.Post, $"{SlackBench.Api}/auth.test").WithHeaders("Authorization", "Bearer xoxe.xoxb-1").Respond("application/json", SlackSamples.Identity);

        var connection = await connections.CompleteAuthorizationAsync($"?code=c-1&state={Uri.EscapeDataString(query["state"]!)}", start.Binding);

        Assert.Equal("https://slack.com/oauth/v2/authorize", start.Url.GetLeftPart(UriPartial.Path));
        Assert.Equal("users:read,users:read.email,channels:read,groups:read,channels:history,groups:history,chat:write", query["scope"]);
        Assert.Null(query["code_challenge"]);
        Assert.Equal(["users:read", "chat:write"], connection.GrantedScopes!);
        Assert.Equal("T12345678", connection.AccountId);

        wire.Expect($"{SlackBench.Api}/users.list").WithHeaders("Authorization", "Bearer xoxe.xoxb-1").Respond("application/json", """{"ok":false,"error":"token_expired"}""");
        wire.Expect(HttpMethod.Post, $"{SlackBench.Api}/oauth.v2.access").WithHeaders("Authorization", Basic).WithFormData("grant_type", "refresh_token").WithFormData("refresh_token", "xoxe-1-a")
            .Respond("application/json", Tokens.Replace("xoxb-1", "xoxb-2", StringComparison.Ordinal).Replace("xoxe-1-a", "xoxe-1-b", StringComparison.Ordinal));
        wire.Expect($"{SlackBench.Api}/users.list").WithHeaders("Authorization", "Bearer xoxe.xoxb-2").Respond("application/json", """{"ok":true,"members":[{"id":"U3"}]}""");
        var slack = await services.GetRequiredService<IConnectorFactory>().OpenAsync(SlackBench.Key);

        Assert.Equal(1, await slack.ListAsync(SlackEndpoints.Users).CountAsync());
        wire.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("invalid_code", ErrorKind.Authorization)]
    [InlineData("bad_client_secret", ErrorKind.Configuration)]
    [InlineData("something_new", ErrorKind.Remote)]
    public async Task SignIn_RefusedWithStatus200_IsAnError(string code, ErrorKind kind)
    {
        using var wire = new MockHttpMessageHandler();
        await using var services = Services(wire);
        var connections = services.GetRequiredService<IConnections>();
        var start = await connections.StartAuthorizationAsync(SlackBench.Key, new("https://app.example.com/callback"));
        var state = HttpUtility.ParseQueryString(start.Url.Query)["state"]!;
        wire.When($"{SlackBench.Api}/oauth.v2.access").Respond("application/json", $$"""{"ok":false,"error":"{{code}}"}""");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => connections.CompleteAuthorizationAsync($"?code=c-1&state={Uri.EscapeDataString(state)}", start.Binding));

        Assert.Equal((kind, code), (error.Kind, error.ErrorCode));
    }

    private static ServiceProvider Services(MockHttpMessageHandler wire)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddSlack(options => (options.ClientId, options.ClientSecret) = ("client", "hunter-7")).UseTransport(() => wire);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
