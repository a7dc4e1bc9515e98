using Microsoft.Data.Sqlite;

namespace Connectors.Sqlite;

/// <summary>
/// The tables, and how an older file becomes a newer one: step n makes version n + 1, in one transaction, kept in
/// <c>user_version</c>. A step is never changed once it was released.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>"Conn" in the file's header: tells our files from others.</summary>
    private const int ApplicationId = 0x436F6E6E;

    private static readonly string[] s_steps = [Version1.Sql, QuotaTable.Sql, RequestLogTable.Sql];

    /// <summary>Says whether the file is ready to use; throws when it is somebody else's or of a newer version. Called inside a transaction.</summary>
    public static bool IsCurrent(SqliteSession session, string path)
    {
        var version = session.Scalar<long>("PRAGMA user_version");
        if (session.Scalar<long>("PRAGMA application_id") != ApplicationId)
        {
            return version == 0 && session.Scalar<long>("SELECT count(*) FROM sqlite_master") == 0
                ? false
                : throw SqliteErrors.Problem(path, "belongs to another program", "Give UseSqlite a path of its own.");
        }

        return version <= s_steps.Length
            ? version == s_steps.Length
            : throw SqliteErrors.Problem(path, $"was written by a newer version of this package (schema {version}; this one knows {s_steps.Length})", "Update Connectors.Sqlite, or use another file.");
    }

    /// <summary>Brings the file to the newest version. Called inside a write transaction, so only one process does it.</summary>
    public static void Migrate(SqliteSession session, string path)
    {
        if (IsCurrent(session, path))
        {
            return;
        }

        for (var version = session.Scalar<long>("PRAGMA user_version"); version < s_steps.Length; version++)
        {
            session.Script(s_steps[version]);
        }

        session.Script($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {s_steps.Length};");
    }

    private static class Version1
    {
        /// <summary>Times are UTC as text that sorts; JSON is text. Keys are the words of the code: provider/tenant/name, model id, remote id.</summary>
        public const string Sql = """
            CREATE TABLE counters (
                name  TEXT PRIMARY KEY,
                value INTEGER NOT NULL
            ) WITHOUT ROWID;
            INSERT INTO counters (name, value) VALUES ('sequence', 0), ('fence', 0);

            CREATE TABLE connections (
                connection     TEXT PRIMARY KEY,   -- provider/tenant/name
                provider       TEXT NOT NULL,
                tenant         TEXT NOT NULL,
                name           TEXT NOT NULL,
                credential_id  TEXT NOT NULL,
                auth_scheme    TEXT NOT NULL,
                settings       TEXT NOT NULL,      -- JSON object
                granted_scopes TEXT,               -- JSON array
                account_id     TEXT,
                account_name   TEXT,
                configuration_hash TEXT,           -- keyed; of what configuration states
                status         TEXT NOT NULL,
                status_reason  TEXT,
                status_since   TEXT NOT NULL,
                created_at     TEXT NOT NULL,
                version        INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX connections_by_parts ON connections (provider, tenant, name);
            CREATE INDEX connections_by_tenant ON connections (tenant, provider, name);
            CREATE INDEX connections_by_account ON connections (provider, account_id, tenant, name);
            CREATE INDEX connections_by_credential ON connections (credential_id, provider, tenant, name);

            CREATE TABLE credentials (
                id          TEXT PRIMARY KEY,
                payload     BLOB NOT NULL,         -- encrypted
                version     INTEGER NOT NULL,
                is_dead     INTEGER NOT NULL,
                intent_at   TEXT,                  -- since when the end of a renewal is not known
                lease_fence INTEGER,
                lease_until TEXT
            );

            CREATE TABLE sign_ins (
                state      TEXT PRIMARY KEY,       -- a hash
                connection TEXT NOT NULL,          -- that is to be made
                payload    BLOB NOT NULL,          -- encrypted
                expires_at TEXT NOT NULL
            );

            CREATE TABLE streams (
                connection  TEXT NOT NULL,
                list        TEXT NOT NULL,         -- crm.contact
                generation  INTEGER NOT NULL,
                checkpoint  TEXT,                  -- JSON object
                fence       INTEGER NOT NULL,
                lease_owner TEXT,
                lease_until TEXT,
                PRIMARY KEY (connection, list)
            );

            CREATE TABLE records (
                connection      TEXT NOT NULL,
                list            TEXT NOT NULL,
                remote_id       TEXT NOT NULL,
                modified_at     TEXT,              -- at the provider
                removed_at      TEXT,
                changed_at      TEXT NOT NULL,     -- here
                added_sequence  INTEGER NOT NULL,
                sequence        INTEGER NOT NULL,
                field_sequences TEXT,              -- JSON object: field -> sequence of its last change
                hash            TEXT NOT NULL,
                json            TEXT NOT NULL,
                raw_type        TEXT,
                raw             TEXT,
                PRIMARY KEY (connection, list, remote_id)
            );
            CREATE UNIQUE INDEX records_by_sequence ON records (list, sequence);
            CREATE INDEX records_removed ON records (connection, list) WHERE removed_at IS NOT NULL;

            CREATE VIEW changes AS
                SELECT sequence, changed_at AS at, connection, list, remote_id,
                       CASE WHEN removed_at IS NOT NULL THEN 'removed' WHEN sequence = added_sequence THEN 'added' ELSE 'changed' END AS kind,
                       field_sequences, json
                FROM records ORDER BY sequence;

            CREATE TABLE offsets (
                consumer  TEXT NOT NULL,
                list      TEXT NOT NULL,
                sequence  INTEGER NOT NULL,
                caught_up INTEGER NOT NULL,
                PRIMARY KEY (consumer, list)
            ) WITHOUT ROWID;
            """;
    }
}
