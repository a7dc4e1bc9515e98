namespace Connectors.Storage;

/// <summary>One stream in memory.</summary>
internal sealed class MemoryStreamState
{
    public SortedDictionary<string, StoredRecord> Records { get; } = new(StringComparer.Ordinal);

    public string? Checkpoint { get; set; }

    public long Generation { get; set; }

    public long Fence { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>The place of a record's latest change in the order of changes.</summary>
internal readonly record struct MemoryChange(long Sequence, StreamKey Stream, string RemoteId)
{
    public static Comparer<MemoryChange> BySequence { get; } = Comparer<MemoryChange>.Create(static (one, other) => one.Sequence.CompareTo(other.Sequence));

    public static MemoryChange At(long sequence) => new(sequence, default, "");
}
