using System.Net;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

public sealed class CredentialRenewalTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly AuthWorld _world = new();

    [Fact]
    public async Task GetAsync_ExpiredRotatingToken200Callers_RenewsOnce()
    {
        var renewals = _world.Rotates(static _ => Task.Delay(50));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -TimeSpan.FromMinutes(1)));

        var lives = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default))));

        Assert.Equal(1, renewals());
        Assert.All(lives, live => Assert.Equal("access-2", The.Access(live)));
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Fact]
    public async Task GetAsync_TwoProcessesOverOneStore_RenewOnce()
    {
        using var other = new AuthWorld(_world);
        var renewals = _world.Rotates(static _ => Task.Delay(50));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -TimeSpan.FromMinutes(1)));

        var work = Task.WhenAll(new[] { _world, other }.SelectMany(world => Enumerable.Range(0, 50).Select(_ =>
            Task.Run(async () => await world.Keeper.GetAsync(connection, world.Runtime, default)))));
        var lives = await _world.Time.RunAsync(work, TimeSpan.FromMilliseconds(20));

        Assert.Equal(1, renewals());
        Assert.All(lives, live => Assert.Equal("access-2", The.Access(live)));
    }

    [Fact]
    public async Task RenewAsync_TwoProcessesRejectedAtOnce_RenewOnce()
    {
        using var other = new AuthWorld(_world);
        var renewals = _world.Rotates(static _ => Task.Delay(50));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        foreach (var world in new[] { _world, other })
        {
            await world.Keeper.GetAsync(connection, world.Runtime, default);
        }

        var work = Task.WhenAll(new[] { _world, other }.SelectMany(world => Enumerable.Range(0, 50).Select(_ =>
            Task.Run(async () => await world.Keeper.RenewAsync(connection, world.Runtime, 1, default)))));
        var lives = await _world.Time.RunAsync(work, TimeSpan.FromMilliseconds(20));

        Assert.Equal(1, renewals());
        Assert.All(lives, live => Assert.Equal(("access-2", 2), (The.Access(live), live.Version)));
    }

    [Fact]
    public async Task GetAsync_WaiterCancelled_DoesNotCancelTheRenewalOfOthers()
    {
        var release = new TaskCompletionSource();
        var renewals = _world.Rotates(_ => release.Task);
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        using var impatient = new CancellationTokenSource();

        var first = _world.Keeper.GetAsync(connection, _world.Runtime, impatient.Token).AsTask();
        var second = _world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask();
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        release.SetResult();
        Assert.Equal("access-2", The.Access(await second));
        Assert.Equal(1, renewals());
    }

    [Fact]
    public async Task GetAsync_RenewalFailsBeforeTheEnd_GoesOnWithTheTokenThatHolds()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            return The.Answer(HttpStatusCode.ServiceUnavailable, "");
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromSeconds(120)));

        var live = await _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask());
        var again = await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.Equal(("access-1", "access-1", 4), (The.Access(live), The.Access(again), asked));
    }

    [Fact]
    public async Task GetAsync_ProviderAsksToWaitAndTheTokenHasEnded_IsNotAskedAgainBefore()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            var answer = The.Answer(HttpStatusCode.TooManyRequests, "");
            answer.Headers.Add("Retry-After", "60");
            return answer;
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        for (var call = 0; call < 5; call++)
        {
            var exception = await Assert.ThrowsAsync<RateLimitedException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
            Assert.Equal(TimeSpan.FromSeconds(60), exception.RetryAfter);
        }

        Assert.Equal(1, asked);
        _world.Time.Advance(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<RateLimitedException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task GetAsync_RefreshTokenNotRotated_KeepsTheOldOne()
    {
        _world.Http.When(The.TokenEndpoint).Respond("application/json", """{"access_token":"access-2","token_type":"bearer","expires_in":"1800"}""");
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        Assert.Equal("access-2", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));

        var token = (await _world.StoredTokenAsync());
        Assert.Equal("refresh-1", token.RefreshToken.Reveal());
        Assert.Equal(_world.Time.GetUtcNow().AddSeconds(1800), token.ExpiresAt);
    }

    [Fact]
    public async Task GetAsync_InvalidGrant_MarksItDeadAndNeverAsksAgain()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            return The.Answer(HttpStatusCode.BadRequest, """{"error":"invalid_grant"}""");
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
            await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.RenewAsync(connection, _world.Runtime, 1, default));
        }

        Assert.Equal(1, asked);
        Assert.True((await _world.RowAsync()).IsDead);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
    }

    [Fact]
    public async Task GetAsync_AfterARejectedTokenCouldNotBeRenewed_NeverGivesThatTokenAgain()
    {
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.BadRequest, """{"error":"invalid_grant"}"""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        var live = await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.RenewAsync(connection, _world.Runtime, live.Version, default));

        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
    }

    [Fact]
    public async Task GetAsync_InvalidGrantWhileTheCustomerSignsInAnew_UsesTheNewGrant()
    {
        _world.Http.When(The.TokenEndpoint).Respond(async _ =>
        {
            var id = AuthWorld.Key.ToString();
            await _world.Credentials.TryReplaceAsync(id, 1, _world.Protector.Protect(id, _world.Grant("again", "r", s_hour)), default);
            return The.Answer(HttpStatusCode.BadRequest, """{"error":"invalid_grant"}""");
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        Assert.Equal("again", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
        Assert.False((await _world.RowAsync()).IsDead);
        Assert.Equal(ConnectionStatus.Active, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
    }

    [Fact]
    public async Task GetAsync_HolderCrashedAfterItsIntentWithinTheGrace_NextOneRetriesWithTheStoredToken()
    {
        _world.Use(The.Definition(Graceful()));
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var crashed = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);
        await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Intent), default);

        var live = await _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromMilliseconds(250));

        Assert.Equal(("access-2", 1), (The.Access(live), renewals()));
        Assert.False(await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Renewed, new byte[] { 1 }), default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task GetAsync_HolderCrashedAfterItsIntentAndNoGraceIsLeft_IsNotSentAgainButReconnected(int graceMinutes)
    {
        _world.Use(The.Definition(Graceful(TimeSpan.FromMinutes(graceMinutes))));
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var crashed = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);
        await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Intent), default);

        await Assert.ThrowsAsync<ReconnectRequiredException>(() =>
            _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromMilliseconds(250)));

        Assert.Equal(0, renewals());
        Assert.True((await _world.RowAsync()).IsDead);
        var noted = (await _world.Service.FindAsync(AuthWorld.Key))!;
        Assert.Equal(ConnectionStatus.ReconnectRequired, noted.Status);
        Assert.Contains("in the middle of renewing", noted.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_AnswerLostAndTheTokenIsUsedOnce_IsReconnectedAtOnce()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<ReconnectRequiredException>(() =>
                _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromMilliseconds(250)));
        }

        Assert.Equal(1, asked);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
    }

    [Theory]
    [InlineData("""{"access_token":"new","refresh_token":"refresh-2","token_type":"mac"}""")]
    [InlineData("""{"access_token":"\ud800","refresh_token":"refresh-2"}""")]
    public async Task GetAsync_AnswerThatCannotBeUsed_TokenThatIsUsedOnceIsNotSentAgain(string body)
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ =>
        {
            asked++;
            return The.Answer(System.Net.HttpStatusCode.OK, body);
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => _world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask());
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => _world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask());

        Assert.Equal(1, asked);
        Assert.Contains("The token endpoint", error.InnerException!.ToString(), StringComparison.Ordinal);
        Assert.True((await _world.RowAsync()).IsDead);
    }

    [Fact]
    public async Task GetAsync_AnswersLostOfATokenThatStaysTheSame_AreAskedForAgain()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(_ => ++asked is 2 or 3
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
            : The.Answer(System.Net.HttpStatusCode.OK, """{"access_token":"new","expires_in":3600}"""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        // The first renewal shows that the provider leaves the refresh token as it is.
        for (var hour = 0; hour < 2; hour++)
        {
            await _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromMilliseconds(250));
            _world.Time.Advance(s_hour);
        }

        Assert.Equal(4, asked);
        Assert.False((await _world.RowAsync()).HasIntent);
    }

    [Fact]
    public async Task GetAsync_HolderCrashedAfterTheProviderRotated_MarksItDead()
    {
        _world.Use(The.Definition(Graceful()));
        _world.Rotates(current: "refresh-2");
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var crashed = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);
        await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Intent), default);

        await Assert.ThrowsAsync<ReconnectRequiredException>(() =>
            _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromMilliseconds(250)));

        Assert.True((await _world.RowAsync()).IsDead);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
    }

    [Fact]
    public async Task GetAsync_LeaseNeverFree_FailsForNowAfterABoundedTime()
    {
        var store = new FaultyCredentialStore(_world.Credentials) { RefuseLeases = true };
        using var world = new AuthWorld(_world, store);
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var exception = await Assert.ThrowsAsync<ConnectorException>(() =>
            world.Time.RunAsync(world.Keeper.GetAsync(connection, world.Runtime, default).AsTask(), TimeSpan.FromSeconds(1)));

        Assert.Equal((ErrorKind.Unavailable, true), (exception.Kind, exception.IsTransient));
    }

    [Fact]
    public async Task GetAsync_DueButAnotherProcessHoldsTheLease_UsesTheTokenThatHolds()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromMinutes(2)));
        await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);

        Assert.Equal("access-1", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
    }

    [Fact]
    public async Task GetAsync_StoreFailsToSave_KeepsTheNewTokenUntilItIsSavedAndAsksOnce()
    {
        var store = new FaultyCredentialStore(_world.Credentials) { FailingSaves = 8 };
        using var world = new AuthWorld(_world, store);
        var renewals = world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => world.Time.RunAsync(world.Keeper.GetAsync(connection, world.Runtime, default).AsTask()));
        var live = await world.Time.RunAsync(world.Keeper.GetAsync(connection, world.Runtime, default).AsTask());

        Assert.Equal((ErrorKind.Unavailable, true), (exception.Kind, exception.IsTransient));
        Assert.Equal(("access-2", 1), (The.Access(live), renewals()));
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Fact]
    public async Task GetAsync_SaveArrivedButItsAnswerWasLost_ReadsItBack()
    {
        var store = new FaultyCredentialStore(_world.Credentials) { FailingSaves = 1, SaveBeforeFailing = true };
        using var world = new AuthWorld(_world, store);
        var renewals = world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var live = await world.Time.RunAsync(world.Keeper.GetAsync(connection, world.Runtime, default).AsTask());

        Assert.Equal(("access-2", 2, 1), (The.Access(live), live.Version, renewals()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_AnswerToTheIntentWasLost_TokenIsNotTakenForSpent(bool wasAskedBefore)
    {
        var store = new FaultyCredentialStore(_world.Credentials) { LostIntents = 1 };
        using var world = new AuthWorld(_world, store);
        var renewals = world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        if (wasAskedBefore)
        {
            // Within the grace it may be asked again; later it may not, so what stands there from before must stay.
            world.Use(The.Definition(Graceful()));
            var before = (await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default))!;
            await _world.Credentials.TryWriteAsync(before, new(CredentialWriteKind.Intent), default);
            await _world.Credentials.TryWriteAsync(before, new(CredentialWriteKind.Unknown), default);
        }

        await Assert.ThrowsAsync<IOException>(async () => await world.Keeper.GetAsync(connection, world.Runtime, default));
        Assert.Equal((0, wasAskedBefore), (renewals(), (await _world.RowAsync()).HasIntent));

        Assert.Equal("access-2", The.Access(await world.Time.RunAsync(world.Keeper.GetAsync(connection, world.Runtime, default).AsTask())));
        Assert.Equal(1, renewals());
    }

    [Fact]
    public async Task GetAsync_EveryNewToken_WasDurableBeforeItWasGiven()
    {
        _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        for (var round = 0; round < 5; round++)
        {
            var live = await _world.Keeper.GetAsync(connection, _world.Runtime, default);
            Assert.Equal(The.Access(live), (await _world.StoredTokenAsync()).AccessToken.Reveal());
            _world.Time.Advance(TimeSpan.FromHours(2));
        }
    }

    [Fact]
    public async Task GetAsync_ProviderNeverAnswers_FailsWithinTheBudgetAndFreesTheLease()
    {
        _world.Use(The.Definition(Graceful()));
        _world.Http.When(The.TokenEndpoint).Respond(_ => new TaskCompletionSource<HttpResponseMessage>().Task);
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var exception = await Assert.ThrowsAsync<ConnectorException>(() =>
            _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask(), TimeSpan.FromSeconds(1)));

        Assert.Equal((ErrorKind.Timeout, true), (exception.Kind, exception.IsTransient));
        Assert.NotNull(await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default));
    }

    [Fact]
    public async Task Renewal_TellsAnotherAddress_IsNotedOnEveryConnectionOfTheGrant()
    {
        _world.Use(The.Definition(new OAuth2Scheme { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = new(The.TokenEndpoint) { Extras = ["instance_url", "hub_id"] } }));
        _world.Http.When(The.TokenEndpoint).Respond("application/json", """{"access_token":"a","refresh_token":"r","expires_in":3600,"instance_url":"https://eu2.acme.test"}""");
        var connection = await _world.SavedAsync(_world.Grant("old", "refresh-1", -TimeSpan.FromHours(1)), settings: new() { ["instance_url"] = "https://eu1.acme.test", ["region"] = "eu" });
        var sibling = new ConnectionKey("acme", "elsewhere");
        await _world.Connections.TryWriteAsync(connection with { Key = sibling, Version = 0 }, default);

        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        foreach (var key in new[] { AuthWorld.Key, sibling })
        {
            var settings = (await _world.Service.FindAsync(key))!.Settings;
            Assert.Equal(("https://eu2.acme.test", "eu", 2), (settings["instance_url"], settings["region"], settings.Count));
        }

        _world.Time.Advance(TimeSpan.FromHours(2));
        await _world.Keeper.GetAsync((await _world.Service.FindAsync(AuthWorld.Key))!, _world.Runtime, default);
        Assert.Equal(2, (await _world.Service.FindAsync(AuthWorld.Key))!.Version);
    }

    public void Dispose() => _world.Dispose();

    private static OAuth2Scheme Graceful(TimeSpan? grace = null) => new()
    {
        AuthorizationEndpoint = The.AuthorizationEndpoint,
        TokenEndpoint = The.TokenEndpoint,
        RefreshTokenGrace = grace ?? TimeSpan.FromMinutes(30),
    };
}
