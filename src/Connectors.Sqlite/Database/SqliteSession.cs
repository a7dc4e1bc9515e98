using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connectors.Sqlite;

/// <summary>One open connection to the file with its prepared statements. Used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public SqliteSession(string path)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        try
        {
            _connection.Open();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement at once, without waiting for a lock. Gives SQLite's own result.</summary>
    public int Try(string sql) => raw.sqlite3_exec(_connection.Handle, sql);

    /// <summary>Runs statements that take no values.</summary>
    public void Script(string sql) => Check(Try(sql));

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection.Handle).utf8_to_string(), result & 0xFF, result);
        }
    }

    /// <summary>Runs a statement with values for <c>$1</c>, <c>$2</c>, ...</summary>
    /// <returns>How many rows it touched.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Statement(sql, values).ExecuteNonQuery();

    /// <summary>Gives the first column of the first row; the type's default when there is none, or it is null.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> values) => Statement(sql, values).ExecuteScalar() is T value ? value : default;

    /// <summary>Gives the first row.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Statement(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>Gives all rows.</summary>
    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Statement(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of this package; values go in as parameters.")]
    private SqliteCommand Statement(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _connection.CreateCommand();
            statement.CommandText = sql;
            for (var index = 0; index < values.Length; index++)
            {
                statement.Parameters.Add(new() { ParameterName = $"${index + 1}" });
            }

            _statements.Add(sql, statement);
        }

        for (var index = 0; index < values.Length; index++)
        {
            statement.Parameters[index].Value = values[index] switch
            {
                null => DBNull.Value,
                DateTimeOffset time => SqliteText.Of(time),
                ReadOnlyMemory<byte> bytes => bytes.ToArray(),
                var value => value,
            };
        }

        return statement;
    }
}
