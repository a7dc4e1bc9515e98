using System.Runtime.CompilerServices;

namespace Connectors.Storage;

/// <summary>Keeps connections and begun sign-ins in memory: for tests, tools and first steps. Everything is gone when the process ends.</summary>
/// <param name="time">The clock by which begun sign-ins are forgotten.</param>
public sealed class MemoryConnectionStore(TimeProvider time) : IConnectionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionKey, Connection> _connections = [];
    private readonly Dictionary<string, (ConnectionKey Key, ReadOnlyMemory<byte> Payload, DateTimeOffset ExpiresAt)> _signIns = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_connections.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var connection in Snapshot(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return connection;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if ((_connections.GetValueOrDefault(connection.Key)?.Version ?? 0) != connection.Version)
            {
                return new((Connection?)null);
            }

            return new(_connections[connection.Key] = connection with { Version = connection.Version + 1 });
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_connections.Remove(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in _signIns.Where(signIn => signIn.Value.ExpiresAt <= now).ToList())
            {
                _signIns.Remove(old);
            }

            _signIns[state] = (key, payload.ToArray(), expiresAt);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_signIns.Remove(state, out var signIn) && signIn.ExpiresAt > time.GetUtcNow() ? signIn.Payload : (ReadOnlyMemory<byte>?)null);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var (state, _) in _signIns.Where(signIn => signIn.Value.Key == key).ToList())
            {
                _signIns.Remove(state);
            }
        }

        return ValueTask.CompletedTask;
    }

    private List<Connection> Snapshot(ConnectionQuery query)
    {
        lock (_gate)
        {
            return
            [
                .. _connections.Values
                    .Where(query.Matches)
                    .OrderBy(connection => connection.Key.Provider, StringComparer.Ordinal)
                    .ThenBy(connection => connection.Key.Tenant, StringComparer.Ordinal)
                    .ThenBy(connection => connection.Key.Name, StringComparer.Ordinal),
            ];
        }
    }
}
