using System.Collections.Concurrent;

namespace Connectors.Limits;

/// <summary>
/// Keeps the providers' limits within one process. Thread-safe; one instance serves all connections of all providers, and what it
/// remembers of a connection that is no longer used is forgotten.
/// </summary>
/// <remarks>
/// <para>
/// A call goes when every limit that counts its endpoint has room for what it costs, and is then counted at all of them at once. What it
/// did cost is settled when an answer tells.
/// </para>
/// <para>
/// Those that wait go in this order: interactive calls before background ones, of which each sixteenth goes all the same; the
/// connections that share a limit in turn, one call each, whatever it costs; the calls of one connection as they came. A call that waits
/// holds nothing, and one that waits for much is not overtaken by those who need little.
/// </para>
/// <para>
/// Answers teach it (see <see cref="IQuotaLease.Observe"/>): a refusal closes the gate for everybody, headers set what is allowed and
/// left. Calls of other processes are known only by what the headers tell.
/// </para>
/// </remarks>
public sealed class MemoryQuota : IQuota, IDisposable
{
    private readonly ConcurrentDictionary<string, ProviderQuota> _providers = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly QuotaSharing? _sharing;
    private volatile bool _isDisposed;

    /// <summary>Makes it.</summary>
    /// <param name="time">The clock.</param>
    public MemoryQuota(TimeProvider time)
        : this(time, sharing: null)
    {
    }

    internal MemoryQuota(TimeProvider time, QuotaSharing? sharing)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _sharing) = (time, sharing);
    }

    /// <summary>Gets how many connections and gates are remembered.</summary>
    internal int Count => _providers.Values.Sum(provider => provider.Count);

    /// <inheritdoc/>
    /// <remarks>Completes synchronously when there is room. The request's limits are compared by identity: hand over the definition's list.</remarks>
    public ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IQuotaLease>(cancellationToken);
        }

        var provider = request.Connection.Provider;
        if (!_providers.TryGetValue(provider, out var quota))
        {
            var added = new ProviderQuota(_time, provider, _sharing);
            quota = _providers.GetOrAdd(provider, added);
            if (quota != added)
            {
                added.Dispose();
            }
        }

        return quota.AcquireAsync(request, cancellationToken);
    }

    /// <summary>Ends all waits with <see cref="ObjectDisposedException"/> and stops the timers. Leases that are out stay good.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var provider in _providers.Values)
        {
            provider.Dispose();
        }
    }

    /// <summary>Tells the store of shared quota nothing more of a connection, until its next call.</summary>
    internal void Silence(ConnectionKey connection)
    {
        if (_providers.TryGetValue(connection.Provider, out var provider))
        {
            provider.Silence(connection);
        }
    }

    /// <summary>Gives the store of shared quota back what is held.</summary>
    internal async ValueTask EndAsync()
    {
        _isDisposed = true;
        await Task.WhenAll(_providers.Values.Select(static provider => provider.EndAsync().AsTask())).ConfigureAwait(false);
    }
}
