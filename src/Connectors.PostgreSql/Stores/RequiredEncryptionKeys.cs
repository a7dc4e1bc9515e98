using Connectors.Storage;

namespace Connectors.PostgreSql;

/// <summary>Stands where the app has set no keys: a key of this process's own would make what is stored unreadable for every other one.</summary>
internal sealed class RequiredEncryptionKeys : IEncryptionKeys
{
    public const string What = "No encryption keys are set, and PostgreSQL keeps credentials for longer, and for more processes, than this one";

    public const string ToDo =
        "Give every node the same key from your configuration or vault: AddConnectors().UseEncryptionKeys(new FixedEncryptionKeys(\"k1\", [new(\"k1\", base64)])); make one with: openssl rand -base64 32. Or share a key file: new FileEncryptionKeys(path).";

    public EncryptionKey Current => throw Missing();

    public EncryptionKey? Find(string id) => throw Missing();

    private static ConnectorException Missing() => new(new() { Kind = ErrorKind.Configuration, What = What, ToDo = ToDo });
}
