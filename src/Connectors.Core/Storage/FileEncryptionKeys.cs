using System.Security.Cryptography;
using System.Text;

namespace Connectors.Storage;

/// <summary>
/// Keys in a file beside an embedded database, made with a random key when it is not there (readable by its owner only; of two
/// processes that make it at once, both use the same one). One key a line, <c>id base64</c>; the first one encrypts, so a new key goes
/// on top. Whoever has the file and the database can read the credentials: back them up apart.
/// </summary>
/// <remarks>
/// The file is looked at again once a minute, and at once (once a second) when something is encrypted with a key that is not known, so a
/// key that is put on top is used without a restart. Write the new file beside it and move it over. A file that cannot be read any more,
/// or is damaged, changes nothing: the keys that are known stay until it can be read.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="time">The clock; the system's by default.</param>
public sealed class FileEncryptionKeys(string path, TimeProvider? time = null) : IEncryptionKeys
{
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_keptForUnknown = TimeSpan.FromSeconds(1);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.GetFullPath(path);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private Loaded? _loaded;

    /// <inheritdoc/>
    public EncryptionKey Current => Keys(s_kept)[0];

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => Keys(s_kept).Find(key => key.Id == id) ?? Keys(s_keptForUnknown).Find(key => key.Id == id);

    /// <summary>Gives the keys as they were in the file so long ago at most.</summary>
    private List<EncryptionKey> Keys(TimeSpan kept)
    {
        if (Volatile.Read(ref _loaded) is { } fresh && _time.GetElapsedTime(fresh.At) < kept)
        {
            return fresh.Keys;
        }

        lock (_gate)
        {
            if (_loaded is not { } known)
            {
                return (_loaded = new(Load(_path), _time.GetTimestamp())).Keys;
            }

            if (_time.GetElapsedTime(known.At) < kept)
            {
                return known.Keys;
            }

            return (_loaded = new(Reload(_path) ?? known.Keys, _time.GetTimestamp())).Keys;
        }
    }

    private static List<EncryptionKey>? Reload(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(path, File.ReadAllLines(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ConnectorException)
        {
            // Being written right now, or damaged: what is known still opens what was encrypted with it.
            return null;
        }
    }

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

    private sealed record Loaded(List<EncryptionKey> Keys, long At);
}
