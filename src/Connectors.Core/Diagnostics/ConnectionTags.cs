using System.Collections.Concurrent;

namespace Connectors.Diagnostics;

/// <summary>Gives the first connections a tag of their own, so that a metric has a bounded number of time series. Thread-safe.</summary>
internal sealed class ConnectionTags(int max)
{
    internal const string Other = "other";

    private readonly ConcurrentDictionary<ConnectionKey, string> _known = new();
    private int _count;

    public string Of(ConnectionKey key)
    {
        if (_known.TryGetValue(key, out var tag))
        {
            return tag;
        }

        if (Volatile.Read(ref _count) >= max || Interlocked.Increment(ref _count) > max)
        {
            return Other;
        }

        return _known.GetOrAdd(key, static key => key.ToString());
    }
}
