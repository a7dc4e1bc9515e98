namespace Connectors.Storage;

/// <summary>
/// Keys that the app was given: from its configuration, its environment, a vault. To rotate, see <see cref="IEncryptionKeys"/>:
/// the older keys are kept for as long as something may be encrypted with them.
/// </summary>
public sealed class FixedEncryptionKeys : IEncryptionKeys
{
    private readonly Dictionary<string, EncryptionKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Takes the keys.</summary>
    /// <param name="currentId">The id of the key that encrypts now.</param>
    /// <param name="keys">All keys by id: 32 bytes each, in base64.</param>
    /// <exception cref="ConnectorException">A key is not as it should be, or the current one is missing (<see cref="ErrorKind.Configuration"/>).</exception>
    public FixedEncryptionKeys(string currentId, IEnumerable<KeyValuePair<string, string>> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var (id, base64) in keys)
        {
            _keys[id] = EncryptionKey.Parse(id, base64);
        }

        Current = Find(currentId) ?? throw EncryptionKey.KeyProblem($"The current encryption key '{currentId}' is not among the keys");
    }

    /// <inheritdoc/>
    public EncryptionKey Current { get; }

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => _keys.GetValueOrDefault(id);
}
