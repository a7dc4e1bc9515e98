namespace Connectors.Sqlite;

/// <summary>The table of the request log.</summary>
internal static class RequestLogTable
{
    /// <summary>Ids are never given twice, also after the newest rows were deleted.</summary>
    public const string Sql = """
        CREATE TABLE request_log (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            at          TEXT NOT NULL,
            provider    TEXT NOT NULL,
            connection  TEXT NOT NULL,         -- provider/tenant/name
            endpoint    TEXT NOT NULL,
            status      INTEGER,
            error       TEXT,
            correlation TEXT,
            sync_run    TEXT,
            words       TEXT NOT NULL,         -- what a text is looked for in
            json        TEXT NOT NULL
        );
        CREATE INDEX request_log_by_time ON request_log (at);
        CREATE INDEX request_log_by_connection ON request_log (connection, id);
        """;
}
