using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Connections;

/// <summary>A grant that is renewed while it is connected: the older refresh token is worth nothing any more.</summary>
public sealed class RotatedGrantTests : IDisposable
{
    private readonly AuthWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Connect_ProviderDownAfterTheRenewal_SavesTheNewTokenAsFailing()
    {
        _world.Rotates();
        _world.Prove = Fails(ErrorKind.Unavailable);

        var connection = await ConnectAsync();

        Assert.Equal(ConnectionStatus.Failing, connection.Status);
        Assert.Contains("Down", connection.StatusReason, StringComparison.Ordinal);
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("42"));
        Assert.Equal((ConnectionStatus.Active, "42"), ((await _world.Service.VerifyAsync(AuthWorld.Key)).Status, (await _world.Service.FindAsync(AuthWorld.Key))!.AccountId));
    }

    [Fact]
    public async Task Connect_RefusedAfterTheRenewal_ThrowsAndKeepsTheNewToken()
    {
        _world.Rotates();
        _world.Prove = static (_, _) => throw new ReconnectRequiredException(new() { Kind = ErrorKind.Authorization, What = "No" });

        await Assert.ThrowsAsync<ReconnectRequiredException>(ConnectAsync);

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Fact]
    public async Task Connect_CallerLeavesWhileProving_KeepsTheNewToken()
    {
        _world.Rotates();
        _world.Prove = static (_, _) => throw new OperationCanceledException();

        await Assert.ThrowsAsync<OperationCanceledException>(ConnectAsync);

        Assert.Equal(ConnectionStatus.Failing, (await _world.Service.FindAsync(AuthWorld.Key))!.Status);
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Fact]
    public async Task Connect_CallerLeavesWhileRenewing_KeepsTheNewToken()
    {
        using var leaves = new CancellationTokenSource();
        _world.Rotates(_ => leaves.CancelAsync());

        await _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("a", "refresh-1", -TimeSpan.FromHours(1)), cancellationToken: leaves.Token);

        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_UnprovedOverAKnownAccount_MakesNoCallUntilItIsProved(bool paused)
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("old", "old", TimeSpan.FromHours(1)));
        if (paused)
        {
            await _world.Service.PauseAsync(AuthWorld.Key);
        }

        _world.Rotates();
        _world.Prove = Fails(ErrorKind.Unavailable);

        Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<ConnectorException>(ConnectAsync)).Kind);

        Assert.Equal((ConnectionStatus.ReconnectRequired, "42"), ((await _world.Service.FindAsync(AuthWorld.Key))!.Status, (await _world.Service.FindAsync(AuthWorld.Key))!.AccountId));
        Assert.Equal("refresh-2", (await _world.StoredTokenAsync()).RefreshToken.Reveal());
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("43"));
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _world.Service.VerifyAsync(AuthWorld.Key)).Status);
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("42"));
        Assert.Equal(ConnectionStatus.Active, (await _world.Service.VerifyAsync(AuthWorld.Key)).Status);
    }

    [Fact]
    public async Task Connect_NothingRenewed_SavesNothing()
    {
        _world.Prove = Fails(ErrorKind.Unavailable);

        await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("a", "refresh-1", TimeSpan.FromHours(1))));

        Assert.Null(await _world.Service.FindAsync(AuthWorld.Key));
    }

    private static Func<Connection, Credential?, Task<AccountIdentity?>> Fails(ErrorKind kind) =>
        (_, _) => throw new ConnectorException(new() { Kind = kind, What = "Down" });

    private Task<Connection> ConnectAsync() => _world.Service.ConnectAsync(AuthWorld.Key, _world.Grant("access-1", "refresh-1", -TimeSpan.FromHours(1)));
}
