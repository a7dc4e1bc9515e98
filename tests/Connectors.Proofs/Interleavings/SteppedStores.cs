using Connectors.Storage;

namespace Connectors.Proofs.Interleavings;

/// <summary>The credential store as one process reaches it: each use is a step, which can fail before or after it was done.</summary>
internal sealed class SteppedCredentialStore(Actor actor, ICredentialStore inner) : ICredentialStore
{
    public async ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await actor.StepAsync("read", cancellationToken, () => Now(inner.ReadAsync(id, default)), Unreachable<StoredCredential?>);

    public async ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        return await actor.StepAsync("lease", cancellationToken, Lease, Unreachable<CredentialLease?>, () => Lost(Lease));

        CredentialLease? Lease() => Now(inner.TryLeaseAsync(id, seenVersion, duration, default));
    }

    public async ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        return await actor.StepAsync(NameOf(write.Kind), cancellationToken, Write, Unreachable<bool>, () => Lost(Write));

        bool Write() => Now(inner.TryWriteAsync(lease, write, default));
    }

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(id, expectedVersion, payload, cancellationToken);

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryReencryptAsync(seen, payload, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);

    internal static T Now<T>(ValueTask<T> done) =>
        done.IsCompleted ? done.GetAwaiter().GetResult() : throw new InvalidOperationException("A store in memory answers at once.");

    internal static T Unreachable<T>() => throw new IOException("The store cannot be reached.");

    private static T Lost<T>(Func<T> done)
    {
        _ = done();
        throw new IOException("The store's answer was lost.");
    }

    private static string NameOf(CredentialWriteKind kind) => kind switch
    {
        CredentialWriteKind.Intent => "intent",
        CredentialWriteKind.Renewed => "save",
        CredentialWriteKind.Dead => "dead",
        CredentialWriteKind.Unknown => "unknown",
        _ => "release",
    };
}

/// <summary>The connection store as one process reaches it.</summary>
internal sealed class SteppedConnectionStore(Actor actor, IConnectionStore inner) : IConnectionStore
{
    public async ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken) =>
        await actor.StepAsync("read connection", cancellationToken, () => SteppedCredentialStore.Now(inner.ReadAsync(key, default)), SteppedCredentialStore.Unreachable<Connection?>);

    public async IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await actor.StepAsync<List<Connection>>("list connections", cancellationToken, () => [.. inner.ListAsync(query, default).ToBlockingEnumerable(CancellationToken.None)], SteppedCredentialStore.Unreachable<List<Connection>>);
        foreach (var connection in all)
        {
            yield return connection;
        }
    }

    public async ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken) =>
        await actor.StepAsync("note", cancellationToken, () => SteppedCredentialStore.Now(inner.TryWriteAsync(connection, default)), SteppedCredentialStore.Unreachable<Connection?>);

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) => inner.DeleteSignInsAsync(key, cancellationToken);

    public ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.SaveSignInAsync(key, state, payload, expiresAt, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => inner.TakeSignInAsync(state, cancellationToken);
}
