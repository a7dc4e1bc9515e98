using System.Text.Json;

namespace Connectors.Storage;

/// <summary>
/// What a row does to a record: the one place where all stores decide it. Fields merge by presence; a row whose contents are the
/// stored ones makes no change. Contents are all fields but nulls, <c>remoteVersion</c> and <c>remoteModifiedAt</c>, which tell that
/// something may have changed, not what. Pure.
/// </summary>
public static class RecordMerge
{
    /// <summary>Applies a row.</summary>
    /// <param name="stored">The record with its raw bytes, or <see langword="null"/> when there is none.</param>
    /// <param name="row">The row.</param>
    /// <param name="mayLag">See <see cref="SyncBatch.MayLag"/>.</param>
    /// <param name="sequence">The number that a change gets.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>The outcome and what is to be written.</returns>
    /// <exception cref="JsonException">The row's JSON is not a JSON object.</exception>
    public static MergeResult Apply(StoredRecord? stored, RecordRow row, bool mayLag, long sequence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.IsRemoved)
        {
            return Remove(stored, row, sequence, now);
        }

        return stored switch
        {
            null => Add(row, sequence, now),
            _ when mayLag && IsOlder(stored, row) => MergeResult.Nothing,
            { IsRemoved: true } => Restore(stored, row, sequence, now),
            _ => Update(stored, row, sequence, now),
        };
    }

    /// <summary>Gives a record's latest change as it is to a consumer at a place.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="record">The record.</param>
    /// <param name="after">The place.</param>
    /// <returns>The change.</returns>
    public static StoredChange ToChange(StreamKey stream, StoredRecord record, ChangeOffset after)
    {
        ArgumentNullException.ThrowIfNull(record);
        var kind = record.IsRemoved ? ChangeKind.Removed : record.AddedSequence > after.CaughtUp ? ChangeKind.Added : ChangeKind.Changed;
        return new(stream, record.RemoteId, record.Sequence, kind, record.ChangedAt)
        {
            Fields = kind == ChangeKind.Changed ? FieldSequences.Since(record.FieldSequences, after.CaughtUp) : [],
            Json = record.Json,
        };
    }

    /// <summary>A record that is there is as new as its stored time; a removed one comes back only by something newer.</summary>
    private static bool IsOlder(StoredRecord stored, RecordRow row) =>
        row.ModifiedAt is { } at && stored.ModifiedAt is { } known && (at < known || (at == known && stored.IsRemoved));

    private static MergeResult Add(RecordRow row, long sequence, DateTimeOffset now)
    {
        var json = row.Json.ToArray();
        return new(MergeOutcome.Added, new(row.RemoteId)
        {
            Json = json,
            Raw = row.Raw,
            Hash = RecordContent.Hash(json),
            ModifiedAt = row.ModifiedAt,
            ChangedAt = now,
            AddedSequence = sequence,
            Sequence = sequence,
        });
    }

    private static MergeResult Restore(StoredRecord stored, RecordRow row, long sequence, DateTimeOffset now)
    {
        var merged = RecordContent.Merge(stored.Json, row.Json);
        return new(MergeOutcome.Added, stored with
        {
            Json = merged.Json,
            Raw = row.Raw ?? stored.Raw,
            Hash = RecordContent.Hash(merged.Json),
            ModifiedAt = row.ModifiedAt ?? stored.ModifiedAt,
            RemovedAt = null,
            ChangedAt = now,
            AddedSequence = sequence,
            Sequence = sequence,
            FieldSequences = null,
        });
    }

    private static MergeResult Update(StoredRecord stored, RecordRow row, long sequence, DateTimeOffset now)
    {
        var modifiedAt = row.ModifiedAt ?? stored.ModifiedAt;
        var sameRaw = row.Raw is null || (stored.Raw is { } raw && raw.MediaType == row.Raw.MediaType && raw.Bytes.Span.SequenceEqual(row.Raw.Bytes.Span));
        var same = sameRaw && modifiedAt == stored.ModifiedAt;
        if (same && stored.Json.Span.SequenceEqual(row.Json.Span))
        {
            return MergeResult.Nothing;
        }

        var merged = RecordContent.Merge(stored.Json, row.Json);
        var record = stored with { Json = merged.Json, Raw = row.Raw ?? stored.Raw, ModifiedAt = modifiedAt };
        if (merged.Changed.Count > 0)
        {
            return new(MergeOutcome.Changed, record with
            {
                Hash = RecordContent.Hash(merged.Json),
                ChangedAt = now,
                Sequence = sequence,
                FieldSequences = FieldSequences.With(stored.FieldSequences, merged.Changed, sequence),
            });
        }

        return same && stored.Json.Span.SequenceEqual(merged.Json) ? MergeResult.Nothing : new(MergeOutcome.Unchanged, record);
    }

    /// <summary>A removal counts unless the record was changed after it: then it was brought back since.</summary>
    private static MergeResult Remove(StoredRecord? stored, RecordRow row, long sequence, DateTimeOffset now)
    {
        if (stored is null || stored.IsRemoved || row.ModifiedAt < stored.ModifiedAt)
        {
            return MergeResult.Nothing;
        }

        return new(MergeOutcome.Removed, stored with
        {
            ModifiedAt = row.ModifiedAt ?? stored.ModifiedAt,
            RemovedAt = row.ModifiedAt ?? now,
            ChangedAt = now,
            Sequence = sequence,
        });
    }
}

/// <summary>What a row does.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Record">What is to be written, or <see langword="null"/> for nothing.</param>
public readonly record struct MergeResult(MergeOutcome Outcome, StoredRecord? Record)
{
    /// <summary>Gets the result of a row that does nothing.</summary>
    public static MergeResult Nothing => default;

    /// <summary>Gets whether it is a change, which takes a number of the sequence.</summary>
    public bool IsChange => Outcome != MergeOutcome.Unchanged;
}

/// <summary>What a row does to a record.</summary>
public enum MergeOutcome
{
    /// <summary>The contents are the same; version, time or raw bytes may be new.</summary>
    Unchanged,

    /// <summary>The record is new, or came back.</summary>
    Added,

    /// <summary>Fields have other values.</summary>
    Changed,

    /// <summary>The record is removed.</summary>
    Removed,
}
