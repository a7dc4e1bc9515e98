using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Storage;

/// <content>Quota that two real processes take from.</content>
public abstract partial class TwoProcessContract
{
    protected abstract IQuotaStore Quota { get; }

    [Fact]
    public async Task Take_TwoProcessesTakeOneByOne_TogetherGetWhatThereIs()
    {
        var granted = await BothAsync("quota", 80);

        Assert.Equal(100, granted.Sum());
        Assert.All(granted, one => Assert.InRange(one, 20, 80));
    }

    [Fact]
    public async Task Killed_HoldingPermits_TheyComeBackWhenTheirTimeIsOver()
    {
        using var other = await StoreProcess.StartAsync(Opens, "quota-hold", 60);
        await other.GoAsync();
        Assert.Equal(60, Assert.Single(await other.NumbersAsync()));
        Assert.Equal(40, await TakeAsync(1));

        await other.KillAsync();
        await PassAsync(s_lease + TimeSpan.FromSeconds(1));

        Assert.Equal(100, await TakeAsync(2));
    }

    private async Task<long> TakeAsync(long turn)
    {
        var take = new QuotaTake
        {
            Gate = new("acme", "", "App/at-once/*"),
            Process = Guid.Empty,
            Turn = turn,
            Kind = LimitKind.Concurrency,
            Permits = 100,
            Window = TimeSpan.Zero,
            HeldFor = s_lease,
            Want = 100,
        };
        return Assert.Single(await Quota.TakeAsync([take], default)).Granted;
    }
}
