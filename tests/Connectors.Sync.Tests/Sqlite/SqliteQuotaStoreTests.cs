using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Limits;
using Connectors.Sqlite;

namespace Connectors.Sync.Tests;

public sealed class SqliteQuotaStoreTests : QuotaStoreContract, IDisposable
{
    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SqliteFile _open;

    public SqliteQuotaStoreTests()
    {
        _open = _file.Open(_time);
        Store = new SqliteQuotaStore(_open);
    }

    protected override IQuotaStore Store { get; }

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Take_NewGate_CleansAwayThoseThatNobodyNeeds()
    {
        await Store.TakeAsync([Some("old")], default);
        _time.Advance(TimeSpan.FromHours(1.5));
        await Store.TakeAsync([Some("used")], default);
        _time.Advance(TimeSpan.FromHours(1));
        await Store.TakeAsync([Some("used") with { Turn = 2 }], default);
        _time.Advance(TimeSpan.FromHours(0.7));
        await Store.TakeAsync([Some("new")], default);

        var owners = await _open.ReadAsync(session => session.All("SELECT owner FROM quotas ORDER BY owner", static row => row.GetString(0)), default);
        Assert.Equal(["new", "used"], owners);
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
