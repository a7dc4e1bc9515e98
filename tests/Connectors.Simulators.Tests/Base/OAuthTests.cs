using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Connectors.Simulators.HubSpot;
using Microsoft.AspNetCore.WebUtilities;

namespace Connectors.Simulators.Tests.Base;

public sealed class OAuthTests
{
    // RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Redirect = "https://app.example/callback";
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Code_WithTheRfcsPkceVector_GivesTokens()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        var answer = await AuthorizeAsync(client, ("state", "s 1"), ("scope", "oauth crm.objects.contacts.read"), ("code_challenge", Challenge), ("code_challenge_method", "S256"));

        var tokens = await ExchangeAsync(client, answer["code"]!, Verifier).JsonAsync();

        Assert.Equal("s 1", answer["state"]);
        Assert.Equal(1800, (int)tokens["expires_in"]!);
        Assert.Equal(62515, (int)tokens["hub_id"]!);
        Assert.Equal("access_token", (string?)tokens["token_use"]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)tokens["access_token"]);
        Assert.Equal(62515, (int)(await client.GetAsync(new Uri("account-info/2026-03/details", UriKind.Relative)).JsonAsync())["portalId"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX")]
    [InlineData("tooshort")]
    public async Task Code_WrongVerifier_IsRefused(string? verifier)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        var answer = await AuthorizeAsync(client, ("code_challenge", Challenge), ("code_challenge_method", "S256"));

        Assert.Equal("invalid_grant", (string?)(await ExchangeAsync(client, answer["code"]!, verifier).JsonAsync(400))["error"]);
    }

    [Fact]
    public async Task Code_UsedTwice_IsRefusedAndEndsTheGrant()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        var code = (await AuthorizeAsync(client))["code"]!;
        var tokens = await ExchangeAsync(client, code).JsonAsync();

        var again = await ExchangeAsync(client, code).JsonAsync(400);

        Assert.Equal("invalid_grant", (string?)again["error"]);
        Assert.Equal(TokenStanding.Revoked, host.Get<HubSpotSimulator>().OAuth.Check((string?)tokens["access_token"], out _, out _));
    }

    [Fact]
    public async Task Code_TooOld_OrForAnotherRedirect_IsRefused()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        var late = (await AuthorizeAsync(client))["code"]!;
        _clock.Advance(host.Get<HubSpotSimulator>().OAuth.Options.CodeLifetime);
        var astray = (await AuthorizeAsync(client))["code"]!;

        Assert.Equal("invalid_grant", (string?)(await ExchangeAsync(client, late).JsonAsync(400))["error"]);
        Assert.Equal("invalid_grant", (string?)(await ExchangeAsync(client, astray, redirect: "https://app.example/other").JsonAsync(400))["error"]);
    }

    [Fact]
    public async Task Authorize_DeniedByTheCustomer_RedirectsWithTheError()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        host.Get<HubSpotSimulator>().OAuth.DenyConsent = true;

        var answer = await AuthorizeAsync(client, ("state", "x"));

        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal("x", answer["state"]);
        Assert.False(answer.ContainsKey("code"));
    }

    [Theory]
    [InlineData("https://evil.example/", HttpStatusCode.BadRequest)]
    [InlineData("http://127.0.0.1:4711/cb", HttpStatusCode.Found)]
    [InlineData("http://127.0.0.1:4711/other", HttpStatusCode.BadRequest)]
    [InlineData("https://app.example/callback?x=1", HttpStatusCode.Found)]
    public async Task Authorize_RedirectUri_MustBeRegistered(string redirect, HttpStatusCode expected)
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        host.Get<HubSpotSimulator>().OAuth.Register(new OAuthClient("strict", "s") { RedirectUris = ["http://127.0.0.1/cb", "https://app.example/callback?x=1"] });

        using var response = await client.GetAsync(new Uri(QueryHelpers.AddQueryString("https://app.hubspot.com/oauth/authorize", new Dictionary<string, string?> { ["client_id"] = "strict", ["redirect_uri"] = redirect })));

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Found)
        {
            Assert.StartsWith(redirect + (redirect.Contains('?', StringComparison.Ordinal) ? "&code=" : "?code="), response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Authorize_ScopeNotAllowed_IsRefused_OptionalOneIsLeftOut()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);
        host.Get<HubSpotSimulator>().OAuth.Register(new OAuthClient(HubSpotSimulator.DemoClientId, HubSpotSimulator.DemoClientSecret) { Scopes = ["oauth", "tickets"] });

        var refused = await AuthorizeAsync(client, ("scope", "oauth files"));
        var granted = await AuthorizeAsync(client, ("scope", "oauth"), ("optional_scope", "files tickets"));

        Assert.Equal("invalid_scope", refused["error"]);
        Assert.Equal(["oauth", "tickets"], (await ExchangeAsync(client, granted["code"]!).JsonAsync())["scopes"]!.AsArray().Select(scope => (string?)scope));
    }

    [Fact]
    public async Task Refresh_HubSpotKeepsTheRefreshToken_AndTheLedgerCounts()
    {
        await using var host = Some.HubSpot(_clock);
        var simulator = host.Get<HubSpotSimulator>();
        using var client = await host.ClientAsync(token: null);
        var issue = simulator.OAuth.Issue(HubSpotSimulator.DemoClientId, null, "oauth");
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(TokenStanding.Expired, simulator.OAuth.Check(issue.Access.Value, out _, out _));

        var renewed = await RefreshAsync(client, issue.Refresh!.Value).JsonAsync();

        Assert.Equal(issue.Refresh.Value, (string?)renewed["refresh_token"]);
        Assert.NotEqual(issue.Access.Value, (string?)renewed["access_token"]);
        Assert.Equal(TokenStanding.Valid, simulator.OAuth.Check((string?)renewed["access_token"], out _, out _));
        Assert.Equal(1, simulator.Ledger.Renewals);
    }

    [Fact]
    public async Task Refresh_Rotated_OldTokenWorksInItsGraceOnly_AndReuseEndsTheGrant()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator =>
        {
            simulator.OAuth.Options.RotateRefreshTokens = true;
            simulator.OAuth.Options.RefreshGrace = TimeSpan.FromSeconds(10);
            simulator.OAuth.Options.DetectRefreshReuse = true;
        });
        var simulator = host.Get<HubSpotSimulator>();
        using var client = await host.ClientAsync(token: null);
        var old = simulator.OAuth.Issue(HubSpotSimulator.DemoClientId, null, "oauth").Refresh!.Value;

        var first = (string?)(await RefreshAsync(client, old).JsonAsync())["refresh_token"];
        _clock.Advance(TimeSpan.FromSeconds(9));
        var second = (string?)(await RefreshAsync(client, old).JsonAsync())["refresh_token"];
        _clock.Advance(TimeSpan.FromSeconds(1));
        var refused = await RefreshAsync(client, old).JsonAsync(400);

        Assert.Equal(3, new HashSet<string?> { old, first, second }.Count);
        Assert.Equal("invalid_grant", (string?)refused["error"]);
        Assert.Equal("invalid_grant", (string?)(await RefreshAsync(client, second!).JsonAsync(400))["error"]);
        Assert.Equal(2, simulator.Ledger.Renewals);
    }

    [Fact]
    public async Task Refresh_RotatedWithoutReuseDetection_NewTokenLivesOn()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator => simulator.OAuth.Options.RotateRefreshTokens = true);
        using var client = await host.ClientAsync(token: null);
        var old = host.Get<HubSpotSimulator>().OAuth.Issue(HubSpotSimulator.DemoClientId, null, "oauth").Refresh!.Value;
        var young = (string?)(await RefreshAsync(client, old).JsonAsync())["refresh_token"];

        await RefreshAsync(client, old).JsonAsync(400);

        await RefreshAsync(client, young!).JsonAsync(200);
    }

    [Fact]
    public async Task Client_BasicIsFormDecoded_AndOnlyTheWaysAllowedAreTaken()
    {
        await using var host = Some.HubSpot(_clock);
        var oauth = host.Get<HubSpotSimulator>().OAuth;
        using var client = await host.ClientAsync(token: null);
        oauth.Register(new OAuthClient("id:with colon", "p+ss w/rd%"));
        var refresh = oauth.Issue("id:with colon", null, "oauth").Refresh!.Value;
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes("id%3Awith+colon:p%2Bss+w%2Frd%25"));

        async Task<HttpStatusCode> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/v3/token") { Content = Some.Form(("grant_type", "refresh_token"), ("refresh_token", refresh)) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync());
        oauth.Options.ClientAuthentication |= ClientAuthentication.Basic;
        Assert.Equal(HttpStatusCode.OK, await SendAsync());
    }

    [Fact]
    public async Task ClientCredentials_SingleAccessToken_EndsTheOneBefore()
    {
        await using var host = Some.HubSpot(_clock, configure: simulator =>
        {
            simulator.OAuth.Options.GrantTypes = ["client_credentials"];
            simulator.OAuth.Options.SingleAccessToken = true;
            simulator.OAuth.Options.Success = OAuthAnswers.Standard;
        });
        var oauth = host.Get<HubSpotSimulator>().OAuth;
        using var client = await host.ClientAsync(token: null);

        async Task<string?> MintAsync(string subject) =>
            (string?)(await client.PostAsync(new Uri("oauth/v3/token", UriKind.Relative), Some.Form(
                ("grant_type", "client_credentials"),
                ("client_id", HubSpotSimulator.DemoClientId),
                ("client_secret", HubSpotSimulator.DemoClientSecret),
                ("sub", subject))).JsonAsync())["access_token"];
        var (first, other, second) = (await MintAsync("1"), await MintAsync("2"), await MintAsync("1"));

        Assert.Equal(TokenStanding.Revoked, oauth.Check(first, out _, out _));
        Assert.Equal(TokenStanding.Valid, oauth.Check(other, out _, out _));
        Assert.Equal(TokenStanding.Valid, oauth.Check(second, out _, out _));
    }

    [Fact]
    public async Task Failures_V1HasItsOwnShape_V3ThatOfTheRfc()
    {
        await using var host = Some.HubSpot(_clock);
        using var client = await host.ClientAsync(token: null);

        var old = await RefreshAsync(client, "nope", "oauth/v1/token").JsonAsync(400);
        var young = await RefreshAsync(client, "nope").JsonAsync(400);
        var secret = await client.PostAsync(new Uri("oauth/v3/token", UriKind.Relative), Some.Form(("grant_type", "refresh_token"), ("client_id", HubSpotSimulator.DemoClientId), ("client_secret", "wrong"))).JsonAsync(401);
        var type = await client.PostAsync(new Uri("oauth/v3/token", UriKind.Relative), Some.Form(("grant_type", "password"))).JsonAsync(400);

        Assert.Equal("BAD_REFRESH_TOKEN", (string?)old["status"]);
        Assert.Equal("invalid_grant", (string?)young["error"]);
        Assert.Equal("invalid_client", (string?)secret["error"]);
        Assert.Equal("unsupported_grant_type", (string?)type["error"]);
    }

    [Fact]
    public async Task Introspect_TellsWhetherATokenLives()
    {
        await using var host = Some.HubSpot(_clock);
        var oauth = host.Get<HubSpotSimulator>().OAuth;
        using var client = await host.ClientAsync(token: null);
        var access = oauth.Issue(HubSpotSimulator.DemoClientId, "777", "oauth").Access.Value;

        var alive = await ManageAsync(client, "introspect", access).JsonAsync();
        using var revoked = await ManageAsync(client, "revoke", access);
        var dead = await ManageAsync(client, "introspect", access).JsonAsync();

        Assert.True((bool)alive["active"]!);
        Assert.Equal(777, (int)alive["hub_id"]!);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.False((bool)dead["active"]!);
    }

    private static async Task<Dictionary<string, string?>> AuthorizeAsync(HttpClient client, params (string Name, string Value)[] more)
    {
        var query = new Dictionary<string, string?> { ["client_id"] = HubSpotSimulator.DemoClientId, ["redirect_uri"] = Redirect };
        foreach (var (name, value) in more)
        {
            query[name] = value;
        }

        using var response = await client.GetAsync(new Uri(QueryHelpers.AddQueryString("https://app.hubspot.com/oauth/authorize", query)));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(Redirect, response.Headers.Location!.GetLeftPart(UriPartial.Path));
        return QueryHelpers.ParseQuery(response.Headers.Location.Query).ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
    }

    private static Task<HttpResponseMessage> ExchangeAsync(HttpClient client, string code, string? verifier = null, string redirect = Redirect) =>
        client.PostAsync(new Uri("oauth/2026-03/token", UriKind.Relative), Some.Form(
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("client_id", HubSpotSimulator.DemoClientId), ("client_secret", HubSpotSimulator.DemoClientSecret),
            .. verifier is null ? Array.Empty<(string, string)>() : [("code_verifier", verifier)],
        ]));

    private static Task<HttpResponseMessage> RefreshAsync(HttpClient client, string refreshToken, string path = "oauth/v3/token") =>
        client.PostAsync(new Uri(path, UriKind.Relative), Some.Form(
            ("grant_type", "refresh_token"),
            ("refresh_token", refreshToken),
            ("client_id", HubSpotSimulator.DemoClientId),
            ("client_secret", HubSpotSimulator.DemoClientSecret)));

    private static Task<HttpResponseMessage> ManageAsync(HttpClient client, string what, string token) =>
        client.PostAsync(new Uri($"oauth/2026-09/token/{what}", UriKind.Relative), Some.Form(
            ("token", token),
            ("client_id", HubSpotSimulator.DemoClientId),
            ("client_secret", HubSpotSimulator.DemoClientSecret)));
}
