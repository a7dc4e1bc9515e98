using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connectors.Sqlite;

/// <summary>
/// The database file: one writer at a time in this process, any number of readers, and other processes beside. Opened, and
/// migrated, at first use. Writes wait for another process without holding a thread.
/// </summary>
internal sealed class SqliteFile(string path, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_busyBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private SqliteSession? _writer;
    private volatile bool _disposed;

    /// <summary>Gets the whole path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Gets the clock by which leases end.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Does work in one transaction: all of it, or nothing.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, WriteCare care, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var session = _writer ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (care == WriteCare.Durable)
            {
                session.Script("PRAGMA synchronous = FULL");
            }

            try
            {
                var result = await TransactAsync(session, work, cancellationToken).ConfigureAwait(false);
                if (care == WriteCare.Scrub)
                {
                    await ScrubAsync(session, cancellationToken).ConfigureAwait(false);
                }

                return result;
            }
            finally
            {
                // Neither can fail what was committed.
                session.Try(care switch
                {
                    WriteCare.Durable => "PRAGMA synchronous = NORMAL",
                    WriteCare.Erase => "PRAGMA wal_checkpoint(TRUNCATE)",
                    _ => "",
                });
            }
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, Path);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads in one transaction: everything as of one moment.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _writer) is null)
        {
            await WriteAsync(static _ => true, WriteCare.Normal, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var session = _readers.TryTake(out var idle) ? idle : OpenReader();
            try
            {
                session.Script("BEGIN");
                return work(session);
            }
            finally
            {
                session.Try("ROLLBACK");
                _readers.Add(session);
                if (_disposed)
                {
                    CloseReaders();
                }
            }
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, Path);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        CloseReaders();
        _writer?.Dispose();
        _gate.Dispose();
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private static async ValueTask<T> TransactAsync<T>(SqliteSession session, Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await RetryAsync(session, "BEGIN IMMEDIATE", cancellationToken).ConfigureAwait(false);
        try
        {
            var result = work(session);
            session.Script("COMMIT");
            return result;
        }
        catch
        {
            session.Try("ROLLBACK");
            throw;
        }
    }

    /// <summary>Writes the file anew and empties its side file; readers of other processes may hold that back for a while.</summary>
    private async ValueTask ScrubAsync(SqliteSession session, CancellationToken cancellationToken)
    {
        await RetryAsync(session, "VACUUM", cancellationToken).ConfigureAwait(false);
        var started = TimeProvider.System.GetTimestamp();
        while (session.Scalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_busyBound)
            {
                throw SqliteErrors.Problem(
                    Path, "is read by another program all the time, so that what was deleted is still in its -wal file", "Close the program that holds a transaction open (a database tool?), and erase again.", isTransient: true);
            }

            await Task.Delay(s_busyPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Another process holds the file for real, so this waits in real time, whatever clock the app has.</summary>
    private static async ValueTask RetryAsync(SqliteSession session, string sql, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var result = session.Try(sql);
            if ((result & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || TimeProvider.System.GetElapsedTime(started) > s_busyBound)
            {
                session.Check(result);
                return;
            }

            await Task.Delay(s_busyPause * (1 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SqliteSession> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SqliteLibrary.Ensure();
        NewFile.Create(Path);
        var session = new SqliteSession(Path);
        try
        {
            // Whose file it is comes first: nothing is done to somebody else's.
            var isCurrent = IsCurrent(session);
            await RetryAsync(session, "PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
            session.Script("PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;");
            if (!isCurrent)
            {
                await TransactAsync(session, Migrate, cancellationToken).ConfigureAwait(false);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        // As of one moment: another process may be making the tables right now.
        bool IsCurrent(SqliteSession reading)
        {
            reading.Script("BEGIN");
            try
            {
                return SqliteSchema.IsCurrent(reading, Path);
            }
            finally
            {
                reading.Try("ROLLBACK");
            }
        }

        bool Migrate(SqliteSession locked)
        {
            SqliteSchema.Migrate(locked, Path);
            return true;
        }
    }

    private SqliteSession OpenReader()
    {
        var session = new SqliteSession(Path);
        session.Script("PRAGMA query_only = ON");
        return session;
    }
}
