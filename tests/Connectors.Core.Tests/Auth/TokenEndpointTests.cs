using System.Net;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

public sealed class TokenEndpointTests : IDisposable
{
    private const string RefreshCanary = "refresh-canary/+=";
    private const string AccessCanary = "access-canary";

    private readonly AuthWorld _world = new();

    [Fact]
    public async Task Refresh_Post_SendsTheStandardForm()
    {
        string? sent = null;
        _world.Http.When(HttpMethod.Post, The.TokenEndpoint).Respond(async request =>
        {
            Assert.Null(request.Headers.Authorization);
            Assert.Equal("application/x-www-form-urlencoded", request.Content!.Headers.ContentType!.MediaType);
            sent = await request.Content.ReadAsStringAsync();
            return The.Answer(HttpStatusCode.OK, """{"access_token":"new","token_type":"BEARER"}""");
        });

        var token = await RefreshAsync(The.OAuth());

        var form = The.Form(sent!);
        Assert.Equal(4, form.Count);
        Assert.Equal(("refresh_token", RefreshCanary), (form["grant_type"], form["refresh_token"]));
        Assert.Equal((The.ClientId, The.ClientSecret), (form["client_id"], form["client_secret"]));
        Assert.Equal(("new", RefreshCanary), (token.AccessToken.Reveal(), token.RefreshToken.Reveal()));
        Assert.Null(token.ExpiresAt);
    }

