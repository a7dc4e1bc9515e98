using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connectors.Sqlite;

/// <summary>Says what is the matter with a database file, and what to do.</summary>
internal static class SqliteErrors
{
    public static ConnectorException Explain(SqliteException error, string path)
    {
        var (what, toDo) = error.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB => ("is not a SQLite database", "Give UseSqlite a path of its own, or remove the file."),
            raw.SQLITE_CORRUPT => ("is damaged", "Restore it from a backup; or remove it with its -wal and -shm files, connect the customers again and sync anew."),
            raw.SQLITE_READONLY => ("cannot be written", "Give this process the right to write the file and its directory."),
            raw.SQLITE_PERM or raw.SQLITE_AUTH => ("may not be used by this process", "Give this process the right to read and write the file and its directory."),
            raw.SQLITE_CANTOPEN => ("cannot be opened", "Check that it is a file, that its directory exists, and that this process may write there."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ("is locked by another program", "Close the program that holds it open in a transaction (a database tool?), and keep it on a local disk."),
            raw.SQLITE_FULL => ("cannot grow: the disk is full", "Free some space."),
            raw.SQLITE_IOERR => ("cannot be read or written by the operating system", "Check the disk; keep the file on a local one."),
            _ => ("failed", "Look at the inner exception."),
        };
        return Problem(path, what, toDo, error, isTransient: error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED, code: error.SqliteExtendedErrorCode);
    }

    public static ConnectorException Problem(string path, string what, string toDo, Exception? inner = null, bool isTransient = false, int? code = null) => new(
        new()
        {
            Kind = ErrorKind.Configuration,
            What = $"The database file '{path}' {what}{(code is null ? "" : $" (SQLite error {code})")}",
            ToDo = toDo,
            IsTransient = isTransient,
        },
        inner);
}
