using Connectors.Storage;
using Microsoft.Data.Sqlite;

namespace Connectors.Sqlite;

/// <summary>
/// The table of records. JSON and raw bytes go in and come out as bytes, and lie in the file as text for people and for SQLite's own
/// JSON functions: a cast between the two copies, and changes nothing.
/// </summary>
internal static class RecordTable
{
    private const string Columns = "remote_id, CAST(json AS BLOB), hash, modified_at, removed_at, changed_at, added_sequence, sequence, field_sequences";
    private const string WithRaw = $"{Columns}, raw_type, CAST(raw AS BLOB)";
    private const string WithoutRaw = $"{Columns}, NULL, NULL";

    public static StoredRecord? Find(SqliteSession session, StreamKey stream, string remoteId) => session.First(
        $"SELECT {WithRaw} FROM records WHERE connection = $1 AND list = $2 AND remote_id = $3",
        Read, stream.Connection.ToString(), stream.List, remoteId);

    public static List<StoredRecord> List(SqliteSession session, StreamKey stream, RecordQuery query, string after, int limit) => session.All(
        query.IncludeRaw
            ? $"SELECT {WithRaw} FROM records WHERE connection = $1 AND list = $2 AND remote_id > $3 AND ($4 OR removed_at IS NULL) ORDER BY remote_id LIMIT $5"
            : $"SELECT {WithoutRaw} FROM records WHERE connection = $1 AND list = $2 AND remote_id > $3 AND ($4 OR removed_at IS NULL) ORDER BY remote_id LIMIT $5",
        Read, stream.Connection.ToString(), stream.List, after, query.IncludeRemoved, limit);

    public static long Count(SqliteSession session, StreamKey stream) => session.Scalar<long>(
        """
        SELECT (SELECT count(*) FROM records WHERE connection = $1 AND list = $2)
             - (SELECT count(*) FROM records WHERE connection = $1 AND list = $2 AND removed_at IS NOT NULL)
        """,
        stream.Connection.ToString(), stream.List);

    public static List<StoredChange> Changes(SqliteSession session, ChangeQuery query) => session.All(
        $"SELECT {WithoutRaw}, connection FROM records WHERE list = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
        row => RecordMerge.ToChange(new(ConnectionKey.Parse(row.GetString(11)), query.List), Read(row), query.After),
        query.List, query.After.Sequence, query.Limit + 1);

    public static void Write(SqliteSession session, StreamKey stream, StoredRecord record) => session.Execute(
        """
        INSERT INTO records (connection, list, remote_id, json, hash, modified_at, removed_at, changed_at, added_sequence, sequence, field_sequences, raw_type, raw)
        VALUES ($1, $2, $3, CAST($4 AS TEXT), $5, $6, $7, $8, $9, $10, $11, $12, CAST($13 AS TEXT))
        ON CONFLICT (connection, list, remote_id) DO UPDATE SET
            json = excluded.json, hash = excluded.hash, modified_at = excluded.modified_at, removed_at = excluded.removed_at,
            changed_at = excluded.changed_at, added_sequence = excluded.added_sequence, sequence = excluded.sequence,
            field_sequences = excluded.field_sequences, raw_type = excluded.raw_type, raw = excluded.raw
        """,
        stream.Connection.ToString(), stream.List, record.RemoteId, record.Json, record.Hash, record.ModifiedAt, record.RemovedAt, record.ChangedAt,
        record.AddedSequence, record.Sequence, record.FieldSequences, record.Raw?.MediaType, record.Raw?.Bytes);

    private static StoredRecord Read(SqliteDataReader row) => new(row.GetString(0))
    {
        Json = row.Bytes(1),
        Hash = row.GetString(2),
        ModifiedAt = row.TimeOrNull(3),
        RemovedAt = row.TimeOrNull(4),
        ChangedAt = row.Time(5),
        AddedSequence = row.GetInt64(6),
        Sequence = row.GetInt64(7),
        FieldSequences = row.TextOrNull(8),
        Raw = row.IsDBNull(9) ? null : new(row.Bytes(10), row.GetString(9)),
    };
}
