using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors.PostgreSql;

/// <summary>
/// Keeps credentials. Every moment is the server's, every write one statement that finds what it expects or does nothing. Each call has
/// an id of its own that it leaves in the row: where an answer was lost, the call is made again and knows its own work.
/// </summary>
internal sealed class PostgreSqlCredentialStore(PostgreSqlDatabase database) : ICredentialStore
{
    private const int PageSize = 200;
    private const string Unlease = "lease_fence = NULL, lease_until = NULL";

    private readonly string _table = $"{database.Schema}.credentials";

    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FirstAsync(
            $"SELECT payload, version, is_dead, intent_at IS NOT NULL FROM {_table} WHERE id = $1",
            row => new StoredCredential(id, row.GetFieldValue<byte[]>(0), row.GetInt64(1), row.GetBoolean(2), row.GetBoolean(3)),
            id),
        cancellationToken);

    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        var call = Guid.NewGuid();
        return database.WriteAsync(
            session => session.FirstAsync(
                $"""
                UPDATE {_table} SET lease_fence = nextval('{database.Schema}.fences'), lease_until = clock_timestamp() + $3, last_write = $4
                WHERE id = $1 AND version = $2 AND NOT is_dead AND (lease_until IS NULL OR lease_until <= clock_timestamp() OR last_write = $4)
                RETURNING lease_fence, CASE WHEN intent_at IS NOT NULL THEN greatest(clock_timestamp() - intent_at, interval '0') END
                """,
                row => new CredentialLease(id, seenVersion, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetFieldValue<TimeSpan>(1)),
                id, seenVersion, duration, call),
            cancellationToken);
    }

    public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(write);
        var call = Guid.NewGuid();
        var set = write.Kind switch
        {
            CredentialWriteKind.Intent => "intent_at = coalesce(intent_at, clock_timestamp())",
            CredentialWriteKind.Renewed => $"payload = $5, version = version + 1, intent_at = NULL, {Unlease}",
            CredentialWriteKind.Dead => $"is_dead = true, intent_at = NULL, {Unlease}",
            CredentialWriteKind.Unknown => Unlease,
            _ => $"intent_at = NULL, {Unlease}",
        };
        object?[] values = [lease.Id, lease.Version, lease.Fence, call];
        return SwapAsync(
            lease.Id, call,
            $"UPDATE {_table} SET {set}, last_write = $4 WHERE id = $1 AND version = $2 AND lease_fence = $3 RETURNING 1",
            write.Kind == CredentialWriteKind.Renewed ? [.. values, write.Payload] : values,
            cancellationToken);
    }

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var call = Guid.NewGuid();
        return expectedVersion == 0
            ? SwapAsync(id, call, $"INSERT INTO {_table} (id, payload, version, last_write) VALUES ($1, $2, 1, $3) ON CONFLICT (id) DO NOTHING RETURNING 1", [id, payload, call], cancellationToken)
            : SwapAsync(
                id, call,
                $"UPDATE {_table} SET payload = $2, version = version + 1, is_dead = false, intent_at = NULL, {Unlease}, last_write = $3 WHERE id = $1 AND version = $4 RETURNING 1",
                [id, payload, call, expectedVersion],
                cancellationToken);
    }

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return database.WriteAsync(
            async session => await session.AnyAsync($"UPDATE {_table} SET payload = $4 WHERE id = $1 AND version = $2 AND payload = $3 RETURNING 1", seen.Id, seen.Version, seen.Payload, payload).ConfigureAwait(false)
                || (session.AnswerLost && await session.AnyAsync($"SELECT 1 FROM {_table} WHERE id = $1 AND version = $2 AND payload = $3", seen.Id, seen.Version, payload).ConfigureAwait(false)),
            cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        List<string> page;
        do
        {
            page = await database.ReadAsync(
                session => session.AllAsync($"SELECT id FROM {_table} WHERE id > $1 ORDER BY id LIMIT {PageSize}", static row => row.GetString(0), after), cancellationToken).ConfigureAwait(false);
            foreach (var id in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return id;
                after = id;
            }
        }
        while (page.Count == PageSize);
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => session.AnyAsync($"DELETE FROM {_table} WHERE id = $1 RETURNING 1", id), cancellationToken).ConfigureAwait(false);

    private ValueTask<bool> SwapAsync(string id, Guid call, string sql, object?[] values, CancellationToken cancellationToken) => database.WriteAsync(
        async session => await session.AnyAsync(sql, values).ConfigureAwait(false)
            || (session.AnswerLost && await session.AnyAsync($"SELECT 1 FROM {_table} WHERE id = $1 AND last_write = $2", id, call).ConfigureAwait(false)),
        cancellationToken);
}
