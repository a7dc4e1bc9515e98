using System.Collections.Concurrent;

namespace Connectors.Http;

/// <summary>
/// Lends cancellation sources with a timer, so that a call makes none. A source is lent again only when it was not cancelled and its
/// timer never ran. Sources on another clock than the system's are not kept.
/// </summary>
internal static class CancellationPool
{
    private static readonly int s_most = Environment.ProcessorCount * 8;
    private static readonly ConcurrentQueue<CancellationTokenSource> s_idle = [];
    private static int s_count;

    /// <summary>Lends a source that is cancelled after a time.</summary>
    public static CancellationTokenSource Rent(TimeSpan after, TimeProvider time)
    {
        if (time != TimeProvider.System || !s_idle.TryDequeue(out var source))
        {
            return new(after, time);
        }

        Interlocked.Decrement(ref s_count);
        source.CancelAfter(after);
        return source;
    }

    /// <summary>Takes a source back. Nobody may use it or its token any more.</summary>
    public static void Return(CancellationTokenSource source, TimeProvider time)
    {
        if (time == TimeProvider.System && Volatile.Read(ref s_count) < s_most && source.TryReset())
        {
            Interlocked.Increment(ref s_count);
            s_idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
