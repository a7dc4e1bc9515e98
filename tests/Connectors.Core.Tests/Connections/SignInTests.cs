using System.Net;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class SignInTests : IDisposable
{
    private const string CodeCanary = "code-canary";

    private readonly AuthWorld _world = new();

    [Fact]
    public async Task Start_Standard_GivesTheWholeAddress()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        var query = Query(start.Url);
        Assert.StartsWith("https://auth.acme.test/authorize?response_type=code&client_id=app-id&", start.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(The.Callback.OriginalString, query["redirect_uri"]);
        Assert.Equal("contacts.read contacts.write", query["scope"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal((43, 43, 43), (query["state"].Length, query["code_challenge"].Length, start.Binding.Length));
        Assert.False(query["state"] == start.Binding);
        Assert.DoesNotContain(start.Binding, start.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_VendorDialect_KeepsItsQueryItsCommasAndItsParameters()
    {
        _world.Use(The.Definition(
            new OAuth2Scheme
            {
                AuthorizationEndpoint = "https://{companyDomain}.acme.test/authorize.php?request=authorize",
                TokenEndpoint = The.TokenEndpoint,
                Scopes = ["a"],
                ScopeSeparator = ",",
                UsePkce = false,
                AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["optional_scope"] = "x y", ["team"] = "{team}" },
            },
            settings: [new("companyDomain", "Company domain") { Required = true }, new("team", "Team")]));
        _world.Options.Scopes.Add("chat:write");
        _world.Options.Scopes.Add("users:read");

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback, new() { Settings = new() { ["companyDomain"] = "acme" } });

        Assert.StartsWith("https://acme.acme.test/authorize.php?request=authorize&response_type=code&", start.Url.AbsoluteUri, StringComparison.Ordinal);
        var query = Query(start.Url);
        Assert.Equal(("chat:write,users:read", "x y"), (query["scope"], query["optional_scope"]));
        Assert.DoesNotContain("code_challenge", query.Keys, StringComparer.Ordinal);
        Assert.DoesNotContain("team", query.Keys, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("http://app.example/callback")]
    [InlineData("https://user@app.example/callback")]
    [InlineData("https://app.example/callback#x")]
    [InlineData("myapp://callback")]
    [InlineData("/callback")]
    public async Task Start_CallbackThatIsNotSafe_IsRefused(string callback)
    {
        var exception = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartAuthorizationAsync(AuthWorld.Key, new(callback, UriKind.RelativeOrAbsolute)));

        Assert.Equal(ErrorKind.Validation, exception.Kind);
    }

    [Theory]
    [InlineData("http://localhost:5001/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://[::1]:80/callback")]
    public async Task Start_LoopbackCallback_IsTakenAsItIsWritten(string callback) =>
        Assert.Equal(callback, Query((await _world.Service.StartAuthorizationAsync(AuthWorld.Key, new(callback))).Url)["redirect_uri"]);

    [Fact]
    public async Task Start_NoOAuthOrNoClient_SaysWhatIsMissing()
    {
        _world.Options.ClientSecret = null;
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback));
        _world.Use(The.Definition(new BearerScheme()));
        var none = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback));

        Assert.Equal(ErrorKind.Configuration, missing.Kind);
        Assert.Contains("Connectors:Providers:acme:ClientSecret", missing.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.NotSupported, none.Kind);
    }

    [Fact]
    public async Task Start_SchemeAndScopesOfItsOwn_AreThoseOfTheWholeSignIn()
    {
        _world.Use(new()
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [The.OAuth(), new OAuth2Scheme("oauth-user") { AuthorizationEndpoint = "https://auth.acme.test/user", TokenEndpoint = The.TokenEndpoint, Scopes = ["a"] }],
            Endpoints = [],
        });
        Tokens();

        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback, new() { Scheme = "oauth-user", Scopes = ["b", "c"] });
        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        Assert.Equal(("/user", "b c"), (start.Url.AbsolutePath, Query(start.Url)["scope"]));
        Assert.Equal(("oauth-user", "b c"), (connection.AuthScheme, string.Join(' ', connection.GrantedScopes!)));
        var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback, new() { Scheme = "other" }));
        Assert.Equal(ErrorKind.NotSupported, error.Kind);
        Assert.Contains("oauth, oauth-user", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_GoodCallback_SavesGrantScopesExtrasAndAccount()
    {
        _world.Use(The.Definition(new OAuth2Scheme
        {
            AuthorizationEndpoint = The.AuthorizationEndpoint,
            TokenEndpoint = new(The.TokenEndpoint) { Extras = ["hub_id", "instance_url"] },
            Scopes = ["a"],
        }));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        string? sent = null;
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            sent = await request.Content!.ReadAsStringAsync();
            return The.Answer(HttpStatusCode.OK, """{"access_token":"access-1","refresh_token":"refresh-1","token_type":"bearer","expires_in":1800,"hub_id":123,"scopes":["oauth","a"],"instance_url":"https://eu1.acme.example"}""");
        });
        _world.Prove = async (connection, credential) =>
        {
            Assert.Null(credential);
            Assert.Equal("access-1", (await _world.Keeper.GetAsync(connection, _world.Runtime, default)).Credential.Tokens!.AccessToken.Reveal());
            return new("123", "Acme Ltd");
        };

        var connection = await _world.Service.CompleteAuthorizationAsync($"https://app.example/callback?code={CodeCanary}&state={State(start)}", start.Binding);

        var form = The.Form(sent!);
        Assert.Equal(("authorization_code", CodeCanary, The.Callback.OriginalString), (form["grant_type"], form["code"], form["redirect_uri"]));
        Assert.Equal(Query(start.Url)["code_challenge"], OAuthPkce.Challenge(form["code_verifier"]));
        Assert.Equal(["oauth", "a"], connection.GrantedScopes!.AsEnumerable(), StringComparer.Ordinal);
        Assert.Equal(("123", "https://eu1.acme.example"), (connection.Settings["hub_id"], connection.Settings["instance_url"]));
        Assert.Equal(("123", "Acme Ltd", ConnectionStatus.Active), (connection.AccountId, connection.AccountName, connection.Status));
        Assert.Equal(connection, await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Complete_InAnotherProcess_Works()
    {
        using var other = new AuthWorld(_world);
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        Tokens();

        var connection = await other.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        Assert.Equal("contacts.read contacts.write", string.Join(' ', connection.GrantedScopes!));
    }

    [Fact]
    public async Task Complete_ScopesNotNamed_AreThoseThatWereAskedFor()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        Tokens();

        var connection = await _world.Service.CompleteAuthorizationAsync($"code=c&state={State(start)}", start.Binding);

        Assert.Equal("contacts.read contacts.write", string.Join(' ', connection.GrantedScopes!));
    }

    [Fact]
    public async Task Complete_Twice_TheSecondIsRefused()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        Tokens();
        await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        await RefusedAsync($"?code=c&state={State(start)}", start.Binding, ErrorKind.Authorization);
    }

    [Fact]
    public async Task Complete_AtOnceManyTimes_OneSucceeds()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var asked = Tokens();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            try
            {
                await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);
                return true;
            }
            catch (ConnectorException)
            {
                return false;
            }
        })));

        Assert.Single(outcomes, succeeded => succeeded);
        Assert.Equal(1, asked());
    }

    [Theory]
    [InlineData("?code=c&state=")]
    [InlineData("?error=access_denied&state=")]
    public async Task Complete_InAnotherSession_IsRefusedAndTheSignInStillWaitsForItsOwn(string callback)
    {
        var mine = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        var other = await _world.Service.StartAuthorizationAsync(new("acme", "other"), The.Callback);
        var asked = Tokens();

        foreach (var binding in new[] { other.Binding, "", State(mine) })
        {
            var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.CompleteAuthorizationAsync(callback + State(mine), binding));

            Assert.Equal(ErrorKind.Authorization, error.Kind);
            Assert.Contains("another session", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("customer", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, asked());
        Assert.Equal(ConnectionStatus.Active, (await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(mine)}", mine.Binding)).Status);
    }

    [Fact]
    public async Task Complete_StateThatSomebodyMadeForHisOwnBinding_IsNotKnown()
    {
        var (state, binding) = SignInBinding.New();

        await RefusedAsync($"?code=c&state={state}", binding, ErrorKind.Authorization);
    }

    [Fact]
    public async Task Complete_AfterTenMinutes_IsRefused()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        Tokens();
        _world.Time.Advance(TimeSpan.FromMinutes(10));

        await RefusedAsync($"?code=c&state={State(start)}", start.Binding, ErrorKind.Authorization);
    }

    [Theory]
    [InlineData("?code=c", ErrorKind.Validation)]
    [InlineData("", ErrorKind.Validation)]
    [InlineData("https://app.example/callback", ErrorKind.Validation)]
    [InlineData("?code=c&state=", ErrorKind.Validation)]
    [InlineData("?code=c&state=unknown", ErrorKind.Authorization)]
    [InlineData("?code=c&state=a&state=b", ErrorKind.Validation)]
    [InlineData("?code=c&code=d&state={state}", ErrorKind.Validation)]
    [InlineData("?state={state}", ErrorKind.Validation)]
    public async Task Complete_CallbackThatIsNone_SaysStartAgain(string callback, ErrorKind kind)
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        await RefusedAsync(callback.Replace("{state}", State(start), StringComparison.Ordinal), start.Binding, kind);
    }

    [Fact]
    public async Task Complete_TooLong_IsRefused() => await RefusedAsync("?state=" + new string('x', 20_000), "b", ErrorKind.Validation);

    [Theory]
    [InlineData("access_denied", ErrorKind.Authorization)]
    [InlineData("invalid_scope", ErrorKind.Configuration)]
    [InlineData("unauthorized_client", ErrorKind.Configuration)]
    [InlineData("temporarily_unavailable", ErrorKind.Unavailable)]
    [InlineData("something_else", ErrorKind.Remote)]
    public async Task Complete_ErrorInsteadOfACode_IsTyped(string error, ErrorKind kind)
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);

        var exception = await Assert.ThrowsAsync<ConnectorException>(() =>
            _world.Service.CompleteAuthorizationAsync($"?error={error}&error_description=The+user+said+no&state={State(start)}", start.Binding));

        Assert.Equal((kind, error, AuthWorld.Key), (exception.Kind, exception.ErrorCode, exception.Connection));
        Assert.Contains("The user said no", exception.Message, StringComparison.Ordinal);
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Complete_CodeRefused_SaysStartAgainAndSavesNothing()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.BadRequest, $$"""{"error":"invalid_grant","error_description":"{{CodeCanary}} was used"}"""));

        var exception = await Assert.ThrowsAsync<ReconnectRequiredException>(() =>
            _world.Service.CompleteAuthorizationAsync($"?code={CodeCanary}&state={State(start)}", start.Binding));

        Assert.Contains("Start the sign-in again", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Complete_AccountCannotBeReadNow_KeepsTheGrantAndSaysFailing()
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        Tokens();
        _world.Prove = static (_, _) => throw new ConnectorException(new() { Kind = ErrorKind.Unavailable, What = "Down" });

        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        Assert.Equal(ConnectionStatus.Failing, connection.Status);
        Assert.Equal("access-1", (await _world.Keeper.GetAsync(connection, _world.Runtime, default)).Credential.Tokens!.AccessToken.Reveal());
    }

    [Fact]
    public async Task Complete_ProviderThatWantsTheCallbackAgain_GetsItAtEachRenewal()
    {
        _world.Use(The.Definition(new OAuth2Scheme { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = The.TokenEndpoint, RedirectOnRefresh = true }));
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        List<Dictionary<string, string>> forms = [];
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            forms.Add(The.Form(await request.Content!.ReadAsStringAsync()));
            return The.Answer(HttpStatusCode.OK, """{"access_token":"a","refresh_token":"r","expires_in":3600}""");
        });
        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=c&state={State(start)}", start.Binding);

        for (var round = 0; round < 2; round++)
        {
            _world.Time.Advance(TimeSpan.FromHours(2));
            await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        }

        Assert.Equal(3, forms.Count);
        Assert.All(forms, form => Assert.Equal(The.Callback.OriginalString, form["redirect_uri"]));
    }

    [Fact]
    public async Task Start_WhatIsKept_ShowsNothingInTheClear()
    {
        var store = new RecordingConnectionStore(_world.Connections);
        var envelope = new Envelope(_world.Keys);
        var saving = new ConnectionSaving(_world.Credentials, store, _world.Rows, _world.Protector, _world.Keeper, _world.Time);
        var flow = new SignInFlow(store, saving, envelope, _world, _world.Time);

        var start = await flow.StartAsync(AuthWorld.Key, The.Callback, new(), default);

        Assert.False(State(start) == store.State);
        foreach (var secret in new[] { State(start), start.Binding, "tenant", "app.example" })
        {
            Assert.Equal(-1, store.Payload.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)));
        }
    }

    public void Dispose() => _world.Dispose();

    private static string State(AuthorizationStart start) => Query(start.Url)["state"];

    private static Dictionary<string, string> Query(Uri address) => The.Form(address.Query[1..]);

    private Func<int> Tokens()
    {
        var count = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            Interlocked.Increment(ref count);
            return The.Answer(HttpStatusCode.OK, """{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600}""");
        });
        return () => count;
    }

    private async Task RefusedAsync(string callback, string binding, ErrorKind kind)
    {
        var exception = await Assert.ThrowsAnyAsync<ConnectorException>(() => _world.Service.CompleteAuthorizationAsync(callback, binding));

        Assert.Equal(kind, exception.Kind);
        Assert.Contains("tart the sign-in again", exception.Message, StringComparison.Ordinal);
    }
}
