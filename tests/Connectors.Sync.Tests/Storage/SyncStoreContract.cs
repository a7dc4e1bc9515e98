using Connectors.Core.Tests.Testing;
using System.Text;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

/// <summary>What every sync store keeps to.</summary>
public abstract class SyncStoreContract
{
    private protected ManualTimeProvider Time { get; } = new();

    private ISyncStore Store => field ??= Create();

    [Fact]
    public async Task TryBegin_WhileHeld_GivesNothing()
    {
        var first = await Store.BeginAsync();

        Assert.Null(await Store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default));
        Assert.NotNull(await Store.TryBeginAsync(new(new("fake", "other"), "test.person"), TimeSpan.FromMinutes(1), default));
        await Store.EndAsync(first, default);
        Assert.NotNull(await Store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task TryBegin_LeaseRunOut_GivesHigherFenceAndCheckpoint()
    {
        var first = await Store.BeginAsync();
        await Store.CommitAsync(first, new() { Checkpoint = "{\"at\":1}", BeginsGeneration = true }, default);
        Time.Advance(TimeSpan.FromMinutes(1));

        var second = await Store.BeginAsync();

        Assert.True(second.Fence > first.Fence);
        Assert.Equal("{\"at\":1}", second.Checkpoint);
        Assert.Equal((0, 1), (first.Generation, second.Generation));
    }

    [Fact]
    public async Task Commit_ExtendsTheLease()
    {
        var lease = await Store.BeginAsync();
        Time.Advance(TimeSpan.FromSeconds(50));
        await Store.CommitAsync(lease);
        Time.Advance(TimeSpan.FromSeconds(50));

        Assert.Null(await Store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Commit_LeaseRunOutButNobodyBegan_Commits()
    {
        var lease = await Store.BeginAsync();
        Time.Advance(TimeSpan.FromHours(1));

        var result = await Store.CommitAsync(lease, Some.Row("a", "{}"));

        Assert.False(result.IsStale);
        Assert.Null(await Store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Commit_StaleLease_WritesNothing()
    {
        var old = await Store.BeginAsync();
        Time.Advance(TimeSpan.FromMinutes(2));
        var current = await Store.BeginAsync();

        var result = await Store.CommitAsync(old, new() { Rows = [Some.Row("a", "{}")], Checkpoint = "old" }, default);
        await Store.EndAsync(old, default);

        Assert.True(result.IsStale);
        Assert.Null(await Store.ReadAsync(Some.Stream, "a", default));
        Assert.Empty(await Store.ChangesAsync());
        Assert.Null(await Store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default));
        await Store.EndAsync(current, default);
        Assert.Null((await Store.BeginAsync()).Checkpoint);
    }

    [Fact]
    public async Task Commit_EndedLease_IsStale()
    {
        var lease = await Store.BeginAsync();
        await Store.EndAsync(lease, default);

        Assert.True((await Store.CommitAsync(lease, Some.Row("a", "{}"))).IsStale);
    }

    [Fact]
    public async Task Commit_OneRowIsNoJson_WritesNothing()
    {
        var lease = await Store.BeginAsync();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada"}"""));

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(async () =>
            await Store.CommitAsync(lease, new() { Rows = [Some.Row("a", """{"name":"Bob"}"""), Some.Row("b", "{}"), Some.Row("c", "[")], Checkpoint = "bad" }, default));

        Assert.Equal("""{"name":"Ada"}""", await Store.JsonAsync("a"));
        Assert.Null(await Store.JsonAsync("b"));
        Assert.Equal(["1 Added a"], await Store.ChangesAsync());
        await Store.EndAsync(lease, default);
        Assert.Equal("{}", (await Store.BeginAsync()).Checkpoint);
    }

    [Fact]
    public async Task Commit_Canceled_WritesNothing()
    {
        var lease = await Store.BeginAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CommitAsync(lease, Some.Batch(Some.Row("a", "{}")), new(canceled: true)));

        Assert.Null(await Store.JsonAsync("a"));
    }

    [Fact]
    public async Task Commit_MergesByPresence_NullIsAValue()
    {
        var lease = await Store.BeginAsync();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada","email":"a@x","customFields":{"one":1,"two":2}}""", raw: "r1"));

        await Store.CommitAsync(lease, Some.Row("a", """{"email":null,"customFields":{"two":3}}"""));

