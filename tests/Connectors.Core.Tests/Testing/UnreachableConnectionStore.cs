using Connectors.Storage;

namespace Connectors.Core.Tests.Testing;

/// <summary>A store that cannot be reached.</summary>
internal sealed class UnreachableConnectionStore : IConnectionStore
{
    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken) => throw Unreachable();

    public IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, CancellationToken cancellationToken) => throw Unreachable();

    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken) => throw Unreachable();

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => throw Unreachable();

    public ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) => throw Unreachable();

    public ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken) => throw Unreachable();

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => throw Unreachable();

    private static IOException Unreachable() => new("The store cannot be reached.");
}
