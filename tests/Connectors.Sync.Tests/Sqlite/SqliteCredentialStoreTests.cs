using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

public sealed class SqliteCredentialStoreTests : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TempFile _file = new();
    private readonly ManualTime _time = new();
    private readonly SqliteCredentialStore _store;

    public SqliteCredentialStoreTests() => _store = new(_file.Open(_time));

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task TryReplace_GivesVersions_AndComparesThem()
    {
        Assert.True(await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default));
        Assert.False(await _store.TryReplaceAsync("c", 0, new byte[] { 2 }, default));
        Assert.False(await _store.TryReplaceAsync("c", 2, new byte[] { 2 }, default));
        Assert.True(await _store.TryReplaceAsync("c", 1, new byte[] { 3 }, default));

        var row = await _store.ReadAsync("c", default);
        Assert.Equal((2, false, false), (row!.Version, row.IsDead, row.HasIntent));
        Assert.Equal(new byte[] { 3 }, row.Payload.ToArray());
    }

    [Fact]
    public async Task TryLease_OneAtATime_OfTheVersionSeen()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);

        var lease = await _store.TryLeaseAsync("c", 1, s_minute, default);

        Assert.NotNull(lease);
        Assert.Null(await _store.TryLeaseAsync("c", 1, s_minute, default));
        Assert.Null(await _store.TryLeaseAsync("nobody", 1, s_minute, default));
        Assert.True(await _store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        Assert.Null(await _store.TryLeaseAsync("c", 1, s_minute, default));
        Assert.NotNull(await _store.TryLeaseAsync("c", 2, s_minute, default));
    }

    [Fact]
    public async Task TryWrite_LeaseRunOutAndTaken_IsRefused()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var old = await _store.TryLeaseAsync("c", 1, s_minute, default);
        await _store.TryWriteAsync(old!, new(CredentialWriteKind.Intent), default);
        _time.Advance(s_minute);

        var current = await _store.TryLeaseAsync("c", 1, s_minute, default);

        Assert.True(current!.Fence > old!.Fence);
        Assert.True((await _store.ReadAsync("c", default))!.HasIntent);
        Assert.False(await _store.TryWriteAsync(old, new(CredentialWriteKind.Renewed, new byte[] { 9 }), default));
        Assert.True(await _store.TryWriteAsync(current, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        var row = await _store.ReadAsync("c", default);
        Assert.Equal((2, false), (row!.Version, row.HasIntent));
    }

    [Fact]
    public async Task TryWrite_Dead_IsRevivedByReplaceOnly()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var lease = await _store.TryLeaseAsync("c", 1, s_minute, default);
        await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Dead), default);

        Assert.True((await _store.ReadAsync("c", default))!.IsDead);
        Assert.False(await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        Assert.True(await _store.TryReplaceAsync("c", 1, new byte[] { 3 }, default));
        Assert.False((await _store.ReadAsync("c", default))!.IsDead);
    }

    [Fact]
    public async Task TryReplace_WhileLeased_EndsTheLease()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var lease = await _store.TryLeaseAsync("c", 1, s_minute, default);
        await _store.TryReplaceAsync("c", 1, new byte[] { 2 }, default);

        Assert.False(await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Dead), default));
        Assert.False((await _store.ReadAsync("c", default))!.IsDead);
    }

    [Fact]
    public async Task Released_ClearsTheIntent()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var lease = await _store.TryLeaseAsync("c", 1, s_minute, default);
        await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Intent), default);
        await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Released), default);

        Assert.False((await _store.ReadAsync("c", default))!.HasIntent);
        Assert.NotNull(await _store.TryLeaseAsync("c", 1, s_minute, default));
    }

    [Fact]
    public async Task Delete_ThenNew_OldLeaseIsWorthless()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var lease = await _store.TryLeaseAsync("c", 1, s_minute, default);
        await _store.DeleteAsync("c", default);
        await _store.DeleteAsync("c", default);
        Assert.Null(await _store.ReadAsync("c", default));
        await _store.TryReplaceAsync("c", 0, new byte[] { 2 }, default);
        var next = await _store.TryLeaseAsync("c", 1, s_minute, default);

        Assert.False(await _store.TryWriteAsync(lease!, new(CredentialWriteKind.Renewed, new byte[] { 3 }), default));
        Assert.True(await _store.TryWriteAsync(next!, new(CredentialWriteKind.Released), default));
    }

    [Fact]
    public async Task TryLease_TwoProcesses_OneGetsIt()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var stores = Enumerable.Range(0, 4).Select(_ => new SqliteCredentialStore(_file.Open(_time))).ToList();

        for (var version = 1; version <= 20; version++)
        {
            var leases = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.TryLeaseAsync("c", version, s_minute, default))));
            var lease = Assert.Single(leases, lease => lease is not null);
            Assert.True(await stores[version % 4].TryWriteAsync(lease!, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        }
    }
}
