using Connectors.Storage;

namespace Connectors.Core.Tests.Testing;

/// <summary>A store that remembers the last begun sign-in as it was kept.</summary>
internal sealed class RecordingConnectionStore(IConnectionStore inner) : IConnectionStore
{
    public string State { get; private set; } = "";

    public ReadOnlyMemory<byte> Payload { get; private set; }

    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.ReadAsync(key, cancellationToken);

    public IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken) => inner.TryWriteAsync(connection, cancellationToken);

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        (State, Payload) = (state, payload);
        return inner.SaveSignInAsync(key, state, payload, expiresAt, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => inner.TakeSignInAsync(state, cancellationToken);

    public ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteSignInsAsync(key, cancellationToken);
}
