using System.Collections.Concurrent;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.RequestLogs;

/// <summary>
/// Writes what is observed into the store, batch by batch as it comes, and keeps the log within its bounds. Each request is one entry,
/// and each call for which none was sent. A singleton.
/// </summary>
internal sealed class RequestLogWriter : ICallObserver, IConnectionEraser, IDisposable
{
    /// <summary>After so many entries the log is brought back within its bounds.</summary>
    internal const int TrimEvery = 500;

    private const long MemoryEntries = 10_000;
    private const long StoreEntries = 100_000;

    private readonly RequestLogOptions _options;
    private readonly TimeProvider _time;
    private readonly long _maxEntries;

    /// <summary>Connections that were forgotten, and when: what still runs of one then must not bring it back.</summary>
    private readonly ConcurrentDictionary<ConnectionKey, DateTimeOffset> _forgotten = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _sinceTrim = TrimEvery;

    public RequestLogWriter(IOptions<RequestLogOptions> options, TimeProvider time, IServiceProvider services)
    {
        (_options, _time) = (options.Value, time);
        var kept = _options.InMemory ? null : services.GetService<IRequestLogStore>();
        Store = kept ?? new MemoryRequestLogStore(_options.MaxBytes);
        _maxEntries = _options.MaxEntries ?? (kept is null ? MemoryEntries : StoreEntries);
    }

    public IRequestLogStore Store { get; }

    /// <summary>Gets the moment before which entries are too old to be given.</summary>
    public DateTimeOffset Oldest => _time.GetUtcNow() - _options.MaxAge;

    public async ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RequestLogRow[] rows = [.. seen.Where(one => IsKept(one) && !IsForgotten(one)).Select(RequestLogRow.Of)];
            if (rows.Length == 0)
            {
                return;
            }

            await Store.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
            _sinceTrim += rows.Length;
            if (_sinceTrim >= TrimEvery || _maxEntries < TrimEvery)
            {
                _sinceTrim = 0;
                await Store.TrimAsync(Oldest, _maxEntries, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Erases what is there, and what of the connection is still on its way here.</summary>
    public async ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        _forgotten[connection] = _time.GetUtcNow();
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Store.ForgetAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static bool IsKept(CallObservation seen) => seen.Kind == ObservationKind.Attempt || seen.Attempt == 0;

    private bool IsForgotten(CallObservation seen) => _forgotten.TryGetValue(seen.Connection, out var at) && seen.At <= at;
}
