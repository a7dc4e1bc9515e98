using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class ConnectionServiceTests : IDisposable
{
    private readonly AuthWorld _world = new();

    [Fact]
    public async Task Connect_GoodKey_ProvesItFirstAndSavesIt()
    {
        (Connection Connection, Credential? Credential, bool Saved)? proved = null;
        _world.Prove = async (connection, credential) =>
        {
            proved = (connection, credential, await _world.Credentials.ReadAsync(connection.CredentialId, default) is not null);
            return new("42", "Acme Ltd");
        };

        var connection = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key"));

        Assert.Equal(("api-key", "acme/tenant/default", ConnectionStatus.Active), (connection.AuthScheme, connection.CredentialId, connection.Status));
        Assert.Equal(("42", "Acme Ltd", 1L), (connection.AccountId, connection.AccountName, connection.Version));
        Assert.Equal(_world.Time.GetUtcNow(), connection.CreatedAt);
        Assert.False(proved!.Value.Saved);
        Assert.IsType<ApiKeyCredential>(proved.Value.Credential);
        Assert.Equal(connection, await _world.Service.FindAsync(AuthWorld.Key));
        Assert.Equal("key", ((ApiKeyCredential)(await _world.Keeper.GetAsync(connection, _world.Runtime, default)).Credential).Key.Reveal());
    }

    [Fact]
    public async Task Connect_CredentialRefused_SavesNothing()
    {
        _world.Prove = static (_, _) => throw new ReconnectRequiredException(new() { Kind = ErrorKind.Authorization, What = "No" });

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key")));

        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
        Assert.Null(await _world.Credentials.ReadAsync(AuthWorld.Key.ToString(), default));
    }

    [Fact]
    public async Task Connect_Again_IsUsedAtOnceInThisProcess()
    {
        var first = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        await _world.Keeper.GetAsync(first, _world.Runtime, default);
        _world.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two"));

        Assert.Equal((2L, first.CreatedAt), (second.Version, second.CreatedAt));
        Assert.Equal("two", ((ApiKeyCredential)(await _world.Keeper.GetAsync(second, _world.Runtime, default)).Credential).Key.Reveal());
    }

    [Fact]
    public async Task Connect_ManyAtOnce_AllSucceedAndLeaveOneRow()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential($"key-{index}")))));

        Assert.Equal(8, (await _world.Service.FindAsync(AuthWorld.Key))!.Version);
        Assert.Equal(8, (await _world.Credentials.ReadAsync(AuthWorld.Key.ToString(), default))!.Version);
    }

    [Fact]
    public async Task Connect_KindThatTheProviderDoesNotTake_SaysWhatItTakes()
    {
        _world.Use(The.Definition(new BearerScheme()));

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key")));

        Assert.Equal(ErrorKind.Validation, exception.Kind);
        Assert.Contains("BearerCredential (bearer)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "x")]
    [InlineData("subdomain", "Not Valid")]
    [InlineData("subdomain", "")]
    [InlineData("region", "mars")]
    public async Task Connect_SettingWrong_NamesIt(string name, string value)
    {
        UseSettings();
        ConnectionSettings settings = name == "subdomain" ? new() { [name] = value } : new() { ["subdomain"] = "acme", [name] = value };

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.ConnectAsync(AuthWorld.Key, new BearerCredential("t"), settings));

        Assert.Equal(ErrorKind.Validation, exception.Kind);
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Connect_OptionalSettingLeftEmpty_IsNotStored(string? region)
    {
        UseSettings();

        var connection = await _world.Service.ConnectAsync(AuthWorld.Key, new BearerCredential("t"), new() { ["subdomain"] = "acme", ["region"] = region! });

        Assert.Equal("subdomain", Assert.Single(connection.Settings.Keys));
    }

    [Fact]
    public async Task Connect_CustomersOwnClient_FetchesATokenBeforeProving()
    {
        _world.Http.When(The.TokenEndpoint).Respond("application/json", """{"access_token":"jwt","expires_in":3600,"scope":"a b"}""");
        _world.Prove = static (_, credential) =>
        {
            Assert.Equal("jwt", credential!.Tokens!.AccessToken.Reveal());
            return Task.FromResult<AccountIdentity?>(null);
        };

        var connection = await _world.Service.ConnectAsync(AuthWorld.Key, new ClientCredential("id", "secret"));

        Assert.Equal(["a", "b"], connection.GrantedScopes!.AsEnumerable(), StringComparer.Ordinal);
        Assert.Equal("jwt", (await _world.Keeper.GetAsync(connection, _world.Runtime, default)).Credential.Tokens!.AccessToken.Reveal());
    }

    [Fact]
    public async Task Connect_CallerLeavesWhileATokenIsFetchedThatCostsNothing_EndsAtOnceAndSavesNothing()
    {
        using var leaves = new CancellationTokenSource();
        _world.Http.When(The.TokenEndpoint).Respond(async () =>
        {
            await leaves.CancelAsync();
            return await new TaskCompletionSource<HttpResponseMessage>().Task;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _world.Service.ConnectAsync(AuthWorld.Key, new ClientCredential("id", "secret"), cancellationToken: leaves.Token).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Connect_OAuthGrantWithoutAClientId_NamesTheKey()
    {
        _world.Options.ClientId = null;

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("a", "r", TimeSpan.FromHours(1))));

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.Contains("Connectors:Providers:acme:ClientId", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AfterTheGrantDied_RevivesEveryConnectionOnIt()
    {
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.BadRequest, """{"error":"invalid_grant"}"""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -TimeSpan.FromHours(1)));
        var sibling = new ConnectionKey("acme", "tenant", "second");
        await _world.Connections.TryWriteAsync(connection with { Key = sibling, Version = 0 }, default);
        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(sibling))!.Status);

        await _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("again", "r", TimeSpan.FromHours(1)));

        Assert.Equal(ConnectionStatus.Active, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
        Assert.Equal(ConnectionStatus.Active, (await _world.Service.FindAsync(sibling))!.Status);
    }

    [Fact]
    public async Task Verify_EachOutcome_IsNotedAsTheStatus()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key"));

        _world.Prove = static (_, credential) => credential is null ? throw new ConnectorException(new() { Kind = ErrorKind.Unavailable, What = "Down" }) : Task.FromResult<AccountIdentity?>(null);
        var failing = await _world.Service.VerifyAsync(AuthWorld.Key);
        _world.Prove = static (_, _) => throw new ReconnectRequiredException(new() { Kind = ErrorKind.Authorization, What = "Revoked" });
        var refused = await _world.Service.VerifyAsync(AuthWorld.Key);
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("42", "New name"));
        var good = await _world.Service.VerifyAsync(AuthWorld.Key);

        Assert.Equal(ConnectionStatus.Failing, failing.Status);
        Assert.Contains("Down", failing.StatusReason, StringComparison.Ordinal);
        Assert.Equal(ConnectionStatus.ReconnectRequired, refused.Status);
        Assert.Equal((ConnectionStatus.Active, null, "New name"), (good.Status, good.StatusReason, good.AccountName));
        Assert.Equal(good, await _world.Service.VerifyAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task PauseAndResume_EachWay_ChangeTheStatusOnce()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key"));

        var paused = await _world.Service.PauseAsync(AuthWorld.Key);
        Assert.Equal(paused, await _world.Service.PauseAsync(AuthWorld.Key));
        Assert.Equal(ErrorKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.VerifyAsync(AuthWorld.Key))).Kind);
        var resumed = await _world.Service.ResumeAsync(AuthWorld.Key);

        Assert.Equal((ConnectionStatus.Paused, ConnectionStatus.Active), (paused.Status, resumed.Status));
        Assert.Equal(resumed, await _world.Service.ResumeAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Resume_WhenTheCredentialDiedMeanwhile_AsksForAReconnect()
    {
        var connection = await _world.SavedAsync(_world.Grant("a", "r", TimeSpan.FromHours(1)));
        await _world.Service.PauseAsync(AuthWorld.Key);
        var lease = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, TimeSpan.FromMinutes(1), default);
        await _world.Credentials.TryWriteAsync(lease!, new(CredentialWriteKind.Dead), default);

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.ResumeAsync(AuthWorld.Key)).Status);
    }

    [Fact]
    public async Task EachOperation_NoSuchConnection_SaysSo()
    {
        foreach (var operation in new Func<ConnectionKey, Task>[]
        {
            key => _world.Service.VerifyAsync(key),
            key => _world.Service.PauseAsync(key),
            key => _world.Service.ResumeAsync(key),
        })
        {
            Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<ConnectorException>(() => operation(AuthWorld.Key))).Kind);
        }

        Assert.False(await _world.Service.DisconnectAsync(AuthWorld.Key));
    }

    [Fact]
    public async Task Disconnect_WithRevocation_RevokesAndForgets()
    {
        string? revoked = null;
        _world.Use(The.Definition(Revocable("https://auth.acme.test/revoke")));
        _world.Http.When("https://auth.acme.test/revoke").Respond(async request =>
        {
            revoked = await request.Content!.ReadAsStringAsync();
            return new(HttpStatusCode.OK);
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.True(await _world.Service.DisconnectAsync(AuthWorld.Key));

        var form = The.Form(revoked!);
        Assert.Equal(("refresh-1", "refresh_token", The.ClientId), (form["token"], form["token_type_hint"], form["client_id"]));
        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
        Assert.Null(await _world.Credentials.ReadAsync(connection.CredentialId, default));
        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
    }

    [Fact]
    public async Task Disconnect_RevocationAsBearer_SendsTheAccessTokenOnly()
    {
        HttpRequestMessage? sent = null;
        _world.Use(The.Definition(Revocable(new("https://auth.acme.test/revoke") { AsBearer = true })));
        _world.Http.When("https://auth.acme.test/revoke").Respond(request =>
        {
            sent = request;
            return The.Answer(HttpStatusCode.OK, """{"ok":true}""");
        });
        await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));

        await _world.Service.DisconnectAsync(AuthWorld.Key);

        Assert.Equal("Bearer access-1", sent!.Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Disconnect_RevocationFails_ForgetsAllTheSame(int status)
    {
        _world.Use(The.Definition(Revocable("https://auth.acme.test/revoke")));
        _world.Http.When("https://auth.acme.test/revoke").Respond(_ => status == 0 ? throw new HttpRequestException("No") : The.Answer((HttpStatusCode)status, ""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));

        Assert.True(await _world.Service.DisconnectAsync(AuthWorld.Key));

        Assert.Null(await _world.Credentials.ReadAsync(connection.CredentialId, default));
    }

    [Fact]
    public async Task Disconnect_GrantSharedWithAnother_KeepsTheGrant()
    {
        _world.Use(The.Definition(Revocable("https://auth.acme.test/revoke")));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));
        var sibling = new ConnectionKey("acme", "elsewhere");
        await _world.Connections.TryWriteAsync(connection with { Key = sibling, Version = 0 }, default);

        await _world.Service.DisconnectAsync(AuthWorld.Key);
        Assert.NotNull(await _world.Credentials.ReadAsync(connection.CredentialId, default));

        await _world.Service.DisconnectAsync(sibling);
        Assert.Null(await _world.Credentials.ReadAsync(connection.CredentialId, default));
    }

    [Fact]
    public async Task List_OfATenant_GivesItsOwnOnly()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("key"));
        await _world.Service.ConnectAsync(new("acme", "other"), new ApiKeyCredential("key"));

        List<ConnectionKey> keys = [];
        await foreach (var connection in _world.Service.ListAsync(new() { Tenant = "tenant" }))
        {
            keys.Add(connection.Key);
        }

        Assert.Equal(AuthWorld.Key, Assert.Single(keys));
    }

    public void Dispose() => _world.Dispose();

    private static OAuth2Scheme Revocable(RevocationEndpoint endpoint) => new()
    {
        AuthorizationEndpoint = The.AuthorizationEndpoint,
        TokenEndpoint = The.TokenEndpoint,
        RevocationEndpoint = endpoint,
    };

    private void UseSettings() => _world.Use(The.Definition(new BearerScheme(), "https://{subdomain}.acme.test", [
        new("subdomain", "Subdomain") { Required = true, Pattern = "[a-z0-9-]+", Example = "acme" },
        new("region", "Region") { Choices = ["eu", "us"], Default = "eu" },
    ]));
}
