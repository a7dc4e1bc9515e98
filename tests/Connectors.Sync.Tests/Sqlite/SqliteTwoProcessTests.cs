using Connectors.Core.Tests.Storage;
using Connectors.Limits;
using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

/// <summary>Both processes go by the machine's clock; this one can run ahead of it.</summary>
public sealed class SqliteTwoProcessTests : TwoProcessContract, IDisposable
{
    private readonly TempFile _file = new();
    private readonly FastClock _time = new();
    private readonly SqliteFile _open;

    public SqliteTwoProcessTests() => _open = _file.Open(_time);

    protected override ICredentialStore Credentials => new SqliteCredentialStore(_open);

    protected override IConnectionStore Connections => new SqliteConnectionStore(_open);

    protected override IQuotaStore Quota => new SqliteQuotaStore(_open);

    protected override string[] Opens => ["sqlite", _file.Path];

    public void Dispose() => _file.Dispose();

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Ahead += time;
        return Task.CompletedTask;
    }

    private sealed class FastClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
