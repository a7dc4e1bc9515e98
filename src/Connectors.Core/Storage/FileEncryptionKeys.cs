using System.Security.Cryptography;
using System.Text;

namespace Connectors.Storage;

/// <summary>
/// Keys in a file beside an embedded database, made with a random key when it is not there (readable by its owner only; of two
/// processes that make it at once, both use the same one). One key a line, <c>id base64</c>; the first one encrypts, so a new key goes
/// on top. Whoever has the file and the database can read the credentials: back them up apart.
/// </summary>
/// <param name="path">The file. Read once, on first use; a file that could not be read is tried again.</param>
public sealed class FileEncryptionKeys(string path) : IEncryptionKeys
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lazy<List<EncryptionKey>> _keys = new(() => Load(Path.GetFullPath(path)), LazyThreadSafetyMode.PublicationOnly);

    /// <inheritdoc/>
    public EncryptionKey Current => _keys.Value[0];

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => _keys.Value.Find(key => key.Id == id);

    private static List<EncryptionKey> Load(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, "cannot be read or made", "Give this process the right to read and write it, or name another file.", exception);
        }
    }

    private static List<EncryptionKey> Parse(string path, IEnumerable<string> lines)
    {
        List<EncryptionKey> keys = [];
        foreach (var line in lines)
        {
            switch (line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                case [] or [['#', ..], ..]:
                    break;
                case [var id, var base64]:
                    keys.Add(EncryptionKey.Parse(id, base64));
                    break;
                default:
                    throw Problem(path, "has a line that is not 'id base64'", "Restore the file from its backup.");
            }
        }

        return keys.Count > 0 ? keys : throw Problem(path, "holds no key", "Restore the file from its backup; if there is nothing to restore, delete it and connect all accounts again.");
    }

    private static void Create(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Written whole under another name, then moved without overwriting: nobody reads half a key, and the first of two makers wins.
        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.new";
        try
        {
            Write(draft);
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is used.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Write(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(draft, options);
        var id = $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        file.Write(Encoding.ASCII.GetBytes($"{id} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionKey.Length))}\n"));
        file.Flush(flushToDisk: true);
    }

    private static ConnectorException Problem(string path, string what, string toDo, Exception? inner = null) =>
        new(new() { Kind = ErrorKind.Configuration, What = $"The encryption key file '{path}' {what}", ToDo = toDo }, inner);
}
