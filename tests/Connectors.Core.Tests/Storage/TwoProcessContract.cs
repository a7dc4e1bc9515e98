using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

/// <summary>What stores that several processes share must hold to while several processes share them: real ones, one of which is killed.</summary>
public abstract partial class TwoProcessContract
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(90);

    protected abstract ICredentialStore Credentials { get; }

    protected abstract IConnectionStore Connections { get; }

    /// <summary>How the other process opens the same store; see tests/Connectors.StoreProcess.</summary>
    protected abstract string[] Opens { get; }

    /// <summary>Lets the store's clock go on.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task TryLease_32TakersInTwoProcesses_OneGetsIt()
    {
        await NewAsync();

        Assert.Single(await BothAsync("lease", 16));
        Assert.Null(await Credentials.TryLeaseAsync("c", 1, s_lease, default));
    }

    [Fact]
    public async Task TryWrite_TwoProcessesRenewInTurns_EachVersionIsMadeByOne()
    {
        await NewAsync();

        var made = await BothAsync("renew", 20);

        Assert.Equal(Enumerable.Range(1, 20).Select(version => (long)version), made.Order());
        var row = (await Credentials.ReadAsync("c", default))!;
        Assert.Equal((21L, 21, false), (row.Version, (int)row.Payload.Span[0], row.HasIntent));
    }

    [Fact]
    public async Task TryWrite_TwoProcessesChangeAConnection_EachChangeIsMadeOnce()
    {
        await Connections.TryWriteAsync(new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "s", AccountId = "0" }, default);

        await BothAsync("change", 15, hasAnswer: false);

        var last = (await Connections.ReadAsync(new("acme", "t"), default))!;
        Assert.Equal(("30", 31), (last.AccountId, last.Version));
    }

    [Fact]
    public async Task TakeSignIn_32TakersInTwoProcesses_OneGetsIt()
    {
        await Connections.SaveSignInAsync(new("acme", "t"), "s", new byte[] { 7 }, TimeProvider.System.GetUtcNow().AddMinutes(10), default);

        Assert.Equal(7, Assert.Single(await BothAsync("take", 16)));
    }

    [Theory]
    [InlineData("leased")]
    [InlineData("intended")]
    [InlineData("renewed")]
    public async Task Killed_HoldingTheLease_TheNextOneGoesOn(string point)
    {
        await NewAsync();
        using var other = await StoreProcess.StartAsync(Opens, point, 1);
        await other.GoAsync();
        var fence = Assert.Single(await other.NumbersAsync());
        var version = point == "renewed" ? 2 : 1;
        if (point != "renewed")
        {
            Assert.Null(await Credentials.TryLeaseAsync("c", 1, s_lease, default));
        }

        await other.KillAsync();
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));

        var next = await Credentials.TryLeaseAsync("c", version, s_lease, default);
        Assert.True(next!.Fence > fence);
        Assert.Equal(point == "intended", next.IntentAge >= s_lease);
        Assert.Equal(version, (await Credentials.ReadAsync("c", default))!.Payload.Span[0]);
        Assert.True(await Credentials.TryWriteAsync(next, new(CredentialWriteKind.Renewed, new byte[] { 3 }), default));
    }

    private async Task NewAsync() => Assert.True(await Credentials.TryReplaceAsync("c", 0, new byte[] { 1 }, default));

    private async Task<long[]> BothAsync(string thing, int times, bool hasAnswer = true)
    {
        var starting = new[] { StoreProcess.StartAsync(Opens, thing, times), StoreProcess.StartAsync(Opens, thing, times) };
        using var first = await starting[0];
        using var second = await starting[1];
        await Task.WhenAll(first.GoAsync(), second.GoAsync());
        long[] numbers = hasAnswer ? [.. await first.NumbersAsync(), .. await second.NumbersAsync()] : [];
        await Task.WhenAll(first.EndAsync(), second.EndAsync());
        return numbers;
    }
}
