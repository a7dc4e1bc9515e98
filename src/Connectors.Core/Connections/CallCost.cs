namespace Connectors;

/// <summary>What calls cost: pass one object with <see cref="CallOptions.Cost"/> and read it afterwards. Thread-safe.</summary>
public sealed class CallCost
{
    private long _requests;
    private long _retries;
    private long _rateLimited;
    private long _bytes;
    private long _notModified;
    private long _waitedTicks;

    /// <summary>Gets how many requests were sent.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Gets how many of them were sent again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Gets how many the provider refused for a limit.</summary>
    public long RateLimited => Interlocked.Read(ref _rateLimited);

    /// <summary>Gets how many bytes of bodies came back.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytes);

    /// <summary>Gets how long calls waited for quota, added up.</summary>
    public TimeSpan Waited => new(Interlocked.Read(ref _waitedTicks));

    /// <summary>Gets how many answers were what <see cref="CallOptions.Cache"/> had kept (304): given from there.</summary>
    public long NotModified => Interlocked.Read(ref _notModified);

    internal void AddNotModified() => Interlocked.Increment(ref _notModified);

    internal void AddRequest(bool again)
    {
        Interlocked.Increment(ref _requests);
        if (again)
        {
            Interlocked.Increment(ref _retries);
        }
    }

    internal void AddRateLimited() => Interlocked.Increment(ref _rateLimited);

    internal void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    internal void AddWait(TimeSpan wait) => Interlocked.Add(ref _waitedTicks, wait.Ticks);
}
