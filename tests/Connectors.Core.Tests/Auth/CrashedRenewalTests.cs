using System.Net;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Auth;

/// <summary>What a process does that comes after one that was stopped in the middle of a renewal.</summary>
public sealed class CrashedRenewalTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly AuthWorld _world = new();

    [Fact]
    public async Task GetAsync_LeaseCameTooLateToAskUnderIt_GivesItBackAndAsksUnderAnother()
    {
        var store = new FaultyCredentialStore(_world.Credentials) { AfterLease = lease => _world.Time.Advance(lease == 1 ? CredentialRenewal.Lease - CredentialRenewal.Budget + TimeSpan.FromSeconds(1) : TimeSpan.Zero) };
        using var world = new AuthWorld(_world, store);
        var renewals = world.Rotates(_ =>
        {
            Assert.Equal(2, store.Leases);
            return Task.CompletedTask;
        });
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));

        var live = await world.Keeper.GetAsync(connection, world.Runtime, default);

        Assert.Equal(("access-2", 1, 2), (The.Access(live), renewals(), store.Leases));
    }

    [Fact]
    public async Task GetAsync_ProviderRefusesForNowAfterACrash_KeepsTheIntentOfTheCrashedHolder()
    {
        _world.Use(The.Definition(new OAuth2Scheme { AuthorizationEndpoint = The.AuthorizationEndpoint, TokenEndpoint = The.TokenEndpoint, RefreshTokenGrace = TimeSpan.FromMinutes(30) }));
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.ServiceUnavailable, ""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var crashed = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);
        await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Intent), default);
        _world.Time.Advance(CredentialRenewal.Lease);

        await Assert.ThrowsAsync<ConnectorException>(() => _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask()));
        Assert.True((await _world.RowAsync()).HasIntent);

        _world.Time.Advance(s_hour);
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => _world.Time.RunAsync(_world.Keeper.GetAsync(connection, _world.Runtime, default).AsTask()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_HolderCrashedBeforeItSaidSoOnTheConnection_SaysIt(bool isRejected)
    {
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", isRejected ? s_hour : -s_hour));
        var crashed = await _world.Credentials.TryLeaseAsync(connection.CredentialId, 1, CredentialRenewal.Lease, default);
        await _world.Credentials.TryWriteAsync(crashed!, new(CredentialWriteKind.Dead), default);

        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await (isRejected
            ? _world.Keeper.RenewAsync(connection, _world.Runtime, 1, default)
            : _world.Keeper.GetAsync(connection, _world.Runtime, default)));

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
    }

    [Fact]
    public async Task GetAsync_InvalidGrantAndTheConnectionCannotBeNoted_StillSaysThatTheCustomerMustConnectAgain()
    {
        _world.Http.When(The.TokenEndpoint).Respond(_ => The.Answer(HttpStatusCode.BadRequest, """{"error":"invalid_grant"}"""));
        var connection = await _world.SavedAsync(_world.Grant("access-1", "refresh-1", -s_hour));
        var rows = new ConnectionRows(new UnreachableConnectionStore(), _world.Credentials, _world.Time);
        var keeper = new CredentialKeeper(_world.Credentials, _world.Protector, rows, _world.Time);

        await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await keeper.GetAsync(connection, _world.Runtime, default));
    }

    public void Dispose() => _world.Dispose();
}
