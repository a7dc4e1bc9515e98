using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

public sealed class SqliteCredentialStoreTests : CredentialStoreContract, IDisposable
{
    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SqliteCredentialStore _store;

    public SqliteCredentialStoreTests() => _store = new(_file.Open(_time));

    protected override ICredentialStore Store => _store;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task TryLease_TwoProcesses_OneGetsIt()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var stores = Enumerable.Range(0, 4).Select(_ => new SqliteCredentialStore(_file.Open(_time))).ToList();

        for (var version = 1; version <= 20; version++)
        {
            var leases = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.TryLeaseAsync("c", version, TimeSpan.FromMinutes(1), default))));
            var lease = Assert.Single(leases, lease => lease is not null);
            Assert.True(await stores[version % 4].TryWriteAsync(lease!, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        }
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
