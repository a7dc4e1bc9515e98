using System.Runtime.InteropServices;

namespace Connectors.Storage;

/// <summary>How far a consumer has come.</summary>
/// <param name="Sequence">The number of the last change that it is done with.</param>
/// <param name="CaughtUp">
/// The number up to which it has seen every record: where it last reached the end. A record that came later may not be known to it,
/// because of each record only the latest change is kept; so such a record is told as added, and never as changed alone.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChangeOffset(long Sequence, long CaughtUp)
{
    /// <summary>Gets the place before the first change.</summary>
    public static ChangeOffset Beginning => default;
}

/// <summary>Which changes to read.</summary>
/// <param name="List">The model's id or the list's name.</param>
/// <param name="After">The place after which to read.</param>
/// <param name="Limit">How many at most; from 1.</param>
public sealed record ChangeQuery(string List, ChangeOffset After, int Limit = 100);

/// <summary>A piece of a list's changes.</summary>
/// <param name="Changes">The changes, in the store's order.</param>
/// <param name="Next">The place after the last of them; at the end, the place after everything that the store holds.</param>
/// <param name="HasMore">Whether there are more now.</param>
public sealed record ChangePage(IReadOnlyList<StoredChange> Changes, ChangeOffset Next, bool HasMore)
{
    /// <summary>Makes the answer to a query; for stores.</summary>
    /// <param name="found">The changes found, one more than the query's limit where there are more.</param>
    /// <param name="query">The query.</param>
    /// <param name="head">The number of the store's last change, as of the moment of the query.</param>
    /// <returns>The page.</returns>
    public static ChangePage From(IReadOnlyList<StoredChange> found, ChangeQuery query, long head)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(query);
        if (found.Count <= query.Limit)
        {
            var end = Math.Max(head, query.After.Sequence);
            return new(found, new(end, end), false);
        }

        IReadOnlyList<StoredChange> changes = [.. found.Take(query.Limit)];
        return new(changes, query.After with { Sequence = changes[^1].Sequence }, true);
    }
}

/// <summary>The latest change of one record, as it is to a consumer at a certain place.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="RemoteId">The provider's id.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When it took effect in the store.</param>
public sealed record StoredChange(StreamKey Stream, string RemoteId, long Sequence, ChangeKind Kind, DateTimeOffset At)
{
    /// <summary>Gets the names of the fields that changed, as in the JSON; with <see cref="ChangeKind.Changed"/> only.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Gets the record as it is now (or was, when removed).</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
