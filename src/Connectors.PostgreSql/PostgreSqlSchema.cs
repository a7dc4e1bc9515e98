namespace Connectors.PostgreSql;

/// <summary>The tables as SQL, for databases where an app may not make them itself.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The schema that holds the tables unless another one is set.</summary>
    public const string DefaultName = "connectors";

    private static readonly string[] s_steps = [Version1.Sql, QuotaTables.Sql, RequestLogTable.Sql];

    /// <summary>Gets the version of the tables that this package works with.</summary>
    public static int Version => s_steps.Length;

    /// <summary>
    /// Gives the SQL that makes the tables, or brings older ones to this version. Running it again changes nothing, and several may run
    /// it at once. It is what the package runs by itself at first use where it may.
    /// </summary>
    /// <param name="schema">The schema; made when it is not there.</param>
    /// <param name="role">A role that gets all that the package needs: to read and write the tables, not to change them. None by default.</param>
    /// <exception cref="ConnectorException">A name is not one (<see cref="ErrorKind.Configuration"/>).</exception>
    public static string Script(string schema = DefaultName, string? role = null)
    {
        CheckName(schema);
        var name = Quoted(schema);
        var grants = role is null ? "" : $"""

            GRANT USAGE ON SCHEMA {name} TO {Quoted(role)};
            GRANT SELECT ON {name}.schema_versions TO {Quoted(role)};
            GRANT SELECT, INSERT, UPDATE, DELETE ON {name}.connections, {name}.credentials, {name}.sign_ins, {name}.quota_gates, {name}.quota_holds, {name}.quota_spent, {name}.request_log TO {Quoted(role)};
            GRANT USAGE ON SEQUENCE {name}.fences TO {Quoted(role)};
            """;
        return $"BEGIN;\n{Body(schema)}{grants}\nCOMMIT;\n";
    }

    /// <summary>What runs inside the transaction. The lock lets one of many processes that start at once do it.</summary>
    internal static string Body(string schema)
    {
        var name = Quoted(schema);
        return $"""
            SELECT pg_advisory_xact_lock({LockClass}, {LockKey(schema)});
            DO $connectors$
            BEGIN
                IF to_regnamespace('{name}') IS NULL THEN
                    CREATE SCHEMA {name};
                END IF;
                IF to_regclass('{name}.schema_versions') IS NULL THEN
                    CREATE TABLE {name}.schema_versions (version integer PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
                END IF;
            END
            $connectors$;
            {string.Join('\n', s_steps.Select((step, index) => Step(name, index + 1, step)))}
            """;
    }

    internal static string Quoted(string name) => name.Contains('\0', StringComparison.Ordinal) || name.Length == 0
        ? throw Unfit(name, "is not a name")
        : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static void CheckName(string? schema)
    {
        if (schema is null || !IsName(schema) || schema.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw Unfit(schema, "is not the name of a schema");
        }
    }

    private const int LockClass = 0x436F6E6E;

    private static string Step(string name, int version, string sql) => $"""
        DO $connectors$
        BEGIN
            IF NOT EXISTS (SELECT FROM {name}.schema_versions WHERE version >= {version}) THEN
        {sql.Replace("{schema}", name, StringComparison.Ordinal)}
                INSERT INTO {name}.schema_versions (version) VALUES ({version});
            END IF;
        END
        $connectors$;
        """;

    /// <summary>The same in every process, whatever its version: FNV-1a.</summary>
    private static int LockKey(string schema)
    {
        var hash = 2166136261;
        foreach (var character in schema)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return unchecked((int)hash);
    }

    private static ConnectorException Unfit(string? name, string what) => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = $"'{name}' {what}",
        ToDo = "Take 1 to 63 lower-case letters, digits and underscores; no digit first, not pg_.",
    });

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && !char.IsAsciiDigit(name[0]) && name.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '_');

    /// <summary>A step is never changed once it was released; processes of the version before must be able to go on beside it.</summary>
    private static class Version1
    {
        /// <summary>Texts of keys are compared letter by letter (collation C), so that a list has the same order on every server.</summary>
        public const string Sql = """
                    CREATE SEQUENCE {schema}.fences AS bigint;

                    CREATE TABLE {schema}.connections (
                        provider           text COLLATE "C" NOT NULL,
                        tenant             text COLLATE "C" NOT NULL,
                        name               text COLLATE "C" NOT NULL,
                        credential_id      text COLLATE "C" NOT NULL,
                        auth_scheme        text NOT NULL,
                        settings           json NOT NULL,           -- an object of texts
                        granted_scopes     json,                    -- an array of texts
                        account_id         text COLLATE "C",
                        account_name       text,
                        configuration_hash text,                    -- keyed; of what configuration states
                        status             text NOT NULL,
                        status_reason      text,
                        status_since       timestamptz NOT NULL,
                        created_at         timestamptz NOT NULL,
                        version            bigint NOT NULL,
                        last_write         uuid NOT NULL,           -- tells a writer whose answer was lost that it was written
                        PRIMARY KEY (provider, tenant, name)
                    );
                    CREATE INDEX connections_by_tenant ON {schema}.connections (tenant, provider, name);
                    CREATE INDEX connections_by_account ON {schema}.connections (provider, account_id, tenant, name) WHERE account_id IS NOT NULL;
                    CREATE INDEX connections_by_credential ON {schema}.connections (credential_id, provider, tenant, name);

                    CREATE TABLE {schema}.credentials (
                        id          text COLLATE "C" PRIMARY KEY,
                        payload     bytea NOT NULL,                 -- encrypted
                        version     bigint NOT NULL,
                        is_dead     boolean NOT NULL DEFAULT false,
                        intent_at   timestamptz,                    -- since when the end of a renewal is not known
                        lease_fence bigint,
                        lease_until timestamptz,
                        last_write  uuid NOT NULL
                    );

                    CREATE TABLE {schema}.sign_ins (
                        state      text COLLATE "C" PRIMARY KEY,    -- a hash
                        connection text COLLATE "C" NOT NULL,       -- that is to be made: provider/tenant/name
                        payload    bytea NOT NULL,                  -- encrypted
                        expires_at timestamptz NOT NULL
                    );
                    CREATE INDEX sign_ins_by_connection ON {schema}.sign_ins (connection);
                    CREATE INDEX sign_ins_by_end ON {schema}.sign_ins (expires_at);
            """;
    }
}
