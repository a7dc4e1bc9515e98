using Microsoft.Extensions.Logging;

namespace Connectors.Limits;

/// <summary>
/// Keeps the providers' limits over all processes that share a store. Within each process it is a <see cref="MemoryQuota"/>: who goes first,
/// who waits, what answers teach. Thread-safe; one instance in each process serves all connections of all providers.
/// </summary>
/// <remarks>
/// <para>
/// The store grants permits by its own clock, in blocks that grow with the load, and a permit that is not used soon is given back. So
/// the processes together never send more than the provider allows in any window of its, as long as a call arrives within a quarter of the
/// window (ten seconds at the most) after it was let through; a process that slept uses no permit of an earlier window. Unlike a process alone, none goes on with what it knows: a
/// gate that one process saw closed, and a limit that it learned, reach all others with their next taking, within one second of use.
/// </para>
/// <para>
/// A process that is killed gives back what it held when the store has not heard of it for the window and 5 to 15 seconds, calls under way for 35
/// seconds. Processes that wait at the same limit get the same part of what comes free.
/// </para>
/// <para>
/// While the store cannot be used, each process goes on with its part of each limit among the processes that it last knew of, and logs a
/// warning (1040); it asks again every 0.5 to 4 seconds. A process that never reached the store since it started sends nothing: calls fail
/// with <see cref="ErrorKind.Unavailable"/>, after at most two seconds. When only some processes reach the store, those may go on to the whole
/// limit beside the parts of the others; the provider's refusals then close the gates.
/// </para>
/// <para>
/// Endpoints without any stated limit are not shared: a refusal there is known to the process that met it.
/// </para>
/// </remarks>
public sealed class SharedQuota : IQuota, IDisposable, IAsyncDisposable
{
    private readonly MemoryQuota _quota;
    private readonly IQuotaStore _store;

    /// <summary>Makes it.</summary>
    /// <param name="store">The store; not disposed of.</param>
    /// <param name="time">The process's clock, for waits.</param>
    /// <param name="loggers">Where to log that the store cannot be used.</param>
    public SharedQuota(IQuotaStore store, TimeProvider time, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _quota = new(time, new(store, time, loggers?.CreateLogger("Connectors")));
    }

    /// <inheritdoc/>
    /// <remarks>Completes synchronously on permits that are there. To ask the store is no wait for quota, and done within two seconds whatever <see cref="QuotaRequest.MaxWait"/> says.</remarks>
    public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken) => _quota.AcquireAsync(request, cancellationToken);

    /// <summary>Erases what the store keeps of a connection.</summary>
    internal ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken)
    {
        _quota.Silence(connection);
        return _store.EraseAsync(connection, cancellationToken);
    }

    /// <summary>Ends all waits; what is held comes back when its time is over.</summary>
    public void Dispose() => _quota.Dispose();

    /// <summary>Gives back what is held, and ends all waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _quota.EndAsync().ConfigureAwait(false);
        _quota.Dispose();
    }
}
