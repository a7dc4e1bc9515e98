using System.Text;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

/// <summary>Makes rows and reads stores.</summary>
internal static class Some
{
    public static StreamKey Stream { get; } = new(new("fake", "acme"), "test.person");

    public static RecordRow Row(string id, string json, DateTimeOffset? at = null, string? raw = null) => new(id)
    {
        Json = Encoding.UTF8.GetBytes(json),
        ModifiedAt = at,
        Raw = raw is null ? null : new(Encoding.UTF8.GetBytes(raw)),
    };

    public static RecordRow Removal(string id, DateTimeOffset? at = null) => new(id) { IsRemoved = true, ModifiedAt = at };

    public static SyncBatch Batch(params RecordRow[] rows) => new() { Rows = rows, Checkpoint = "{}" };

    public static async Task<SyncLease> BeginAsync(this ISyncStore store, StreamKey? stream = null) =>
        await store.TryBeginAsync(stream ?? Stream, TimeSpan.FromMinutes(1), default) ?? throw new InvalidOperationException("Somebody else runs it.");

    public static ValueTask<CommitResult> CommitAsync(this ISyncStore store, SyncLease lease, params RecordRow[] rows) => store.CommitAsync(lease, Batch(rows), default);

    public static async Task<string?> JsonAsync(this ISyncStore store, string id, StreamKey? stream = null) =>
        await store.ReadAsync(stream ?? Stream, id, default) is { } record ? Encoding.UTF8.GetString(record.Json.Span) : null;

    /// <summary>All changes after a place, as text: <c>1 Added a</c>, <c>2 Changed a (email)</c>.</summary>
    public static async Task<string[]> ChangesAsync(this ISyncStore store, ChangeOffset after = default, string list = "test.person", int limit = 100)
    {
        var page = await store.ReadChangesAsync(new(list, after, limit), default);
        return [.. page.Changes.Select(Text)];
    }

    public static string Text(StoredChange change) =>
        $"{change.Sequence} {change.Kind} {change.RemoteId}{(change.Fields.Count == 0 ? "" : $" ({string.Join(", ", change.Fields.Order(StringComparer.Ordinal))})")}";

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
