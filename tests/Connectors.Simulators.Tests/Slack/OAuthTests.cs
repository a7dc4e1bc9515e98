using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Simulators.Slack;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectors.Simulators.Tests.Slack;

public sealed class OAuthTests
{
    private const string Redirect = "https://app.example/callback";
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Install_GivesABotToken_AndAPersonsTokenInside()
    {
        await using var slack = Workspace.Open(_clock, token: null);

        var answer = await ExchangeAsync(slack, await CodeAsync(slack, "channels:read,users:read chat:write", "chat:write"));
        var bot = (string)answer["access_token"]!;
        var person = answer["authed_user"]!;

        Assert.True((bool)answer["ok"]!);
        Assert.StartsWith("xoxe.xoxb-", bot, StringComparison.Ordinal);
        Assert.Equal("bot", (string?)answer["token_type"]);
        Assert.Equal("channels:read,users:read,chat:write", (string?)answer["scope"]);
        Assert.Equal(43200, (int)answer["expires_in"]!);
        Assert.Equal(SlackSimulator.DemoTeam, (string?)answer["team"]!["id"]);
        Assert.Null(answer["enterprise"]);
        Assert.Equal(SlackSimulator.DemoUser, (string?)person["id"]);
        Assert.StartsWith("xoxe.xoxp-", (string)person["access_token"]!, StringComparison.Ordinal);
        Assert.Equal("user", (string?)person["token_type"]);
        Assert.Equal("chat:write", (string?)person["scope"]);

        slack.Use(bot);
        Assert.Equal(43200, (int)(await slack.CallAsync("auth.test"))["expires_in"]!);
        slack.Use((string)person["access_token"]!);
        Assert.Equal(SlackSimulator.DemoUser, (string?)(await slack.CallAsync("auth.test"))["user_id"]);
        Assert.Equal("missing_scope", await slack.ErrorAsync("users.list"));
    }

    [Fact]
    public async Task OnlyUserScopes_GiveNoBotToken()
    {
        await using var slack = Workspace.Open(_clock, token: null);

        var answer = await ExchangeAsync(slack, await CodeAsync(slack, "", "chat:write"));

        Assert.Null(answer["access_token"]);
        Assert.NotNull(answer["authed_user"]!["access_token"]);
    }

    [Fact]
    public async Task Rotation_GivesNewTokens_AndTheOldRefreshTokenIsSpent()
    {
        await using var slack = Workspace.Open(_clock, token: null);
        var first = await ExchangeAsync(slack, await CodeAsync(slack, "users:read", "chat:write"));
        _clock.Advance(TimeSpan.FromHours(12));
        slack.Use((string)first["access_token"]!);
        Assert.Equal("token_expired", await slack.ErrorAsync("users.list"));

        slack.Use(null);
        var second = await RefreshAsync(slack, (string)first["refresh_token"]!);
        var again = await RefreshAsync(slack, (string)first["refresh_token"]!);
        var person = await RefreshAsync(slack, (string)first["authed_user"]!["refresh_token"]!);

        Assert.Equal("bot", (string?)second["token_type"]);
        Assert.NotEqual((string?)first["refresh_token"], (string?)second["refresh_token"]);
        Assert.Equal("users:read", (string?)second["scope"]);
        Assert.Equal("invalid_refresh_token", (string?)again["error"]);
        Assert.Equal("user", (string?)person["token_type"]);
        Assert.Equal(2, slack.Simulator.Ledger.Renewals);
        slack.Use((string)second["access_token"]!);
        Assert.True((bool)(await slack.CallAsync("users.list", ("limit", "1")))["ok"]!);
    }

    [Fact]
    public async Task WithoutRotation_TokensNeverEnd()
    {
        await using var slack = Workspace.Open(_clock, token: null, configure: simulator => simulator.TokenRotation = false);

        var answer = await ExchangeAsync(slack, await CodeAsync(slack, "users:read", ""));
        _clock.Advance(TimeSpan.FromDays(400));
        slack.Use((string)answer["access_token"]!);

        Assert.StartsWith("xoxb-", (string)answer["access_token"]!, StringComparison.Ordinal);
        Assert.Null(answer["expires_in"]);
        Assert.Null(answer["refresh_token"]);
        Assert.True((bool)(await slack.CallAsync("users.list", ("limit", "1")))["ok"]!);
    }

