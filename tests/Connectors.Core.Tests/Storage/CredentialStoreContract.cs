using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

/// <summary>What every credential store must hold to. A store's own test class derives from this and makes the store.</summary>
public abstract partial class CredentialStoreContract
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(90);

    protected abstract ICredentialStore Store { get; }

    /// <summary>Lets the store's clock go on.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Read_NothingThere_GivesNull() => Assert.Null(await Store.ReadAsync("none", default));

    [Fact]
    public async Task TryReplace_New_StoresVersionOne()
    {
        Assert.True(await Store.TryReplaceAsync("c", 0, new byte[] { 1, 2 }, default));

        var row = await Store.ReadAsync("c", default);
        Assert.Equal(("c", 1, false, false), (row!.Id, row.Version, row.IsDead, row.HasIntent));
        Assert.Equal(new byte[] { 1, 2 }, row.Payload.ToArray());
    }

    [Fact]
    public async Task TryReplace_OtherVersion_ChangesNothing()
    {
        await NewAsync(1);

        Assert.False(await Store.TryReplaceAsync("c", 0, new byte[] { 2 }, default));
        Assert.False(await Store.TryReplaceAsync("c", 2, new byte[] { 2 }, default));
        Assert.Equal(1, await ContentAsync());
    }

    [Fact]
    public async Task TryReplace_CallersBufferReused_KeepsItsOwnCopy()
    {
        var buffer = new byte[] { 7 };
        await Store.TryReplaceAsync("c", 0, buffer, default);
        buffer[0] = 0;

        Assert.Equal(7, await ContentAsync());
    }

    [Fact]
    public async Task TryLease_SecondOne_IsRefusedUntilTheFirstHasEnded()
    {
        await NewAsync(1);
        var first = await Store.TryLeaseAsync("c", 1, s_lease, default);

        Assert.NotNull(first);
        Assert.Null(await Store.TryLeaseAsync("c", 1, s_lease, default));

        await PassAsync(s_lease + TimeSpan.FromSeconds(1));
        var second = await Store.TryLeaseAsync("c", 1, s_lease, default);
        Assert.NotNull(second);
        Assert.True(second.Fence > first.Fence);
    }

    [Fact]
    public async Task TryLease_OtherVersionOrNoRow_IsRefused()
    {
        await NewAsync(1);

        Assert.Null(await Store.TryLeaseAsync("c", 2, s_lease, default));
        Assert.Null(await Store.TryLeaseAsync("none", 1, s_lease, default));
        Assert.NotNull(await Store.TryLeaseAsync("c", 1, s_lease, default));
    }

    [Fact]
    public async Task TryLease_ManyAtOnce_GivesOne()
    {
        await NewAsync(1);

        var leases = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await Store.TryLeaseAsync("c", 1, s_lease, default))));

        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task TryWrite_IntentThenRenewed_StoresTheNextVersionAndEndsTheLease()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);

        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default));
        Assert.True((await Store.ReadAsync("c", default))!.HasIntent);
        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));

        var row = await Store.ReadAsync("c", default);
        Assert.Equal((2, false, false), (row!.Version, row.IsDead, row.HasIntent));
        Assert.Equal(2, await ContentAsync());
        Assert.NotNull(await Store.TryLeaseAsync("c", 2, s_lease, default));
    }

    [Fact]
    public async Task TryWrite_SameLeaseAfterItsEnd_IsRefused()
    {
        foreach (var end in new[] { CredentialWriteKind.Released, CredentialWriteKind.Unknown, CredentialWriteKind.Renewed, CredentialWriteKind.Dead })
        {
            await Store.DeleteAsync("c", default);
            await NewAsync(1);
            var lease = await LeaseAsync(1);
            Assert.True(await Store.TryWriteAsync(lease, new(end, new byte[] { 2 }), default));

            Assert.False(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 3 }), default));
        }
    }

    [Fact]
    public async Task TryWrite_Released_ClearsTheIntentAndFreesTheRow()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default);

        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Released), default));

        var row = await Store.ReadAsync("c", default);
        Assert.Equal((1, false, false), (row!.Version, row.IsDead, row.HasIntent));
        Assert.NotNull(await Store.TryLeaseAsync("c", 1, s_lease, default));
    }

    [Fact]
    public async Task TryLease_AfterAHolderWasLost_TellsHowLongAgoItAsked()
    {
        await NewAsync(1);
        var lost = await LeaseAsync(1);
        Assert.Null(lost.IntentAge);
        await Store.TryWriteAsync(lost, new(CredentialWriteKind.Intent), default);
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));

        var second = await LeaseAsync(1);
        Assert.InRange(second.IntentAge!.Value, s_lease, s_lease + TimeSpan.FromSeconds(30));

        // The second one asks as well and is lost too: what counts is since when nobody knows.
        await Store.TryWriteAsync(second, new(CredentialWriteKind.Intent), default);
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));
        Assert.InRange((await LeaseAsync(1)).IntentAge!.Value, s_lease * 2, (s_lease * 2) + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task TryWrite_Unknown_FreesTheRowAndKeepsTheIntent()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default);

        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Unknown), default));

        Assert.True((await Store.ReadAsync("c", default))!.HasIntent);
        Assert.NotNull((await LeaseAsync(1)).IntentAge);
    }

    [Theory]
    [InlineData(CredentialWriteKind.Renewed, 2)]
    [InlineData(CredentialWriteKind.Released, 1)]
    public async Task TryLease_AfterAnIntentThatEnded_TellsOfNone(CredentialWriteKind end, long version)
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default);
        await Store.TryWriteAsync(lease, new(end, new byte[] { 2 }), default);

        Assert.Null((await LeaseAsync(version)).IntentAge);
    }

    [Fact]
    public async Task TryReplace_AfterAnIntent_ForgetsIt()
    {
        await NewAsync(1);
        await Store.TryWriteAsync(await LeaseAsync(1), new(CredentialWriteKind.Intent), default);

        await Store.TryReplaceAsync("c", 1, new byte[] { 2 }, default);

        Assert.False((await Store.ReadAsync("c", default))!.HasIntent);
        Assert.Null((await LeaseAsync(2)).IntentAge);
    }

    [Fact]
    public async Task TryWrite_Dead_KeepsThePayloadAndGivesNoMoreLeases()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);

        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Dead), default));

        var row = await Store.ReadAsync("c", default);
        Assert.Equal((1, true, false), (row!.Version, row.IsDead, row.HasIntent));
        Assert.Equal(1, await ContentAsync());
        Assert.Null(await Store.TryLeaseAsync("c", 1, s_lease, default));
    }

    [Fact]
    public async Task TryReplace_DeadRow_MakesItAliveAgain()
    {
        await NewAsync(1);
        await Store.TryWriteAsync(await LeaseAsync(1), new(CredentialWriteKind.Dead), default);

        Assert.True(await Store.TryReplaceAsync("c", 1, new byte[] { 2 }, default));

        var row = await Store.ReadAsync("c", default);
        Assert.Equal((2, false), (row!.Version, row.IsDead));
    }

    [Fact]
    public async Task TryWrite_LeaseEndedButNobodyElseCame_IsTaken()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        await PassAsync(s_lease * 2);

        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
    }

    [Fact]
    public async Task TryWrite_StaleLease_CannotWriteAnything()
    {
        await NewAsync(1);
        var stale = await LeaseAsync(1);
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));
        var fresh = await LeaseAsync(1);

        foreach (var kind in Enum.GetValues<CredentialWriteKind>())
        {
            Assert.False(await Store.TryWriteAsync(stale, new(kind, new byte[] { 9 }), default));
        }

        Assert.True(await Store.TryWriteAsync(fresh, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        Assert.Equal(2, await ContentAsync());
    }

    [Fact]
    public async Task TryReplace_UnderALease_WinsOverTheHolder()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);

        Assert.True(await Store.TryReplaceAsync("c", 1, new byte[] { 5 }, default));

        foreach (var kind in Enum.GetValues<CredentialWriteKind>())
        {
            Assert.False(await Store.TryWriteAsync(lease, new(kind, new byte[] { 9 }), default));
        }

        var row = await Store.ReadAsync("c", default);
        Assert.Equal((2, false), (row!.Version, row.IsDead));
        Assert.NotNull(await Store.TryLeaseAsync("c", 2, s_lease, default));
    }

    [Fact]
    public async Task Delete_ThenMadeAnew_OldLeaseCannotWrite()
    {
        await NewAsync(1);
        var old = await LeaseAsync(1);
        await Store.DeleteAsync("c", default);
        await NewAsync(2);
        var fresh = await LeaseAsync(1);

        Assert.False(await Store.TryWriteAsync(old, new(CredentialWriteKind.Renewed, new byte[] { 9 }), default));
        Assert.NotEqual(old.Fence, fresh.Fence);
        Assert.Equal(2, await ContentAsync());
    }

    [Fact]
    public async Task Delete_NothingThere_IsNoError()
    {
        await Store.DeleteAsync("none", default);

        Assert.Null(await Store.ReadAsync("none", default));
    }

    [Fact]
    public async Task TryRewrap_RowAsSeen_ChangesTheCiphertextOnly()
    {
        await NewAsync(1);
        var seen = (await Store.ReadAsync("c", default))!;

        Assert.True(await Store.TryReencryptAsync(seen, new byte[] { 9 }, default));

        var row = (await Store.ReadAsync("c", default))!;
        Assert.Equal((1, false, false), (row.Version, row.IsDead, row.HasIntent));
        Assert.Equal(9, await ContentAsync());
        Assert.False(await Store.TryReencryptAsync(seen, new byte[] { 8 }, default));
        Assert.Equal(9, await ContentAsync());
    }

    [Fact]
    public async Task TryRewrap_WhileSomebodyRenews_TheRenewalWins()
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default));
        var seen = (await Store.ReadAsync("c", default))!;

        Assert.True(await Store.TryReencryptAsync(seen, new byte[] { 9 }, default));
        Assert.True((await Store.ReadAsync("c", default))!.HasIntent);
        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        Assert.False(await Store.TryReencryptAsync(seen, new byte[] { 9 }, default));

        Assert.Equal((2, 2), ((await Store.ReadAsync("c", default))!.Version, await ContentAsync()));
    }

    [Fact]
    public async Task TryRewrap_DeadRow_StaysDead()
    {
        await NewAsync(1);
        await Store.TryWriteAsync(await LeaseAsync(1), new(CredentialWriteKind.Dead), default);

        Assert.True(await Store.TryReencryptAsync((await Store.ReadAsync("c", default))!, new byte[] { 9 }, default));

        Assert.True((await Store.ReadAsync("c", default))!.IsDead);
    }

    [Fact]
    public async Task TryRewrap_MadeAnewWithTheSameVersionOrGone_ChangesNothing()
    {
        await NewAsync(1);
        var seen = (await Store.ReadAsync("c", default))!;
        await Store.DeleteAsync("c", default);
        Assert.False(await Store.TryReencryptAsync(seen, new byte[] { 9 }, default));
        await NewAsync(2);

        Assert.False(await Store.TryReencryptAsync(seen, new byte[] { 9 }, default));
        Assert.Equal(2, await ContentAsync());
    }

    [Fact]
    public async Task List_ManyRows_GivesEachIdOnceInOrder()
    {
        string[] ids = [.. Enumerable.Range(0, 401).Select(index => $"c{index:D3}")];
        foreach (var id in ids.Reverse())
        {
            await Store.TryReplaceAsync(id, 0, new byte[] { 1 }, default);
        }

        List<string> listed = [];
        await foreach (var id in Store.ListAsync(default))
        {
            listed.Add(id);

            // The list holds nothing that a write would wait for.
            Assert.True(listed.Count > 1 || await Store.TryReplaceAsync(id, 1, new byte[] { 2 }, default));
        }

        Assert.Equal(ids, listed);
    }

    private async Task NewAsync(byte content) => Assert.True(await Store.TryReplaceAsync("c", 0, new[] { content }, default));

    private async Task<CredentialLease> LeaseAsync(long version)
    {
        var lease = await Store.TryLeaseAsync("c", version, s_lease, default);
        Assert.NotNull(lease);
        return lease;
    }

    private async Task<int> ContentAsync() => (await Store.ReadAsync("c", default))!.Payload.Span[0];
}

public sealed class MemoryCredentialStoreTests : CredentialStoreContract
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryCredentialStore _store;

    public MemoryCredentialStoreTests() => _store = new(_time);

    protected override ICredentialStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
