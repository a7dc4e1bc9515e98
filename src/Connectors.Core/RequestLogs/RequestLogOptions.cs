namespace Connectors;

/// <summary>How much of the requests is kept. What is shown of each is set with <c>ConfigureCallObservation</c>.</summary>
public sealed class RequestLogOptions
{
    /// <summary>Gets or sets how many entries are kept.</summary>
    /// <value>The default is 100,000; in memory, 10,000. 1 to 100,000,000.</value>
    public long? MaxEntries { get; set; }

    /// <summary>Gets or sets how long entries are kept. Older ones are not given any more, and deleted when others are written.</summary>
    /// <value>The default is seven days; more than zero, ten years at most.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how many bytes are kept in memory. Of no effect in a store.</summary>
    /// <value>The default is 64 MiB; at least 64 KiB.</value>
    public long MaxBytes { get; set; } = 64 << 20;

    /// <summary>Gets or sets whether the log is kept in memory, even where a store could keep it.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool InMemory { get; set; }

    internal bool AreGood => MaxEntries is null or (>= 1 and <= 100_000_000) && MaxAge > TimeSpan.Zero && MaxAge <= TimeSpan.FromDays(3660) && MaxBytes >= 64 << 10;
}
