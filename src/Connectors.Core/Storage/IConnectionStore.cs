namespace Connectors.Storage;

/// <summary>Keeps connections and begun sign-ins. Safe over threads and processes.</summary>
public interface IConnectionStore
{
    /// <summary>Reads a connection.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken);

    /// <summary>Lists connections, in the order of their keys.</summary>
    /// <param name="query">Which ones. A tenant's, a provider's account's and a credential's are found without reading all.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, CancellationToken cancellationToken);

    /// <summary>Writes a connection where its <see cref="Connection.Version"/> is still the stored one (0: there is none yet).</summary>
    /// <param name="connection">The connection, with the version that was read.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The connection with its new version, or <see langword="null"/> when somebody else changed it.</returns>
    ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken);

    /// <summary>Deletes a connection.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken);

    /// <summary>Keeps a begun sign-in.</summary>
    /// <param name="key">The connection that is to be made.</param>
    /// <param name="state">The hash of its state parameter.</param>
    /// <param name="payload">The ciphertext.</param>
    /// <param name="expiresAt">When it may be forgotten.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Takes a begun sign-in out: only the first of two takers gets it.</summary>
    /// <param name="state">The hash of its state parameter.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The ciphertext, or <see langword="null"/>.</returns>
    ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken);

    /// <summary>Erases all sign-ins that were begun for a connection; none is no error.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken);
}
