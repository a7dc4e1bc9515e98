namespace Connectors;

/// <summary>How one sync is run. Everything has a default; most runs pass nothing.</summary>
public sealed record SyncOptions
{
    /// <summary>The options of a run that says nothing.</summary>
    public static SyncOptions Default { get; } = new();

    /// <summary>Gets whether all records are listed, even where the connector could tell what changed. An interrupted full run is gone on with.</summary>
    /// <value>The default is <see langword="false"/>: full only the first time, and where the connector tells no changes.</value>
    public bool Full { get; init; }

    /// <summary>Gets whether each record's own bytes, as the provider sent them, are kept too.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IncludeRaw { get; init; } = true;

    /// <summary>
    /// Gets how far an incremental run reaches back before the start of the last complete run, beside the connector's own
    /// <see cref="Definitions.ModelBinding.SettleLag"/>. It must cover the difference between this machine's clock and the provider's.
    /// What is read twice makes no change.
    /// </summary>
    /// <value>The default is 2 minutes. Range: 0 to 30 days.</value>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets how long the right to run holds after the last sign of life. After the process was killed, nobody can go on for so long
    /// at most. It is renewed while a page is awaited.
    /// </summary>
    /// <value>The default is 1 minute. Range: 3 seconds to 1 day.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long to wait for somebody else who runs the same sync, before <see cref="SyncInProgressException"/>.</summary>
    /// <value>The default is 0: not at all. Range: 0 to 1 day.</value>
    public TimeSpan MaxLeaseWait { get; init; }

    /// <summary>Gets how long one call may wait for quota before the run fails with <see cref="RateLimitedException"/> (and can be gone on with).</summary>
    /// <value>The default is the provider's <see cref="ConnectorOptions.MaxQuotaWait"/>.</value>
    public TimeSpan? MaxQuotaWait { get; init; }

    /// <summary>Gets how many records a page should have. A page is held in memory and committed whole.</summary>
    /// <value>The default is the provider's largest size. Range: from 1.</value>
    public int? PageSize { get; init; }

    /// <summary>Gets the provider's names of extra fields to read, for providers that give only what is asked for.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    /// <summary>Gets a text of the app's own for the calls of the run, see <see cref="CallOptions.Correlation"/>.</summary>
    public string? Correlation { get; init; }

    internal void Validate()
    {
        Check(Overlap, TimeSpan.Zero, TimeSpan.FromDays(30), nameof(Overlap));
        Check(LeaseDuration, TimeSpan.FromSeconds(3), TimeSpan.FromDays(1), nameof(LeaseDuration));
        Check(MaxLeaseWait, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(MaxLeaseWait));
        Check(PageSize ?? 1, 1, int.MaxValue, nameof(PageSize));
    }

    private static void Check<T>(T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {min} to {max}.");
        }
    }
}
