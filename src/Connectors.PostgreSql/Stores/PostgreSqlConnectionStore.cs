using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors.PostgreSql;

/// <summary>Keeps connections and begun sign-ins; ends of sign-ins by the server's clock.</summary>
internal sealed class PostgreSqlConnectionStore(PostgreSqlDatabase database, TimeProvider time) : IConnectionStore
{
    private const int PageSize = 200;
    private const string ByKey = "provider = $1 AND tenant = $2 AND name = $3";

    private readonly string _table = $"{database.Schema}.connections";
    private readonly string _signIns = $"{database.Schema}.sign_ins";

    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync($"SELECT {ConnectionRow.Columns} FROM {_table} WHERE {ByKey}", ConnectionRow.Read, key.Provider, key.Tenant, key.Name), cancellationToken);

    public async IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Connection? last = null;
        List<Connection> page;
        do
        {
            var (sql, values) = ListSql(_table, query, last?.Key, PageSize);
            page = await database.ReadAsync(session => session.AllAsync(sql, ConnectionRow.Read, values), cancellationToken).ConfigureAwait(false);
            foreach (var connection in page)
            {
                yield return last = connection;
            }
        }
        while (page.Count == PageSize);
    }

    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var call = Guid.NewGuid();
        var written = ConnectionRow.AsKept(connection) with { Version = connection.Version + 1 };
        object?[] values = [.. ConnectionRow.Values(written), call];
        if (connection.Version != 0)
        {
            values = [.. values, connection.Version];
        }

        var sql = connection.Version == 0
            ? $"INSERT INTO {_table} ({ConnectionRow.Columns}, last_write) VALUES ({ConnectionRow.Places}, $16) ON CONFLICT (provider, tenant, name) DO NOTHING RETURNING 1"
            : $"UPDATE {_table} SET ({ConnectionRow.Columns}, last_write) = ({ConnectionRow.Places}, $16) WHERE {ByKey} AND version = $17 RETURNING 1";
        return database.WriteAsync(
            async session => await session.AnyAsync(sql, values).ConfigureAwait(false)
                || (session.AnswerLost && await session.AnyAsync($"SELECT 1 FROM {_table} WHERE {ByKey} AND last_write = $4", values[0], values[1], values[2], call).ConfigureAwait(false))
                    ? written
                    : null,
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => database.WriteAsync(
        // After a lost answer, one that is gone now was there when it was first asked to go, as far as anybody can tell.
        async session => await session.AnyAsync($"DELETE FROM {_table} WHERE {ByKey} RETURNING 1", key.Provider, key.Tenant, key.Name).ConfigureAwait(false) || session.AnswerLost,
        cancellationToken);

    public async ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        // The caller's clock says how long; from when on, the server's does. The two may differ.
        var life = expiresAt - time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                await session.AnyAsync(
                    $"DELETE FROM {_signIns} WHERE state IN (SELECT state FROM {_signIns} WHERE expires_at <= clock_timestamp() LIMIT 1000 FOR UPDATE SKIP LOCKED)").ConfigureAwait(false);
                return await session.AnyAsync(
                    $"""
                    INSERT INTO {_signIns} (state, connection, payload, expires_at) VALUES ($1, $2, $3, clock_timestamp() + $4)
                    ON CONFLICT (state) DO UPDATE SET connection = excluded.connection, payload = excluded.payload, expires_at = excluded.expires_at
                    """,
                    state, key.ToString(), payload, life).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var taken = await session.FirstAsync(
                $"DELETE FROM {_signIns} WHERE state = $1 RETURNING payload, expires_at > clock_timestamp()",
                static row => (Payload: row.GetFieldValue<byte[]>(0), IsGood: row.GetBoolean(1)),
                state).ConfigureAwait(false);

            // Nobody gets one that may have been given to somebody: after a lost answer, the customer begins anew.
            return taken.Payload is null && session.AnswerLost ? throw PostgreSqlErrors.AnswerLost(session.Place)
                : taken.IsGood ? taken.Payload : (ReadOnlyMemory<byte>?)null;
        },
        cancellationToken);

    public async ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => session.AnyAsync($"DELETE FROM {_signIns} WHERE connection = $1", key.ToString()), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Names only what is asked for. A later page goes on behind the last row by what is asked for and the rest of the key, in that order,
    /// which is the order of an index: the planner then takes it, whatever it believes of the rest.
    /// </summary>
    internal static (string Sql, object?[] Values) ListSql(string table, ConnectionQuery query, ConnectionKey? after, int pageSize)
    {
        var asked = new (string Column, string? Value)[] { ("credential_id", query.CredentialId), ("provider", query.Provider), ("account_id", query.AccountId), ("tenant", query.Tenant) }
            .Where(static part => part.Value is not null).ToList();
        var where = string.Join(" AND ", asked.Select(static (part, index) => $"{part.Column} = ${index + 1}"));
        var row = asked;
        if (after is { } last)
        {
            row = [.. asked, .. new[] { ("provider", last.Provider), ("tenant", last.Tenant), ("name", last.Name) }.Where(part => asked.TrueForAll(one => one.Column != part.Item1))];
            where += $"{(asked.Count > 0 ? " AND " : "")}({string.Join(", ", row.Select(static part => part.Column))}) > ({string.Join(", ", row.Select(static (_, index) => $"${index + 1}"))})";
        }

        return ($"SELECT {ConnectionRow.Columns} FROM {table}{(where.Length > 0 ? " WHERE " : "")}{where} ORDER BY provider, tenant, name LIMIT {pageSize}", [.. row.Select(static part => part.Value)]);
    }
}
