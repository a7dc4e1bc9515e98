namespace Connectors.Sqlite;

/// <summary>The table of shared quota.</summary>
internal static class QuotaTable
{
    public const string Sql = """
        CREATE TABLE quotas (
            provider   TEXT NOT NULL,
            owner      TEXT NOT NULL,          -- who shares it: a connection, an account, a credential; empty: the app
            limit_name TEXT NOT NULL,          -- scope, name, group
            ledger     TEXT NOT NULL,          -- JSON object
            idle_after TEXT NOT NULL,
            PRIMARY KEY (provider, owner, limit_name)
        ) WITHOUT ROWID;
        CREATE INDEX quotas_by_end ON quotas (idle_after);
        """;
}
