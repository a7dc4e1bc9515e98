using Connectors.Storage;
using Microsoft.Data.Sqlite;

namespace Connectors.Sqlite;

/// <summary>Keeps the request log.</summary>
internal sealed class SqliteRequestLogStore(SqliteFile file) : IRequestLogStore
{
    private const int TrimAtOnce = 10_000;

    public async ValueTask WriteAsync(IReadOnlyList<RequestLogRow> rows, CancellationToken cancellationToken) => await file.WriteAsync(
        session =>
        {
            foreach (var row in rows)
            {
                session.Execute(
                    "INSERT INTO request_log (at, provider, connection, endpoint, status, error, correlation, sync_run, words, json) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    row.At, row.Connection.Provider, row.Connection.ToString(), row.Endpoint, row.Status, row.Error, row.Correlation, row.SyncRun, row.Words, row.Json);
            }

            return true;
        },
        WriteCare.Normal,
        cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RequestLogRow>> ReadAsync(RequestLogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await file.ReadAsync(
            session => session.All(
                ReadSql(query), Read, query.Before ?? long.MaxValue, query.PageSize, query.Provider, query.Connection?.ToString(), query.Endpoint, query.MinStatus, query.MaxStatus,
                query.Error?.ToString(), query.From, query.Until, query.Correlation, query.SyncRun, query.Text),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask TrimAsync(DateTimeOffset before, long maxEntries, CancellationToken cancellationToken) => await file.WriteAsync(
        session => session.Execute("DELETE FROM request_log WHERE id IN (SELECT id FROM request_log WHERE at < $1 LIMIT $2)", before, TrimAtOnce)
            + session.Execute(
                "DELETE FROM request_log WHERE id IN (SELECT id FROM request_log WHERE id <= (SELECT id FROM request_log ORDER BY id DESC LIMIT 1 OFFSET $1) ORDER BY id LIMIT $2)", maxEntries, TrimAtOnce),
        WriteCare.Normal,
        cancellationToken).ConfigureAwait(false);

    public async ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        // Writing the whole file anew, to leave no trace, is for those who have left one.
        var key = connection.ToString();
        if (await file.ReadAsync(session => session.Scalar<long>("SELECT EXISTS (SELECT 1 FROM request_log WHERE connection = $1)", key), cancellationToken).ConfigureAwait(false) != 0)
        {
            await file.WriteAsync(session => session.Execute("DELETE FROM request_log WHERE connection = $1", key), WriteCare.Scrub, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Names only what is asked for, so that an index fits.</summary>
    private static string ReadSql(RequestLogQuery query) =>
        "SELECT id, at, connection, endpoint, status, error, correlation, sync_run, words, json FROM request_log WHERE id < $1"
        + (query.Provider is null ? "" : " AND provider = $3")
        + (query.Connection is null ? "" : " AND connection = $4")
        + (query.Endpoint is null ? "" : " AND endpoint = $5")
        + (query.MinStatus is null ? "" : " AND status >= $6")
        + (query.MaxStatus is null ? "" : " AND status <= $7")
        + (query.Failed ? " AND error IS NOT NULL" : "")
        + (query.Error is null ? "" : " AND error = $8")
        + (query.From is null ? "" : " AND at >= $9")
        + (query.Until is null ? "" : " AND at < $10")
        + (query.Correlation is null ? "" : " AND correlation = $11")
        + (query.SyncRun is null ? "" : " AND sync_run = $12")
        + (query.Text is null ? "" : " AND instr(lower(words), lower($13)) > 0")
        + " ORDER BY id DESC LIMIT $2";

    private static RequestLogRow Read(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        At = row.Time(1),
        Connection = ConnectionKey.Parse(row.GetString(2)),
        Endpoint = row.GetString(3),
        Status = row.IsDBNull(4) ? null : row.GetInt32(4),
        Error = row.TextOrNull(5),
        Correlation = row.TextOrNull(6),
        SyncRun = row.TextOrNull(7),
        Words = row.GetString(8),
        Json = row.GetString(9),
    };
}
