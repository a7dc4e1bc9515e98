using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

public sealed class MemorySyncStoreTests : SyncStoreContract
{
    private protected override ISyncStore Create() => new MemorySyncStore(Time);
}

public sealed class SqliteSyncStoreTests : SyncStoreContract, IDisposable
{
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    private protected override ISyncStore Create() => new SqliteSyncStore(_file.Open(Time));
}
