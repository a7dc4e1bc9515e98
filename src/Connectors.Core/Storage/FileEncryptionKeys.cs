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

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

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

            // Another process may have made the file a moment ago and be about to write into it.
            SpinWait.SpinUntil(() => IsWritten(path), s_patience);
            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, "cannot be read or made", "Give this process the right to read and write it, or name another file.", exception);
        }
    }

    private static bool IsWritten(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return file.Length > 0;
        }
        catch (IOException)
        {
            // Its maker has it open.
            return false;
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

        // CreateNew lets one of several makers win. (Writing a draft and moving it would not: on Unix, File.Move can replace a file.)
        // Readers are let in: on Unix a lock against them is taken only after the file is there, and would fail against one who was faster.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using var file = new FileStream(path, options);
            var id = $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            file.Write(Encoding.ASCII.GetBytes($"{id} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionKey.Length))}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is used.
        }
    }

    private static ConnectorException Problem(string path, string what, string toDo, Exception? inner = null) =>
        new(new() { Kind = ErrorKind.Configuration, What = $"The encryption key file '{path}' {what}", ToDo = toDo }, inner);
}
