using Connectors.Storage;

namespace Connectors;

/// <summary>Erases what was synced of a connection that is forgotten. A run that goes on finds its lease stale and commits nothing more.</summary>
internal sealed class SyncedRecordsEraser(ISyncStore store) : IConnectionEraser
{
    public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => store.ForgetAsync(connection, cancellationToken);
}
