using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>
/// The database: opens connections, has the tables made at first use, repeats what failed for the moment, and bounds all of it. Work
/// that was repeated after a lost answer is told so (<see cref="PostgreSqlSession.AnswerLost"/>): it may have been done already.
/// </summary>
internal sealed class PostgreSqlDatabase(Func<NpgsqlDataSource> open, bool isOwner, PostgreSqlOptions options) : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly Lazy<(NpgsqlDataSource Source, Place Place)> _opened = new(() => open() is var source ? (source, Place.Of(source, options.Schema)) : default);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isReady;

    /// <summary>Gets the schema, quoted.</summary>
    public string Schema { get; } = PostgreSqlSchema.Quoted(options.Schema);

    /// <summary>Does work that changes nothing.</summary>
    public ValueTask<T> ReadAsync<T>(Func<PostgreSqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, isWrite: false, cancellationToken);

    /// <summary>Does work as careful as the server is set to: a power failure may take the last of it back.</summary>
    public ValueTask<T> NoteAsync<T>(Func<PostgreSqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, isWrite: false, cancellationToken);

    /// <summary>Does work whose statements each survive a power failure of the server once they are answered.</summary>
    public ValueTask<T> WriteAsync<T>(Func<PostgreSqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, isWrite: true, cancellationToken);

    public void Dispose()
    {
        if (isOwner && _opened.IsValueCreated)
        {
            _opened.Value.Source.Dispose();
        }

        _gate.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwner && _opened.IsValueCreated)
        {
            await _opened.Value.Source.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private async ValueTask<T> RunAsync<T>(Func<PostgreSqlSession, Task<T>> work, bool isWrite, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await RepeatAsync(
            (connection, answerLost, place, bound) => work(new(connection, place, options.Timeout / 3, isWrite, answerLost, bound)), isWrite, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isReady)
            {
                _isReady = await RepeatAsync((connection, _, place, bound) => TableMaker.EnsureAsync(connection, options, place, bound), isWrite: false, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The server is real, so this waits in real time, whatever clock the app has.</summary>
    private async ValueTask<T> RepeatAsync<T>(Func<NpgsqlConnection, bool, Place, CancellationToken, Task<T>> work, bool isWrite, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(options.Timeout);
        Exception? last = null;
        var answerLost = false;
        for (var pause = s_firstPause; ; pause = pause < s_longestPause ? pause * 2 : s_longestPause)
        {
            var isOpen = false;
            var place = _opened.Value.Place;
            try
            {
                var connection = await _opened.Value.Source.OpenConnectionAsync(bound.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    isOpen = true;
                    return await work(connection, answerLost, place, bound.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw PostgreSqlErrors.Late(last, place, options.Timeout, isWrite && (answerLost || isOpen));
            }
            catch (Exception error) when (PostgreSqlErrors.Is(error))
            {
                last = error;
                var failure = PostgreSqlErrors.Judge(error, isOpen);
                answerLost |= failure == Failure.AnswerLost;
                _isReady &= !PostgreSqlErrors.IsMissingTable(error);
                if (failure == Failure.Final)
                {
                    throw PostgreSqlErrors.Explain(error, place, isOpen);
                }
            }

            try
            {
                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, bound.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw PostgreSqlErrors.Late(last, place, options.Timeout, isWrite && answerLost);
            }
        }
    }
}
