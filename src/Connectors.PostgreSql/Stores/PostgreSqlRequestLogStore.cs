using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Storage;
using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>Keeps the request log of all processes; its numbers grow in the order in which they were written.</summary>
internal sealed class PostgreSqlRequestLogStore(PostgreSqlDatabase database) : IRequestLogStore
{
    private const long TrimAtOnce = 10_000;
    private const string Columns = "at, provider, connection, endpoint, status, error, correlation, sync_run, words, json";

    private readonly string _table = $"{database.Schema}.request_log";

    public async ValueTask WriteAsync(IReadOnlyList<RequestLogRow> rows, CancellationToken cancellationToken)
    {
        var batch = Guid.NewGuid();
        var text = JsonSerializer.Serialize([.. rows.Select(RequestLogColumns.Of)], RequestLogColumnsJson.Default.RequestLogColumnsArray);
        await database.WriteAsync(
            async session => (session.AnswerLost && await session.AnyAsync($"SELECT 1 FROM {_table} WHERE batch = $1 LIMIT 1", batch).ConfigureAwait(false))
                || await session.AnyAsync(
                    $"""
                    INSERT INTO {_table} ({Columns}, batch)
                    SELECT {Columns}, $2 FROM json_to_recordset($1::json) AS r
                        (n bigint, at timestamptz, provider text, connection text, endpoint text, status integer, error text, correlation text, sync_run text, words text, json text)
                    ORDER BY n RETURNING 1
                    """,
                    text, batch).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<RequestLogRow>> ReadAsync(RequestLogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (sql, values) = ReadSql(query);
        return await database.ReadAsync(session => session.AllAsync(sql, Read, values), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask TrimAsync(DateTimeOffset before, long maxEntries, CancellationToken cancellationToken) => await database.WriteAsync(
        async session => await session.AnyAsync(
                $"DELETE FROM {_table} WHERE id IN (SELECT id FROM {_table} WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING 1", before, TrimAtOnce).ConfigureAwait(false)
            | await session.AnyAsync(
                $"""
                DELETE FROM {_table} WHERE id IN (
                    SELECT id FROM {_table} WHERE id <= (SELECT id FROM {_table} ORDER BY id DESC LIMIT 1 OFFSET $1) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING 1
                """,
                maxEntries, TrimAtOnce).ConfigureAwait(false),
        cancellationToken).ConfigureAwait(false);

    public async ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken) => await database.WriteAsync(
        session => session.AnyAsync($"DELETE FROM {_table} WHERE connection = $1 RETURNING 1", connection.ToString()), cancellationToken).ConfigureAwait(false);

    /// <summary>Names only what is asked for, so that an index fits.</summary>
    private (string Sql, object?[] Values) ReadSql(RequestLogQuery query)
    {
        (string Condition, object? Value)[] all =
        [
            ("id < {0}", query.Before ?? long.MaxValue),
            ("provider = {0}", query.Provider),
            ("connection = {0}", query.Connection?.ToString()),
            ("endpoint = {0}", query.Endpoint),
            ("status >= {0}", (long?)query.MinStatus),
            ("status <= {0}", (long?)query.MaxStatus),
            ("error = {0}", query.Error?.ToString()),
            ("at >= {0}", query.From),
            ("at < {0}", query.Until),
            ("correlation = {0}", query.Correlation),
            ("sync_run = {0}", query.SyncRun),
            ("strpos(lower(words), lower({0} COLLATE \"C\")) > 0", query.Text),
        ];
        var asked = all.Where(static one => one.Value is not null).ToList();
        var where = string.Join(" AND ", asked.Select(static (one, index) => string.Format(System.Globalization.CultureInfo.InvariantCulture, one.Condition, $"${index + 1}")));
        return (
            $"SELECT {Columns}, id FROM {_table} WHERE {where}{(query.Failed ? " AND error IS NOT NULL" : "")} ORDER BY id DESC LIMIT ${asked.Count + 1}",
            [.. asked.Select(static one => one.Value), (long)query.PageSize]);
    }

    private static RequestLogRow Read(NpgsqlDataReader row) => new()
    {
        At = row.GetFieldValue<DateTimeOffset>(0),
        Connection = ConnectionKey.Parse(row.GetString(2)),
        Endpoint = row.GetString(3),
        Status = row.IsDBNull(4) ? null : row.GetInt32(4),
        Error = row.IsDBNull(5) ? null : row.GetString(5),
        Correlation = row.IsDBNull(6) ? null : row.GetString(6),
        SyncRun = row.IsDBNull(7) ? null : row.GetString(7),
        Words = row.GetString(8),
        Json = row.GetString(9),
        Id = row.GetInt64(10),
    };
}

/// <summary>A row as the statement takes it.</summary>
internal sealed record RequestLogColumns(
    long N, DateTimeOffset At, string Provider, string Connection, string Endpoint, int? Status, string? Error, string? Correlation, string? SyncRun, string Words, string Json)
{
    public static RequestLogColumns Of(RequestLogRow row, int number) => new(
        number, row.At, row.Connection.Provider, row.Connection.ToString(), row.Endpoint, row.Status, row.Error, row.Correlation, row.SyncRun, row.Words, row.Json);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RequestLogColumns[]))]
internal sealed partial class RequestLogColumnsJson : JsonSerializerContext;
