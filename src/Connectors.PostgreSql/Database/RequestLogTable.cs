namespace Connectors.PostgreSql;

/// <summary>The table of the request log.</summary>
internal static class RequestLogTable
{
    public const string Sql = """
                CREATE TABLE {schema}.request_log (
                    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    at          timestamptz NOT NULL,
                    provider    text COLLATE "C" NOT NULL,
                    connection  text COLLATE "C" NOT NULL,      -- provider/tenant/name
                    endpoint    text COLLATE "C" NOT NULL,
                    status      integer,
                    error       text COLLATE "C",
                    correlation text COLLATE "C",
                    sync_run    text COLLATE "C",
                    words       text COLLATE "C" NOT NULL,      -- what a text is looked for in
                    json        text NOT NULL,
                    batch       uuid NOT NULL                   -- tells a writer whose answer was lost that it was written
                );
                CREATE INDEX request_log_by_time ON {schema}.request_log (at);
                CREATE INDEX request_log_by_connection ON {schema}.request_log (connection, id);
        """;
}
