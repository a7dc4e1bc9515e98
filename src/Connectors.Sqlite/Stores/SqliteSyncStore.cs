using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors.Sqlite;

/// <summary>Keeps streams, records and offsets. What a row does to a record is <see cref="RecordMerge"/>'s.</summary>
internal sealed class SqliteSyncStore(SqliteFile file) : ISyncStore
{
    private const int PageSize = 200;

    private static readonly string s_owner = $"{Environment.MachineName}/{Environment.ProcessId}";

    public ValueTask<SyncLease?> TryBeginAsync(StreamKey stream, TimeSpan duration, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            var now = file.Time.GetUtcNow();
            var fence = session.NextFence();
            return session.First(
                """
                INSERT INTO streams (connection, list, generation, fence, lease_owner, lease_until) VALUES ($1, $2, 0, $3, $4, $5)
                ON CONFLICT (connection, list) DO UPDATE SET fence = excluded.fence, lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
                    WHERE lease_until IS NULL OR lease_until <= $6
                RETURNING checkpoint, generation
                """,
                row => new SyncLease(stream, fence, duration, row.TextOrNull(0), row.GetInt64(1)),
                stream.Connection.ToString(), stream.List, fence, s_owner, now + duration, now);
        },
        cancellationToken);

    public ValueTask<CommitResult> CommitAsync(SyncLease lease, SyncBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        return WriteAsync(session => Commit(session, lease, batch), cancellationToken);
    }

    public async ValueTask EndAsync(SyncLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await WriteAsync(
            session =>
                session.Execute(
                    "DELETE FROM streams WHERE connection = $1 AND list = $2 AND fence = $3 AND checkpoint IS NULL",
                    lease.Stream.Connection.ToString(), lease.Stream.List, lease.Fence) +
                session.Execute(
                    "UPDATE streams SET lease_owner = NULL, lease_until = NULL WHERE connection = $1 AND list = $2 AND fence = $3",
                    lease.Stream.Connection.ToString(), lease.Stream.List, lease.Fence),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<StoredRecord?> ReadAsync(StreamKey stream, string remoteId, CancellationToken cancellationToken) =>
        file.ReadAsync(session => RecordTable.Find(session, stream, remoteId), cancellationToken);

    public async IAsyncEnumerable<StoredRecord> ListAsync(StreamKey stream, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = "";
        List<StoredRecord> page;
        do
        {
            page = await file.ReadAsync(session => RecordTable.List(session, stream, query, after, PageSize), cancellationToken).ConfigureAwait(false);
            foreach (var record in page)
            {
                yield return record;
                after = record.RemoteId;
            }
        }
        while (page.Count == PageSize);
    }

    public ValueTask<long> CountAsync(StreamKey stream, CancellationToken cancellationToken) =>
        file.ReadAsync(session => RecordTable.Count(session, stream), cancellationToken);

    public ValueTask<ChangePage> ReadChangesAsync(ChangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return file.ReadAsync(session => ChangePage.From(RecordTable.Changes(session, query), query, session.Sequence()), cancellationToken);
    }

    public ValueTask<ChangeOffset> ReadOffsetAsync(string consumer, string list, CancellationToken cancellationToken) => file.ReadAsync(
        session => session.First(
            "SELECT sequence, caught_up FROM offsets WHERE consumer = $1 AND list = $2",
            static row => new ChangeOffset(row.GetInt64(0), row.GetInt64(1)),
            consumer, list),
        cancellationToken);

    public async ValueTask SaveOffsetAsync(string consumer, string list, ChangeOffset offset, CancellationToken cancellationToken) => await WriteAsync(
        session => session.Execute(
            """
            INSERT INTO offsets (consumer, list, sequence, caught_up) VALUES ($1, $2, $3, $4)
            ON CONFLICT (consumer, list) DO UPDATE SET sequence = excluded.sequence, caught_up = excluded.caught_up
            """,
            consumer, list, offset.Sequence, offset.CaughtUp),
        cancellationToken).ConfigureAwait(false);

    public async ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken) => await file.WriteAsync(
        session =>
        {
            session.Execute("DELETE FROM streams WHERE connection = $1", connection.ToString());
            return session.Execute("DELETE FROM records WHERE connection = $1", connection.ToString());
        },
        WriteCare.Scrub,
        cancellationToken).ConfigureAwait(false);

    private ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => file.WriteAsync(work, WriteCare.Normal, cancellationToken);

    private CommitResult Commit(SqliteSession session, SyncLease lease, SyncBatch batch)
    {
        var now = file.Time.GetUtcNow();
        var held = session.Execute(
            """
            UPDATE streams SET checkpoint = $4, generation = generation + $5, lease_until = $6
            WHERE connection = $1 AND list = $2 AND fence = $3 AND lease_until IS NOT NULL
            """,
            lease.Stream.Connection.ToString(), lease.Stream.List, lease.Fence, batch.Checkpoint, batch.BeginsGeneration ? 1 : 0, now + lease.Duration);
        if (held == 0)
        {
            return CommitResult.Stale;
        }

        var result = default(CommitResult);
        var first = session.Sequence();
        var sequence = first;
        foreach (var row in batch.Rows)
        {
            var merge = RecordMerge.Apply(RecordTable.Find(session, lease.Stream, row.RemoteId), row, batch.MayLag, sequence + 1, now);
            sequence += merge.IsChange ? 1 : 0;
            result = result.With(merge.Outcome);
            if (merge.Record is { } record)
            {
                RecordTable.Write(session, lease.Stream, record);
            }
        }

        if (sequence > first)
        {
            session.SetSequence(sequence);
        }

        return result;
    }
}
