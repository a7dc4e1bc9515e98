using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

/// <summary>Holders that never come back, answers that were lost, and races: at every point the next one finds a row that it can act on.</summary>
public abstract partial class CredentialStoreContract
{
    private const int Rounds = 12;

    [Fact]
    public async Task Crash_AfterTheLease_NextOneWaitsItOutAndFindsNothingAsked()
    {
        await NewAsync(1);
        var crashed = await LeaseAsync(1);

        Assert.Null(await Store.TryLeaseAsync("c", 1, s_lease, default));
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));
        var next = await LeaseAsync(1);

        Assert.Null(next.IntentAge);
        Assert.False((await Store.ReadAsync("c", default))!.HasIntent);
        await OnlyTheNextOneWritesAsync(crashed, next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_AfterTheIntent_NextOneLearnsOfItAndTheOldHolderIsTooLate(bool hasAsked)
    {
        await NewAsync(1);
        var crashed = await LeaseAsync(1);
        Assert.True(await Store.TryWriteAsync(crashed, new(CredentialWriteKind.Intent), default));

        Assert.Null(await Store.TryLeaseAsync("c", 1, s_lease, default));
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));
        var next = await LeaseAsync(1);

        // Asked or not, an outsider cannot tell: the row says the same, and what the provider gave the lost one is not taken any more.
        Assert.InRange(next.IntentAge!.Value, s_lease, s_lease + TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await Store.ReadAsync("c", default))!.Version);
        if (hasAsked)
        {
            Assert.False(await Store.TryWriteAsync(crashed, new(CredentialWriteKind.Renewed, new byte[] { 7 }), default));
        }

        await OnlyTheNextOneWritesAsync(crashed, next);
    }

    [Fact]
    public async Task Crash_AfterRenewed_NextOneFindsTheNewVersionAndNobodyHoldsIt()
    {
        await NewAsync(1);
        var crashed = await LeaseAsync(1);
        await Store.TryWriteAsync(crashed, new(CredentialWriteKind.Intent), default);
        Assert.True(await Store.TryWriteAsync(crashed, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));

        Assert.Null(await Store.TryLeaseAsync("c", 1, s_lease, default));
        var next = await LeaseAsync(2);

        Assert.Equal((2L, null), (next.Version, next.IntentAge));
        Assert.Equal(2, await ContentAsync());
    }

    [Fact]
    public async Task Crash_AfterDeadOrReleased_LeavesNoLeaseBehind()
    {
        await NewAsync(1);
        await Store.TryWriteAsync(await LeaseAsync(1), new(CredentialWriteKind.Released), default);
        var next = await LeaseAsync(1);
        await Store.TryWriteAsync(next, new(CredentialWriteKind.Dead), default);

        Assert.True((await Store.ReadAsync("c", default))!.IsDead);
        Assert.True(await Store.TryReplaceAsync("c", 1, new byte[] { 2 }, default));
        Assert.NotNull(await LeaseAsync(2));
    }

    [Theory]
    [InlineData(CredentialWriteKind.Renewed)]
    [InlineData(CredentialWriteKind.Dead)]
    [InlineData(CredentialWriteKind.Released)]
    [InlineData(CredentialWriteKind.Unknown)]
    public async Task TryWrite_AgainAfterItsAnswerWasLost_ChangesNothingMore(CredentialWriteKind kind)
    {
        await NewAsync(1);
        var lease = await LeaseAsync(1);
        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default));
        Assert.True(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default));
        await Store.TryWriteAsync(lease, new(kind, new byte[] { 2 }), default);
        var written = (await Store.ReadAsync("c", default))!;

        await Store.TryWriteAsync(lease, new(kind, new byte[] { 2 }), default);

        var row = (await Store.ReadAsync("c", default))!;
        Assert.Equal((written.Version, written.IsDead, written.HasIntent), (row.Version, row.IsDead, row.HasIntent));
        Assert.Equal(written.Payload.ToArray(), row.Payload.ToArray());
        Assert.Equal((kind == CredentialWriteKind.Renewed ? 2 : 1, kind == CredentialWriteKind.Unknown), (row.Version, row.HasIntent));
    }

    [Fact]
    public async Task TryReplace_AgainAfterItsAnswerWasLost_SaysNoAndTheRowTellsWhose()
    {
        Assert.True(await Store.TryReplaceAsync("c", 0, new byte[] { 1 }, default));
        Assert.False(await Store.TryReplaceAsync("c", 0, new byte[] { 1 }, default));
        Assert.True(await Store.TryReplaceAsync("c", 1, new byte[] { 2 }, default));
        Assert.False(await Store.TryReplaceAsync("c", 1, new byte[] { 2 }, default));

        Assert.Equal((2, 2), ((await Store.ReadAsync("c", default))!.Version, await ContentAsync()));
    }

    [Fact]
    public async Task Race_LeaseAgainstReplace_AHolderOfTheOldVersionNeverWrites()
    {
        await NewAsync(1);
        for (var version = 1; version <= Rounds; version++)
        {
            var leasing = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Store.TryLeaseAsync("c", version, s_lease, default))).ToList();
            var replacing = Task.Run(async () => await Store.TryReplaceAsync("c", version, new[] { (byte)(version + 1) }, default));
            var leases = await Task.WhenAll(leasing);

            Assert.True(await replacing);
            Assert.InRange(leases.Count(lease => lease is not null), 0, 1);
            foreach (var lease in leases.OfType<CredentialLease>())
            {
                Assert.False(await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 200 }), default));
            }

            Assert.Equal(version + 1, await ContentAsync());
        }
    }

    [Fact]
    public async Task Race_RenewedAgainstReplace_OneOfThemWins()
    {
        await NewAsync(1);
        for (var version = 1; version <= Rounds; version++)
        {
            var lease = await LeaseAsync(version);
            var renewing = Task.Run(async () => await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 100 }), default));
            var replacing = Task.Run(async () => await Store.TryReplaceAsync("c", version, new byte[] { 200 }, default));

            Assert.NotEqual(await renewing, await replacing);
            Assert.Equal(await renewing ? 100 : 200, await ContentAsync());
            Assert.Equal(version + 1, (await Store.ReadAsync("c", default))!.Version);
        }
    }

    [Fact]
    public async Task Race_DeleteAndMakeAnewAgainstTheHolder_TheNewRowIsNeverWrittenByIt()
    {
        List<long> fences = [];
        for (var round = 0; round < Rounds; round++)
        {
            await Store.DeleteAsync("c", default);
            await NewAsync(1);
            var lease = await LeaseAsync(1);
            fences.Add(lease.Fence);
            var writing = Task.Run(async () => await Store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 200 }), default));
            await Store.DeleteAsync("c", default);
            Assert.True(await Store.TryReplaceAsync("c", 0, new byte[] { 5 }, default));
            await writing;

            Assert.Equal((1, 5), ((await Store.ReadAsync("c", default))!.Version, await ContentAsync()));
        }

        Assert.Equal(fences.Distinct().Order(), fences);
    }

    [Fact]
    public async Task Race_ManyReplaceOneVersion_OneOfThemDoes()
    {
        await NewAsync(1);
        for (var version = 1; version <= Rounds; version++)
        {
            var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () => await Store.TryReplaceAsync("c", version, new[] { (byte)index }, default))));

            Assert.Equal(Array.IndexOf(made, true), await ContentAsync());
            Assert.Single(made, won => won);
        }
    }

    private async Task OnlyTheNextOneWritesAsync(CredentialLease crashed, CredentialLease next)
    {
        Assert.True(next.Fence > crashed.Fence);
        foreach (var kind in Enum.GetValues<CredentialWriteKind>())
        {
            Assert.False(await Store.TryWriteAsync(crashed, new(kind, new byte[] { 9 }), default));
        }

        Assert.True(await Store.TryWriteAsync(next, new(CredentialWriteKind.Intent), default));
        Assert.True(await Store.TryWriteAsync(next, new(CredentialWriteKind.Renewed, new byte[] { 3 }), default));
        Assert.Equal((2, 3), ((await Store.ReadAsync("c", default))!.Version, await ContentAsync()));
    }
}
