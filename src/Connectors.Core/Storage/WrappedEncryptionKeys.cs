using System.Security.Cryptography;

namespace Connectors.Storage;

/// <summary>
/// Keys that are encrypted by a key of a KMS or of ASP.NET Data Protection, which never leaves it. Each is decrypted there once, when it
/// is loaded, and held in memory from then on: credentials are encrypted and decrypted without asking anybody. Keep the encrypted keys in
/// configuration, a file or a table, where every process finds them.
/// </summary>
public sealed class WrappedEncryptionKeys : IEncryptionKeys
{
    private readonly IKeyWrapper _wrapper;
    private List<EncryptionKey> _keys = [];

    private WrappedEncryptionKeys(IKeyWrapper wrapper) => _wrapper = wrapper;

    /// <inheritdoc/>
    public EncryptionKey Current => Volatile.Read(ref _keys)[0];

    /// <summary>Makes a new random key. Keep what it gives: on top of the older ones it becomes the current key.</summary>
    /// <param name="wrapper">Encrypts it.</param>
    /// <param name="id">Its id, never used before: <c>2026-11</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The key, encrypted.</returns>
    public static async Task<WrappedKey> CreateAsync(IKeyWrapper wrapper, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapper);
        var key = RandomNumberGenerator.GetBytes(EncryptionKey.Length);
        try
        {
            // Checks the id before it is bound to anything.
            _ = new EncryptionKey(id, key);
            return new(id, Convert.ToBase64String(await wrapper.WrapAsync(id, key, cancellationToken).ConfigureAwait(false)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Loads the keys.</summary>
    /// <param name="wrapper">Decrypts them; asked once for each.</param>
    /// <param name="keys">The keys, the current one first.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">
    /// There is none, or one is damaged or of another wrapper (<see cref="ErrorKind.Configuration"/>). Other errors of the wrapper (a KMS that
    /// cannot be reached) come as they are.
    /// </exception>
    public static async Task<WrappedEncryptionKeys> LoadAsync(IKeyWrapper wrapper, IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapper);
        var loaded = new WrappedEncryptionKeys(wrapper);
        await loaded.ReloadAsync(keys, cancellationToken).ConfigureAwait(false);
        return loaded;
    }

    /// <summary>Takes a new list of keys, while the app runs: the first one encrypts from then on. Those that are known are not decrypted again.</summary>
    /// <param name="keys">The keys, the current one first.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConnectorException">As of <see cref="LoadAsync"/>; the keys stay as they were.</exception>
    public async Task ReloadAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
        {
            throw Problem("There is no encryption key", "Make one with WrappedEncryptionKeys.CreateAsync, and keep what it gives.");
        }

        List<EncryptionKey> loaded = [];
        foreach (var key in keys)
        {
            loaded.Add(Find(key.Id) ?? await UnwrapAsync(key, cancellationToken).ConfigureAwait(false));
        }

        Volatile.Write(ref _keys, loaded);
    }

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => Volatile.Read(ref _keys).Find(key => key.Id == id);

    private async ValueTask<EncryptionKey> UnwrapAsync(WrappedKey key, CancellationToken cancellationToken)
    {
        byte[] wrapped;
        try
        {
            wrapped = Convert.FromBase64String(key.Wrapped);
        }
        catch (FormatException)
        {
            throw Problem($"The wrapped encryption key '{key.Id}' is not base64", "Restore it from its backup.");
        }

        byte[] bytes;
        try
        {
            bytes = await _wrapper.UnwrapAsync(key.Id, wrapped, cancellationToken).ConfigureAwait(false);
        }
        catch (CryptographicException error)
        {
            throw Problem($"The wrapped encryption key '{key.Id}' cannot be decrypted", "Check that it is the key that was kept, and that the app may use the wrapping key that it was made with.", error);
        }

        try
        {
            return new(key.Id, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static ConnectorException Problem(string what, string toDo, Exception? inner = null) => new(new() { Kind = ErrorKind.Configuration, What = what, ToDo = toDo }, inner);
}