    [Fact]
    public async Task Errors_Are200WithACode()
    {
        await using var slack = Workspace.Open(_clock, token: null);
        var code = await CodeAsync(slack, "users:read", "");

        Assert.Equal("invalid_client_id", await AccessErrorAsync(slack, ("client_id", "nobody"), ("client_secret", "x"), ("code", code)));
        Assert.Equal("invalid_client_id", await AccessErrorAsync(slack, ("code", code)));
        Assert.Equal("bad_client_secret", await AccessErrorAsync(slack, ("client_id", SlackSimulator.DemoClientId), ("client_secret", "x"), ("code", code)));
        Assert.Equal("invalid_code", await AccessErrorAsync(slack, [.. App, ("code", "x"), ("redirect_uri", Redirect)]));
        Assert.Equal("bad_redirect_uri", await AccessErrorAsync(slack, [.. App, ("code", code), ("redirect_uri", "https://other.example/")]));
        Assert.Equal("invalid_grant_type", await AccessErrorAsync(slack, [.. App, ("grant_type", "password")]));
        Assert.Equal("invalid_refresh_token", await AccessErrorAsync(slack, [.. App, ("grant_type", "refresh_token"), ("refresh_token", "x")]));
    }

    [Fact]
    public async Task Pkce_AndBasicCredentials()
    {
        await using var slack = Workspace.Open(_clock, token: null);
        var verifier = new string('v', 64);
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var code = await CodeAsync(slack, "users:read", "", ("code_challenge", challenge), ("code_challenge_method", "S256"));
        slack.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SlackSimulator.DemoClientId}:{SlackSimulator.DemoClientSecret}")));

        Assert.Equal("invalid_code_verifier", await AccessErrorAsync(slack, ("code", code), ("redirect_uri", Redirect)));
        var answer = await slack.CallAsync("oauth.v2.access", ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));

        Assert.True((bool)answer["ok"]!);
    }

    [Fact]
    public async Task Uninstalled_IsTokenRevoked_AndADeactivatedPersonIsInactive()
    {
        await using var slack = Workspace.Open(_clock, token: null);
        var answer = await ExchangeAsync(slack, await CodeAsync(slack, "users:read", "users:read"));
        slack.Simulator.Users.Archive(SlackSimulator.DemoUser);
        slack.Use((string)answer["authed_user"]!["access_token"]!);
        Assert.Equal("account_inactive", await slack.ErrorAsync("users.list"));

        slack.Simulator.OAuth.RevokeAccount(SlackSimulator.DemoTeam);
        slack.Use((string)answer["access_token"]!);
        Assert.Equal("token_revoked", await slack.ErrorAsync("users.list"));
    }

    private static (string, string)[] App => [("client_id", SlackSimulator.DemoClientId), ("client_secret", SlackSimulator.DemoClientSecret)];

    private static async Task<string> CodeAsync(Workspace slack, string scope, string userScope, params (string, string)[] more)
    {
        IEnumerable<(string Name, string Value)> query = [("client_id", SlackSimulator.DemoClientId), ("scope", scope), ("user_scope", userScope), ("redirect_uri", Redirect), ("state", "s1"), .. more];
        using var response = await slack.Client.GetAsync(new Uri(QueryHelpers.AddQueryString("https://slack.com/oauth/v2/authorize", query.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))));
        var back = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        Assert.Equal("s1", back["state"]);
        return back["code"].ToString();
    }

    private static Task<JsonNode> ExchangeAsync(Workspace slack, string code) =>
        slack.CallAsync("oauth.v2.access", [.. App, ("code", code), ("redirect_uri", Redirect)]);

    private static Task<JsonNode> RefreshAsync(Workspace slack, string token) =>
        slack.CallAsync("oauth.v2.access", [.. App, ("grant_type", "refresh_token"), ("refresh_token", token)]);

    private static Task<string> AccessErrorAsync(Workspace slack, params (string, string)[] arguments) => slack.ErrorAsync("oauth.v2.access", arguments);
}
