using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors.Sqlite;

/// <summary>Keeps credentials. Every write survives a power failure: a rotated token must not be lost.</summary>
internal sealed class SqliteCredentialStore(SqliteFile file) : ICredentialStore
{
    private const int PageSize = 200;

    public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => file.ReadAsync(
        session => session.First(
            "SELECT payload, version, is_dead, intent_at IS NOT NULL FROM credentials WHERE id = $1",
            row => new StoredCredential(id, row.Bytes(0), row.GetInt64(1), row.GetBoolean(2), row.GetBoolean(3)),
            id),
        cancellationToken);

    public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            var now = file.Time.GetUtcNow();
            var fence = session.NextFence();
            var taken = session.Execute(
                "UPDATE credentials SET lease_fence = $3, lease_until = $4 WHERE id = $1 AND version = $2 AND is_dead = 0 AND (lease_until IS NULL OR lease_until <= $5)",
                id, seenVersion, fence, now + duration, now);
            return taken == 0 ? null : session.First(
                "SELECT intent_at FROM credentials WHERE id = $1",
                row => new CredentialLease(id, seenVersion, fence, row.IsDBNull(0) ? null : now - row.Time(0)),
                id);
        },
        cancellationToken);

    public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(write);
        return WriteAsync(
            session => write.Kind switch
            {
                CredentialWriteKind.Intent => session.Execute(
                    "UPDATE credentials SET intent_at = coalesce(intent_at, $4) WHERE id = $1 AND version = $2 AND lease_fence = $3",
                    lease.Id, lease.Version, lease.Fence, file.Time.GetUtcNow()),
                CredentialWriteKind.Renewed => session.Execute(
                    "UPDATE credentials SET payload = $4, version = version + 1, is_dead = 0, intent_at = NULL, lease_fence = NULL, lease_until = NULL WHERE id = $1 AND version = $2 AND lease_fence = $3",
                    lease.Id, lease.Version, lease.Fence, write.Payload),
                CredentialWriteKind.Dead => session.Execute(
                    "UPDATE credentials SET is_dead = 1, intent_at = NULL, lease_fence = NULL, lease_until = NULL WHERE id = $1 AND version = $2 AND lease_fence = $3",
                    lease.Id, lease.Version, lease.Fence),
                CredentialWriteKind.Unknown => session.Execute(
                    "UPDATE credentials SET lease_fence = NULL, lease_until = NULL WHERE id = $1 AND version = $2 AND lease_fence = $3",
                    lease.Id, lease.Version, lease.Fence),
                _ => session.Execute(
                    "UPDATE credentials SET intent_at = NULL, lease_fence = NULL, lease_until = NULL WHERE id = $1 AND version = $2 AND lease_fence = $3",
                    lease.Id, lease.Version, lease.Fence),
            } > 0,
            cancellationToken);
    }

    public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => WriteAsync(
        session => expectedVersion == 0
            ? session.Execute("INSERT INTO credentials (id, payload, version, is_dead) VALUES ($1, $2, 1, 0) ON CONFLICT (id) DO NOTHING", id, payload) > 0
            : session.Execute(
                "UPDATE credentials SET payload = $3, version = version + 1, is_dead = 0, intent_at = NULL, lease_fence = NULL, lease_until = NULL WHERE id = $1 AND version = $2",
                id, expectedVersion, payload) > 0,
        cancellationToken);

    public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return WriteAsync(
            session => session.Execute("UPDATE credentials SET payload = $4 WHERE id = $1 AND version = $2 AND payload = $3", seen.Id, seen.Version, seen.Payload, payload) > 0,
            cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        List<string> page;
        do
        {
            page = await file.ReadAsync(
                session => session.All("SELECT id FROM credentials WHERE id > $1 ORDER BY id LIMIT $2", static row => row.GetString(0), after, PageSize), cancellationToken).ConfigureAwait(false);
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
        await file.WriteAsync(session => session.Execute("DELETE FROM credentials WHERE id = $1", id), WriteCare.Erase, cancellationToken).ConfigureAwait(false);

    private ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => file.WriteAsync(work, WriteCare.Durable, cancellationToken);
}
