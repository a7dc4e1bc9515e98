using System.Net;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

public sealed class CredentialKeeperTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly AuthWorld _world = new();

    [Fact]
    public async Task GetAsync_GoodToken_FinishesAtOnceAndAllocatesNothing()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        var allSync = true;
        for (var warm = 0; warm < 50; warm++)
        {
            allSync &= IsAtOnce(_world.Keeper.GetAsync(connection, _world.Runtime, default));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 1000; index++)
        {
            allSync &= IsAtOnce(_world.Keeper.GetAsync(connection, _world.Runtime, default));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(allSync);
    }

    [Fact]
    public async Task RenewAsync_AnotherProcessHasRenewed_UsesThatWithoutACall()
    {
        using var other = new AuthWorld(_world);
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        await other.Keeper.RenewAsync(connection, other.Runtime, 1, default);

        var live = await _world.Keeper.RenewAsync(connection, _world.Runtime, 1, default);

        Assert.Equal(("access-2", 1), (The.Access(live), renewals()));
    }

    [Fact]
    public async Task GetAsync_AnotherProcessReconnected_SeesItWithinTenSeconds()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        await _world.Credentials.TryReplaceAsync(connection.CredentialId, 1, _world.Protector.Protect(connection.CredentialId, _world.Grant("again", null, s_hour)), default);

        _world.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal("access-1", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));

        _world.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("again", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
    }

    [Fact]
    public async Task GetAsync_DeletedAndMadeAnewWithTheSameVersion_SeesTheNewOne()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        await _world.Credentials.DeleteAsync(connection.CredentialId, default);
        await _world.Credentials.TryReplaceAsync(connection.CredentialId, 0, _world.Protector.Protect(connection.CredentialId, _world.Grant("again", null, s_hour)), default);
        _world.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("again", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
    }

    [Theory]
    [InlineData(1800, 180)]
    [InlineData(43200, 300)]
    [InlineData(600, 60)]
    [InlineData(300, 60)]
    [InlineData(90, 30)]
    public async Task GetAsync_NearTheEnd_RenewsOnlyWithinTheMargin(int life, int margin)
    {
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromSeconds(life), TimeSpan.FromSeconds(life)));

        _world.Time.Advance(TimeSpan.FromSeconds(life - margin - 1));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        Assert.Equal(0, renewals());

        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Keeper.GetAsync(connection, _world.Runtime, default);
        Assert.Equal(1, renewals());
    }

    [Fact]
    public async Task GetAsync_JitteredProcess_RenewsLaterButKeepsAMinute()
    {
        using var late = new AuthWorld(_world, jitter: 1);
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", TimeSpan.FromHours(12), TimeSpan.FromHours(12)));

        _world.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(241));
        await late.Keeper.GetAsync(connection, late.Runtime, default);
        Assert.Equal(0, renewals());

        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await late.Keeper.GetAsync(connection, late.Runtime, default);
        Assert.Equal(1, renewals());
    }

    [Fact]
    public async Task GetAsync_NoExpiryKnown_IsNeverRenewedBeforeARejection()
    {
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", null));
        _world.Time.Advance(TimeSpan.FromDays(300));

        Assert.Equal("access-1", The.Access(await _world.Keeper.GetAsync(connection, _world.Runtime, default)));
        Assert.Equal(0, renewals());
        Assert.Equal("access-2", The.Access(await _world.Keeper.RenewAsync(connection, _world.Runtime, 1, default)));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("oauth")]
    public async Task RenewAsync_WhatCannotBeRenewed_AsksForAReconnect(string scheme)
    {
        Credential credential = scheme == "bearer" ? new BearerCredential("token") : _world.Grant("access-1", null, s_hour);
        var connection = await _world.SavedAsync(credential, scheme);
        var live = await _world.Keeper.GetAsync(connection, _world.Runtime, default);

        Assert.False(live.CanRenew);
        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.RenewAsync(connection, _world.Runtime, live.Version, default));

        var again = await _world.SavedReplacedAsync(scheme == "bearer" ? new BearerCredential("token-2") : _world.Grant("access-2", null, s_hour));
        Assert.Equal(2, (await _world.Keeper.RenewAsync(again, _world.Runtime, live.Version, default)).Version);
    }

    [Fact]
    public async Task GetAsync_ClientWithoutAToken_FetchesItOnceForAll()
    {
        var asked = 0;
        _world.Http.When(The.TokenEndpoint).Respond(async request =>
        {
            Assert.Equal("Basic Y3VzdG9tZXI6czNjcmV0", request.Headers.Authorization!.ToString());
            Assert.Equal("grant_type=client_credentials", await request.Content!.ReadAsStringAsync());
            Interlocked.Increment(ref asked);
            await Task.Delay(20);
            return The.Answer(HttpStatusCode.OK, """{"token_type":"Bearer","access_token":"jwt","expires_at":"2026-11-20T13:00:00Z"}""");
        });
        var connection = await _world.SavedAsync(new ClientCredential("customer", "s3cret"), "client-credentials");

        var lives = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default))));

        Assert.Equal(1, asked);
        Assert.All(lives, live => Assert.Equal("jwt", live.Credential.Tokens!.AccessToken.Reveal()));
        Assert.Equal(new(2026, 11, 20, 13, 0, 0, TimeSpan.Zero), lives[0].Credential.Tokens!.ExpiresAt);
    }

    [Fact]
    public async Task GetAsync_OneGrantTwoDefinitions_EachGetsItsOwnSchemeAndOneRenewalServesBoth()
    {
        var renewals = _world.Rotates();
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var sibling = new ConnectorDefinition { Id = "acme-files", DisplayName = "Acme Files", Hosts = "https://files.acme.test", Auth = [The.OAuth()], Endpoints = [] };
        _world.Use(sibling);
        var (files, crm) = (_world.Get("acme-files"), _world.Get("acme"));

        var one = await _world.Keeper.GetAsync(connection, crm, default);
        var two = await _world.Keeper.GetAsync(connection with { Key = new("acme-files", "tenant") }, files, default);

        Assert.Equal(1, renewals());
        Assert.Same(one.Credential, two.Credential);
        Assert.Same(sibling.Auth[0], two.Scheme);
    }

    [Fact]
    public async Task GetAsync_CredentialGone_AsksForAReconnect()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));
        await _world.Credentials.DeleteAsync(connection.CredentialId, default);

        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await _world.Keeper.GetAsync(connection, _world.Runtime, default));
    }

    [Fact]
    public async Task GetAsync_SchemeOrKindDoesNotFit_IsAConfigurationError()
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", s_hour));

        foreach (var scheme in new[] { "gone", "bearer" })
        {
            var exception = await Assert.ThrowsAsync<ConnectorException>(async () => await _world.Keeper.GetAsync(connection with { AuthScheme = scheme }, _world.Runtime, default));
            Assert.Equal(ErrorKind.Configuration, exception.Kind);
        }
    }

    public void Dispose() => _world.Dispose();

    private static bool IsAtOnce(ValueTask<LiveCredential> live) => live.IsCompletedSuccessfully;
}