        Assert.Equal("""{"name":"Ada","email":null,"customFields":{"one":1,"two":3}}""", await Store.JsonAsync("a"));
        Assert.Equal("r1", (await Store.ReadAsync(Some.Stream, "a", default))!.Raw!.AsText());
        Assert.Equal(["2 Added a"], await Store.ChangesAsync());
        Assert.Equal(["2 Changed a (customFields.two, email)"], await Store.ChangesAsync(new(1, 1)));
    }

    [Fact]
    public async Task Commit_SameContents_MakesNoChangeButKeepsNewRawAndVersion()
    {
        var lease = await Store.BeginAsync();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada","remoteVersion":"1"}""", raw: "r1"));
        var before = await Store.ReadAsync(Some.Stream, "a", default);

        var same = await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada","remoteVersion":"1"}""", raw: "r1"), Some.Row("a", """{"name":"Ada"}"""));
        var newer = await Store.CommitAsync(lease, Some.Row("a", """{"remoteVersion":"2","name":"Ada","phone":null}""", raw: "r2"));

        var after = await Store.ReadAsync(Some.Stream, "a", default);
        Assert.Equal((2, 1), (same.Unchanged, newer.Unchanged));
        Assert.Equal((before!.Sequence, before.Hash), (after!.Sequence, after.Hash));
        Assert.Equal("r2", after.Raw!.AsText());
        Assert.Equal("""{"name":"Ada","remoteVersion":"2","phone":null}""", Encoding.UTF8.GetString(after.Json.Span));
        Assert.Equal(["1 Added a"], await Store.ChangesAsync());
    }

    [Fact]
    public async Task Commit_Removal_KeepsTheRecordAsRemoved()
    {
        var lease = await Store.BeginAsync();
        var at = Time.GetUtcNow();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada"}""", at), Some.Row("b", "{}"));

        var result = await Store.CommitAsync(lease, Some.Removal("a", at.AddMinutes(1)), Some.Removal("nobody"));
        var again = await Store.CommitAsync(lease, Some.Removal("a", at.AddMinutes(1)));

        Assert.Equal((1, 1, 1), (result.Removed, result.Unchanged, again.Unchanged));
        Assert.Equal(1, await Store.CountAsync(Some.Stream, default));
        Assert.Equal(["b"], await IdsAsync(RecordQuery.Default));
        Assert.Equal(["a", "b"], await IdsAsync(new() { IncludeRemoved = true }));
        Assert.Equal(at.AddMinutes(1), (await Store.ReadAsync(Some.Stream, "a", default))!.RemovedAt);
        Assert.Equal(["2 Added b", "3 Removed a"], await Store.ChangesAsync());
    }

    [Fact]
    public async Task Commit_RemovalOlderThanTheRecord_IsLeftOut()
    {
        var lease = await Store.BeginAsync();
        var at = Time.GetUtcNow();
        await Store.CommitAsync(lease, Some.Row("a", "{}", at));

        var result = await Store.CommitAsync(lease, Some.Removal("a", at.AddMinutes(-1)));

        Assert.Equal(1, result.Unchanged);
        Assert.False((await Store.ReadAsync(Some.Stream, "a", default))!.IsRemoved);
    }

    [Fact]
    public async Task Commit_RecordComesBack_IsAdded()
    {
        var lease = await Store.BeginAsync();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada"}"""), Some.Removal("a"));

        var result = await Store.CommitAsync(lease, Some.Row("a", """{"name":"Ada"}"""));

        Assert.Equal(1, result.Added);
        Assert.Equal(["3 Added a"], await Store.ChangesAsync(new(2, 2)));
    }

    [Fact]
    public async Task Commit_MayLag_LeavesOlderRowsOut()
    {
        var lease = await Store.BeginAsync();
        var at = Time.GetUtcNow();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"new"}""", at), Some.Row("b", """{"name":"gone"}""", at), Some.Removal("b", at.AddMinutes(1)));

        var lagging = await Store.CommitAsync(
            lease, Some.Batch(Some.Row("a", """{"name":"old"}""", at.AddMinutes(-1)), Some.Row("b", """{"name":"gone"}""", at)) with { MayLag = true }, default);
        var list = await Store.CommitAsync(lease, Some.Row("a", """{"name":"old"}""", at.AddMinutes(-1)));

        Assert.Equal(2, lagging.Unchanged);
        Assert.True((await Store.ReadAsync(Some.Stream, "b", default))!.IsRemoved);
        Assert.Equal(1, list.Changed);
    }

    [Fact]
    public async Task ReadChanges_OneSequenceOverAllStreams_LatestPerRecord()
    {
        var other = new StreamKey(new("fake", "other"), "test.person");
        var foreign = new StreamKey(new("fake", "acme"), "test.pet");
        var (one, two, three) = (await Store.BeginAsync(), await Store.BeginAsync(other), await Store.BeginAsync(foreign));
        await Store.CommitAsync(one, Some.Row("a", """{"name":"1"}"""));
        await Store.CommitAsync(two, Some.Row("a", "{}"));
        await Store.CommitAsync(three, Some.Row("x", "{}"));
        await Store.CommitAsync(one, Some.Row("a", """{"name":"2"}"""));

        var page = await Store.ReadChangesAsync(new("test.person", default), default);

        Assert.Equal([(2L, other), (4L, Some.Stream)], page.Changes.Select(change => (change.Sequence, change.Stream)));
        Assert.Equal(new ChangeOffset(4, 4), page.Next);
        Assert.False(page.HasMore);
        Assert.Equal(new ChangeOffset(4, 4), (await Store.ReadChangesAsync(new("test.pet", new(3, 3)), default)).Next);
    }

    [Fact]
    public async Task ReadChanges_InPieces_NeverTellsChangedBeforeAdded()
    {
        var lease = await Store.BeginAsync();
        await Store.CommitAsync(lease, Some.Row("a", """{"name":"1"}"""), Some.Row("b", "{}"), Some.Row("c", "{}"), Some.Row("d", "{}"));
        var first = await Store.ReadChangesAsync(new("test.person", default, 2), default);
        await Store.CommitAsync(lease, Some.Row("c", """{"name":"3"}"""));

        var second = await Store.ReadChangesAsync(new("test.person", first.Next, 2), default);

        Assert.Equal(["1 Added a", "2 Added b"], Texts(first));
        Assert.True(first.HasMore);
        Assert.Equal(["4 Added d", "5 Added c"], Texts(second));
        Assert.Equal(new ChangeOffset(5, 5), second.Next);
    }

    [Fact]
    public async Task Offsets_AreKeptByConsumerAndList()
    {
        await Store.SaveOffsetAsync("payroll", "test.person", new(5, 3), default);
        await Store.SaveOffsetAsync("payroll", "test.pet", new(9, 9), default);
        await Store.SaveOffsetAsync("payroll", "test.pet", new(1, 0), default);

        Assert.Equal(new ChangeOffset(5, 3), await Store.ReadOffsetAsync("payroll", "test.person", default));
        Assert.Equal(new ChangeOffset(1, 0), await Store.ReadOffsetAsync("payroll", "test.pet", default));
        Assert.Equal(ChangeOffset.Beginning, await Store.ReadOffsetAsync("mail", "test.person", default));
    }

    [Fact]
    public async Task Forget_ErasesOneConnection_AndNumbersGoOn()
    {
        var other = new StreamKey(new("fake", "other"), "test.person");
        var (lease, kept) = (await Store.BeginAsync(), await Store.BeginAsync(other));
        await Store.CommitAsync(kept, Some.Row("b", "{}"));
        await Store.CommitAsync(lease, Some.Row("a", "{}", raw: "r"));

        await Store.ForgetAsync(Some.Stream.Connection, default);

        Assert.True((await Store.CommitAsync(lease, Some.Row("a", "{}"))).IsStale);
        Assert.Null(await Store.JsonAsync("a"));
        Assert.Equal(["1 Added b"], await Store.ChangesAsync());
        var again = await Store.BeginAsync();
        Assert.Null(again.Checkpoint);
        Assert.True(again.Fence > lease.Fence);
        await Store.CommitAsync(again, Some.Row("a", "{}"));
        Assert.Equal(["3 Added a"], await Store.ChangesAsync(new(2, 2)));
    }

    [Fact]
    public async Task List_ManyRecords_GivesAllInOrder()
    {
        var lease = await Store.BeginAsync();
        var rows = Enumerable.Range(0, 450).Select(index => Some.Row($"p{index:D4}", $$"""{"name":"Zoë {{index}}"}""", raw: $"r{index}")).ToArray();
        await Store.CommitAsync(lease, rows);

        var listed = await Store.ListAsync(Some.Stream, new() { IncludeRaw = true }, default).ToListAsync();
        var plain = await Store.ListAsync(Some.Stream, RecordQuery.Default, default).ToListAsync();

        Assert.Equal(rows.Select(row => (row.RemoteId, row.Raw!.AsText())), listed.Select(record => (record.RemoteId, record.Raw!.AsText())));
        Assert.All(rows.Zip(plain), pair => Assert.True(pair.First.Json.Span.SequenceEqual(pair.Second.Json.Span)));
        Assert.All(plain, record => Assert.Null(record.Raw));
        Assert.Equal(450, await Store.CountAsync(Some.Stream, default));
    }

    [Fact]
    public async Task Read_GivesEverythingAsItWasWritten()
    {
        var lease = await Store.BeginAsync();
        var at = Time.GetUtcNow().AddTicks(-1234567);
        await Store.CommitAsync(lease, new() { Rows = [Some.Row("ü/1", """{"name":"x"}""", at) with { Raw = new(new byte[] { 1, 0, 255 }, "text/xml") }, Some.Row("e", "{}", raw: "")], Checkpoint = "{}" }, default);

        var record = await Store.ReadAsync(Some.Stream, "ü/1", default);
        var empty = await Store.ReadAsync(Some.Stream, "e", default);

        Assert.Equal(at, record!.ModifiedAt);
        Assert.Equal(Time.GetUtcNow(), record.ChangedAt);
        Assert.Equal(new byte[] { 1, 0, 255 }, record.Raw!.Bytes.ToArray());
        Assert.Equal("text/xml", record.Raw.MediaType);
        Assert.Equal(0, empty!.Raw!.Bytes.Length);
    }

    private protected abstract ISyncStore Create();

    private static string[] Texts(ChangePage page) => [.. page.Changes.Select(Some.Text)];

    private async Task<string[]> IdsAsync(RecordQuery query) => [.. (await Store.ListAsync(Some.Stream, query, default).ToListAsync()).Select(record => record.RemoteId)];
}
