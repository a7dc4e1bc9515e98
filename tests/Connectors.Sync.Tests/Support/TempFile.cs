using Connectors.Sqlite;

namespace Connectors.Sync.Tests;

/// <summary>A database file of its own, gone with the test.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly List<SqliteFile> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("connectors-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "test.db");

    /// <summary>Opens the file as another process would: nothing is shared but the file.</summary>
    public SqliteFile Open(TimeProvider time)
    {
        var file = new SqliteFile(Path, time);
        _open.Add(file);
        return file;
    }

    public void Dispose()
    {
        _open.ForEach(file => file.Dispose());
        Directory.Delete(_folder, recursive: true);
    }
}