    [Theory]
    [InlineData(ClientAuthentication.Basic, "Basic bXkrY2xpZW50OnAlNDBzcyUzQXclMjVyZCUyQiUyRiUzRCVDMyVBOQ==")]
    [InlineData(ClientAuthentication.BasicRaw, "Basic bXkgY2xpZW50OnBAc3M6dyVyZCsvPcOp")]
    [InlineData(ClientAuthentication.None, null)]
    public async Task Refresh_OtherClientProofs_NeverSendTwo(ClientAuthentication way, string? header)
    {
        (_world.Options.ClientId, _world.Options.ClientSecret) = ("my client", way == ClientAuthentication.None ? null : "p@ss:w%rd+/=é");
        string? sent = null;
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            Assert.Equal(header, request.Headers.Authorization?.ToString());
            sent = await request.Content!.ReadAsStringAsync();
            return The.Answer(HttpStatusCode.OK, """{"access_token":"new"}""");
        });

        await RefreshAsync(Scheme(new(The.TokenEndpoint) { ClientAuthentication = way }));

        Assert.DoesNotContain("client_secret", sent!, StringComparison.Ordinal);
        Assert.Equal(way == ClientAuthentication.None, The.Form(sent!).ContainsKey("client_id"));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"D"}""", ErrorKind.Authorization, "invalid_grant", "signed|Connect this customer")]
    [InlineData(200, """{"ok":false,"error":"invalid_refresh_token"}""", ErrorKind.Authorization, "invalid_refresh_token", "Connect this customer")]
    [InlineData(400, """{"status":"BAD_REFRESH_TOKEN","message":"D"}""", ErrorKind.Authorization, "BAD_REFRESH_TOKEN", "Connect this customer")]
    [InlineData(401, """{"error":"invalid_client"}""", ErrorKind.Configuration, "invalid_client", "Connectors:Providers:acme:ClientId|Connectors:Providers:acme:ClientSecret")]
    [InlineData(400, """{"error":"unauthorized_client"}""", ErrorKind.Configuration, "unauthorized_client", "Connectors:Providers:acme:ClientSecret")]
    [InlineData(200, """{"ok":false,"error":"bad_client_secret"}""", ErrorKind.Configuration, "bad_client_secret", "Connectors:Providers:acme:ClientSecret")]
    [InlineData(401, """{}""", ErrorKind.Configuration, null, "Connectors:Providers:acme:ClientSecret")]
    [InlineData(400, """{"error":"invalid_scope"}""", ErrorKind.Configuration, "invalid_scope", "Connectors:Providers:acme:Scopes")]
    [InlineData(400, """{"error":"invalid_request"}""", ErrorKind.Remote, "invalid_request", "")]
    [InlineData(400, """{"error":{"code":"weird","type":"x"}}""", ErrorKind.Remote, "weird", "")]
    [InlineData(403, """{}""", ErrorKind.Remote, null, "")]
    [InlineData(200, """{}""", ErrorKind.Protocol, null, "no access token")]
    [InlineData(200, """{"access_token":""}""", ErrorKind.Protocol, null, "no access token")]
    [InlineData(200, "<html>sign in</html>", ErrorKind.Protocol, null, "not a JSON object")]
    [InlineData(200, "", ErrorKind.Protocol, null, "not a JSON object")]
    [InlineData(200, "[1]", ErrorKind.Protocol, null, "not a JSON object")]
    [InlineData(400, "access_token=x&scope=y", ErrorKind.Protocol, null, "not a JSON object")]
    [InlineData(302, "", ErrorKind.Protocol, null, "redirect")]
    public async Task Refusal_ThatWillNotPass_IsTypedAndNotRepeated(int status, string body, ErrorKind kind, string? code, string says)
    {
        var asked = Respond((HttpStatusCode)status, body);
        var endpoint = new TokenEndpoint(The.TokenEndpoint)
        {
            GrantErrors = ["invalid_refresh_token", "BAD_REFRESH_TOKEN"],
            ClientErrors = ["bad_client_secret"],
        };

        var exception = await FailsAsync(Scheme(endpoint));

        Assert.Equal((kind, code, status, false, 1), (exception.Kind, exception.ErrorCode, exception.StatusCode, exception.IsTransient, asked()));
        Assert.Equal(kind == ErrorKind.Authorization, exception is ReconnectRequiredException);
        Assert.Equal(("acme", AuthWorld.Key), (exception.Provider, exception.Connection));
        Assert.Contains(says.Split('|')[^1], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "", ErrorKind.Unavailable)]
    [InlineData(503, "<html>", ErrorKind.Unavailable)]
    [InlineData(504, "{}", ErrorKind.Unavailable)]
    [InlineData(408, "", ErrorKind.Unavailable)]
    [InlineData(429, "{}", ErrorKind.RateLimited)]
    [InlineData(400, """{"error":"temporarily_unavailable"}""", ErrorKind.Unavailable)]
    public async Task Failure_ThatMayPass_IsTriedFourTimesThenTransient(int status, string body, ErrorKind kind)
    {
        var asked = Respond((HttpStatusCode)status, body);

        var exception = await FailsAsync(The.OAuth());

        Assert.Equal((kind, status, true, 4), (exception.Kind, exception.StatusCode, exception.IsTransient, asked()));
    }

    [Fact]
    public async Task Failure_OfTheNetwork_IsTriedFourTimesThenTransient()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            throw new HttpRequestException(HttpRequestError.NameResolutionError);
        });

        var exception = await FailsAsync(The.OAuth());

        Assert.Equal((ErrorKind.Transport, true, 4), (exception.Kind, exception.IsTransient, asked));
    }

    [Fact]
    public async Task Failure_NoAnswerAtAll_TimesOutByTheClock()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            return new TaskCompletionSource<HttpResponseMessage>().Task;
        });
        var start = _world.Time.GetUtcNow();

        var exception = await FailsAsync(The.OAuth(), TimeSpan.FromSeconds(1), mayRepeat: true);

        Assert.Equal((ErrorKind.Timeout, true, 4), (exception.Kind, exception.IsTransient, asked));
        Assert.True(_world.Time.GetUtcNow() - start >= _world.Options.AttemptTimeout * 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failure_AnswerLostOfATokenThatIsUsedOnce_IsNotSentAgain(bool isReset)
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            return isReset ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : new TaskCompletionSource<HttpResponseMessage>().Task;
        });

        var exception = await FailsAsync(The.OAuth(), TimeSpan.FromSeconds(1));

        Assert.IsType<OutcomeUnknownException>(exception);
        Assert.Equal((1, false), (asked, exception.IsTransient));
        Assert.Contains("Connect the account again", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("6.2")]
    [InlineData("Fri, 20 Nov 2026 12:00:07 GMT")]
    public async Task RetryAfter_Short_IsWaitedFor(string header)
    {
        List<DateTimeOffset> asked = [];
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked.Add(_world.Time.GetUtcNow());
            var answer = asked.Count > 1 ? The.Answer(HttpStatusCode.OK, """{"access_token":"new"}""") : The.Answer(HttpStatusCode.ServiceUnavailable, "");
            answer.Headers.TryAddWithoutValidation("Retry-After", header);
            return answer;
        });

        await RefreshAsync(The.OAuth());

        Assert.InRange(asked[1] - asked[0], TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task RetryAfter_Long_IsGivenToTheCallerAtOnce()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            var answer = The.Answer(HttpStatusCode.TooManyRequests, "");
            answer.Headers.Add("Retry-After", "3600");
            return answer;
        });

        var exception = Assert.IsType<RateLimitedException>(await FailsAsync(The.OAuth()));

        Assert.Equal((TimeSpan.FromHours(1), 1), (exception.RetryAfter, asked));
    }

    [Fact]
    public async Task Answer_OtherTokenTypes_AreUsedOnlyWhereTheDefinitionSaysSo()
    {
        Respond(HttpStatusCode.OK, """{"ok":true,"access_token":"xoxb","token_type":"bot"}""");

        Assert.Equal(ErrorKind.Protocol, (await FailsAsync(The.OAuth())).Kind);
        Assert.Equal("xoxb", (await RefreshAsync(Scheme(new(The.TokenEndpoint) { TokenTypes = ["bot", "user"] }))).AccessToken.Reveal());
    }

    [Fact]
    public async Task Answer_TooLarge_IsAProtocolError()
    {
        Respond(HttpStatusCode.OK, $$"""{"access_token":"{{new string('x', 300_000)}}"}""");

        Assert.Equal(ErrorKind.Protocol, (await FailsAsync(The.OAuth())).Kind);
    }

    [Fact]
    public async Task Answer_AfterARedirectThatTheTransportFollowed_IsRefused()
    {
        _world.Http.When(The.TokenEndpoint).Respond(request =>
        {
            var answer = The.Answer(HttpStatusCode.OK, """{"access_token":"new"}""");
            request.RequestUri = new("https://evil.example/token");
            answer.RequestMessage = request;
            return answer;
        });

        Assert.Equal(ErrorKind.Configuration, (await FailsAsync(The.OAuth())).Kind);
    }

    [Theory]
    [InlineData("ClientId")]
    [InlineData("ClientSecret")]
    public async Task Client_NotConfigured_NamesTheKey(string option)
    {
        _ = option == "ClientId" ? _world.Options.ClientId = null : _world.Options.ClientSecret = "";

        var exception = await FailsAsync(The.OAuth());

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.Contains($"Connectors:Providers:acme:{option}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfTheCustomersOwnClient_AsksForAReconnect()
    {
        Respond(HttpStatusCode.Unauthorized, """{"error":"invalid_client","error_description":"secret s3cret-canary is wrong"}""");
        var scheme = new ClientCredentialsScheme { TokenEndpoint = The.TokenEndpoint };

        var exception = await Assert.ThrowsAsync<ReconnectRequiredException>(() => scheme.RenewAsync(Context(new ClientCredential("id", "s3cret-canary")), default));

        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCredentials_ParameterFromASetting_IsSentOnlyWhereTheConnectionHasIt()
    {
        List<string> sent = [];
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            sent.Add(await request.Content!.ReadAsStringAsync());
            return The.Answer(HttpStatusCode.OK, """{"access_token":"new"}""");
        });
        var scheme = new ClientCredentialsScheme
        {
            TokenEndpoint = new(The.TokenEndpoint)
            {
                ClientAuthentication = ClientAuthentication.Basic,
                Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["sub"] = "{user}", ["audience"] = "api" },
            },
            Scopes = ["a", "b"],
        };

        await scheme.RenewAsync(Context(new ClientCredential("id", "secret"), new() { ["user"] = "12 3" }), default);
        await scheme.RenewAsync(Context(new ClientCredential("id", "secret")), default);

        Assert.Equal("grant_type=client_credentials&scope=a+b&sub=12+3&audience=api", sent[0]);
        Assert.Equal("grant_type=client_credentials&scope=a+b&audience=api", sent[1]);
    }

    [Fact]
    public async Task Address_TemplateWithAQuery_IsFilledAndKept()
    {
        _world.Http.When("https://acme.hr.test/token.php").WithQueryString("request", "token").Respond("application/json", """{"access_token":"new"}""");
        var scheme = new ClientCredentialsScheme { TokenEndpoint = "https://{companyDomain}.hr.test/token.php?request=token" };

        var renewed = await scheme.RenewAsync(Context(new ClientCredential("id", "secret"), new() { ["companyDomain"] = "acme" }), default);
        var evil = await Assert.ThrowsAsync<ConnectorException>(() =>
            scheme.RenewAsync(Context(new ClientCredential("id", "secret"), new() { ["companyDomain"] = "evil.example/" }), default));

        Assert.Equal("new", renewed.Tokens!.AccessToken.Reveal());
        Assert.Equal(ErrorKind.Configuration, evil.Kind);
    }

    [Fact]
    public async Task NoError_WhateverTheProviderEchoes_ShowsASecret()
    {
        var canaries = new[] { RefreshCanary, AccessCanary, The.ClientSecret };
        string[] bodies =
        [
            .. canaries.Select(secret => $$"""{"error":"invalid_grant","error_description":"the token {{secret}} and {{Uri.EscapeDataString(secret)}}"}"""),
            .. canaries.Select(secret => $$"""{"error":"{{secret}}","message":"{{secret}}"}"""),
            .. canaries.Select(secret => $$"""{"error":{"code":"{{secret}}"} }"""),
            .. canaries.Select(secret => $"<html>{secret}</html>"),
            .. canaries.Select(secret => $$"""{"access_token":["{{secret}}"]}"""),
            .. canaries.Select(secret => $$"""{"access_token":"{{secret}}","token_type":"{{secret}}"}"""),
            .. canaries.Select(secret => $$"""{"access_token":"{{secret}}" """),
        ];
        foreach (var body in bodies)
        {
            foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError })
            {
                _world.Http.Clear();
                Respond(status, body);

                var text = (await FailsAsync(The.OAuth())).ToString();

                Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            }
        }
    }

    public void Dispose() => _world.Dispose();

    private static OAuth2Scheme Scheme(TokenEndpoint endpoint) => new() { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = endpoint };

    private Func<int> Respond(HttpStatusCode status, string body)
    {
        var count = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            count++;
            return The.Answer(status, body);
        });
        return () => count;
    }

    private RenewContext Context(Credential credential, ConnectionSettings? settings = null, bool mayRepeat = false) => new(
        credential,
        new() { Key = AuthWorld.Key, CredentialId = "c", AuthScheme = "oauth", Settings = settings ?? [] },
        _world.Runtime.Definition,
        _world.Options,
        _world.CreateClient(""),
        _world.Time,
        mayRepeat);

    private async Task<TokenSet> RefreshAsync(OAuth2Scheme scheme, TimeSpan? step = null, bool mayRepeat = false)
    {
        var credential = new OAuthCredential(new()
        {
            AccessToken = AccessCanary,
            RefreshToken = RefreshCanary,
            Scopes = ["before"],
            Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["known"] = "before" },
        });
        return ((OAuthCredential)await _world.Time.RunAsync(scheme.RenewAsync(Context(credential, mayRepeat: mayRepeat), default), step)).Token;
    }

    private async Task<ConnectorException> FailsAsync(OAuth2Scheme scheme, TimeSpan? step = null, bool mayRepeat = false) =>
        await Assert.ThrowsAnyAsync<ConnectorException>(() => RefreshAsync(scheme, step, mayRepeat));
}
