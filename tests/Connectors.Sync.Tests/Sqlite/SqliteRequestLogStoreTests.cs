using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

public sealed class SqliteRequestLogStoreTests : RequestLogStoreContract, IDisposable
{
    private readonly TempFile _file = new();
    private readonly SqliteRequestLogStore _store;

    public SqliteRequestLogStoreTests() => _store = new(_file.Open(new ManualTimeProvider()));

    protected override IRequestLogStore Store => _store;

    public void Dispose() => _file.Dispose();
}
