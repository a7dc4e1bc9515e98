using Microsoft.Data.Sqlite;

namespace Connectors.EndToEnd.Support;

/// <summary>A folder of its own with an SQLite file, gone with the test; reads the file as anybody with the sqlite3 tool would.</summary>
internal sealed class Database : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("connectors-e2e-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "app.db");

    /// <summary>Gives the rows that are not removed, as id and JSON.</summary>
    public List<(string Id, string Json)> Rows(string list) => Rows(Path, list);

    public static List<(string Id, string Json)> Rows(string path, string list)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT remote_id, json FROM records WHERE list = $list AND removed_at IS NULL ORDER BY remote_id";
        command.Parameters.AddWithValue("$list", list);
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    /// <summary>Counts the rows of a file that another process is writing, and may not have made yet.</summary>
    public static long Count(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using var connection = Open(path);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM records";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
