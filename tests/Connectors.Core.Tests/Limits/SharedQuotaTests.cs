using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>Several processes over one store, on one clock: legal at the provider at every moment, and hardly less than that.</summary>
public sealed class SharedQuotaTests : IDisposable
{
    private readonly SharedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(LimitKind.SlidingWindow, 100, 10, 1)]
    [InlineData(LimitKind.SlidingWindow, 100, 10, 2)]
    [InlineData(LimitKind.SlidingWindow, 1000, 10, 4)]
    [InlineData(LimitKind.FixedWindow, 100, 10, 4)]
    [InlineData(LimitKind.SlidingWindow, 400, 60, 3)]
    public void Window_ProcessesOverloadIt_KeepItAndUseIt(LimitKind kind, int permits, double seconds, int processes)
    {
        var arrivals = _world.Run(Some.Limit(kind, permits, seconds), processes, TimeSpan.FromSeconds(8 * seconds), 1.5 * permits / seconds);

        AssertNoWindowAbove(arrivals, permits, seconds);
        var counted = arrivals.Count(at => at >= seconds && at < 7 * seconds);
        Assert.True(counted >= 0.95 * 6 * permits, $"{counted} calls of {6 * permits}");
    }

    [Theory]
    [InlineData(100, 10, 1)]
    [InlineData(200, 10, 4)]
    public void Bucket_ProcessesOverloadIt_NeverEmptyItAndUseIt(int permits, double seconds, int processes)
    {
        var arrivals = _world.Run(Some.Limit(LimitKind.TokenBucket, permits, seconds), processes, TimeSpan.FromSeconds(6 * seconds), 1.5 * permits / seconds);

        var (level, last) = ((double)permits, 0.0);
        foreach (var at in arrivals)
        {
            level = Math.Min(permits, level + ((at - last) * permits / seconds)) - 1;
            last = at;
            Assert.True(level > -1e-6, $"The bucket is at {level} at {at} s.");
        }

        Assert.True(arrivals.Count >= 0.95 * 6 * permits, $"{arrivals.Count} calls");
    }

    [Fact]
    public void Concurrency_ProcessesOverloadIt_NeverTooManyAtOnceAndBothGo()
    {
        var arrivals = _world.Run(Some.Limit(LimitKind.Concurrency, 4, 0), processes: 2, TimeSpan.FromSeconds(30), offered: 200, takes: 100);

        Assert.True(_world.MostAtOnce <= 4, $"{_world.MostAtOnce} at once");
        Assert.True(arrivals.Count >= 0.8 * 30 * 4 / 0.1, $"{arrivals.Count} calls");
        Assert.All(_world.Calls, calls => Assert.True(calls >= 0.3 * arrivals.Count, $"{calls} calls of {arrivals.Count}"));
    }

    [Fact]
    public void Underload_ManyCalls_FewRoundTrips()
    {
        var arrivals = _world.Run(Some.Limit(LimitKind.SlidingWindow, 5000, 10), processes: 2, TimeSpan.FromSeconds(30), offered: 300);

        Assert.InRange(arrivals.Count, 8900, 9000);
        Assert.InRange(_world.Store.Takings, 1, 450);
    }

    [Fact]
    public void Overload_TwoProcesses_BothGetTheirPart()
    {
        var arrivals = _world.Run(Some.Limit(LimitKind.SlidingWindow, 200, 10), processes: 2, TimeSpan.FromSeconds(60), offered: 60);

        Assert.All(_world.Calls, calls => Assert.True(calls >= 0.35 * arrivals.Count, $"{calls} calls of {arrivals.Count}"));
    }

    [Fact]
    public void IdleProcess_HoldsNothing_TheOtherGetsAll()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10)];
        var (idle, busy) = (_world.Open(), _world.Open());
        _world.Call(idle, limits);
        _world.Advance(3);

        var leases = Enumerable.Range(0, 120).Select(_ => SharedWorld.Ask(busy, limits)).ToList();
        _world.Advance(1);

        Assert.Equal(99, leases.Count(lease => lease.IsCompletedSuccessfully));
    }

    [Fact]
    public void Refusal_OneProcessSawIt_TheOtherStopsWithinASecond()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1000, 10)];
        var (one, other) = (_world.Open(), _world.Open());
        for (var call = 0; call < 50; call++)
        {
            _world.Call(one, limits);
            _world.Call(other, limits);
            _world.Advance(0.05);
        }

        var refused = SharedWorld.Ask(one, limits);
        _world.Advance(0.1);
        SharedWorld.Answer(refused, Some.Refusal(20));
        _world.Advance(1);

        var late = SharedWorld.Ask(other, limits);
        _world.Advance(15);
        Assert.False(late.IsCompleted);
        _world.Advance(5);
        Assert.True(late.IsCompletedSuccessfully);
    }

    [Fact]
    public void Killed_ProcessHeldPermits_TheyComeBack()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 10, 10)];
        var (killed, other) = (_world.Open(), _world.Open());
        Assert.All(Enumerable.Range(0, 10).Select(_ => SharedWorld.Ask(killed, limits)).ToList(), lease => { _world.Advance(0.02); Assert.True(lease.IsCompleted); });
        _world.Cut(killed);

        var waiting = SharedWorld.Ask(other, limits);
        _world.Advance(9);
        Assert.False(waiting.IsCompleted);
        _world.Advance(10);
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public void Slept_LongerThanPermitsAreGood_UsesNoneOfThem()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10)];
        var sleeper = _world.Open();
        for (var call = 0; call < 20; call++)
        {
            _world.Call(sleeper, limits);
            _world.Advance(0.05);
        }

        // It wakes before its timers fire, and the store does not answer yet.
        _world.Store.IsSlow = true;
        _world.Advance(1.5);

        Assert.False(SharedWorld.Ask(sleeper, limits).IsCompleted);
    }

    [Fact]
    public void Acquire_MayNotWait_IsAnsweredByTheStoreFirst()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 2, 10)];
        var process = _world.Open();

        var first = SharedWorld.Ask(process, limits, TimeSpan.Zero);
        var second = SharedWorld.Ask(process, limits, TimeSpan.Zero);
        var third = SharedWorld.Ask(process, limits, TimeSpan.Zero);
        _world.Advance(0.5);

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        Assert.IsType<RateLimitedException>(third.Exception?.InnerException);

        SharedWorld.Answer(first);
        SharedWorld.Answer(second);
        _world.Advance(1);
        Assert.IsType<RateLimitedException>(SharedWorld.Ask(process, limits, TimeSpan.FromSeconds(1)).Exception?.InnerException);
    }

    [Fact]
    public void StoreLost_TwoProcesses_GoOnWithHalfEachAndComeBack()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10)];
        var (one, other) = (_world.Open(), _world.Open());
        _world.Call(one, limits);
        _world.Call(other, limits);
        _world.Advance(1);
        _world.Call(one, limits);
        _world.Advance(1);

        _world.Store.IsLost = true;
        var asked = Enumerable.Range(0, 200).Select(_ => SharedWorld.Ask(one, limits)).ToList();
        _world.Advance(3);
        Assert.InRange(asked.Count(lease => lease.IsCompletedSuccessfully), 40, 50);
        _world.Advance(12);
        Assert.InRange(asked.Count(lease => lease.IsCompletedSuccessfully), 80, 100);
        Assert.Equal(1, _world.Logged(1040));

        _world.Store.IsLost = false;
        _world.Advance(20);
        Assert.Equal(1, _world.Logged(1041));
        Assert.All(asked, lease => Assert.True(lease.IsCompletedSuccessfully));
    }

    [Fact]
    public void StoreNeverReached_NothingIsKnown_FailsWithAnErrorOfTheFamily()
    {
        _world.Store.IsLost = true;

        var lease = SharedWorld.Ask(_world.Open(), [Some.Limit(LimitKind.SlidingWindow, 100, 10)]);
        _world.Advance(2.5);

        var error = Assert.IsType<ConnectorException>(lease.Exception?.InnerException);
        Assert.Equal((ErrorKind.Unavailable, true), (error.Kind, error.IsTransient));
    }

    [Fact]
    public void StoreHangs_Bounded_GoesOnAlone()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10)];
        var process = _world.Open();
        _world.Call(process, limits);
        _world.Advance(20);

        _world.Store.IsSlow = true;
        var lease = SharedWorld.Ask(process, limits);
        _world.Advance(2.5);

        Assert.True(lease.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Dispose_SpareIsHeld_GivesItBack()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 10, 0)];
        var (one, other) = (_world.Open(), _world.Open());
        for (var call = 0; call < 10; call++)
        {
            _world.Call(one, limits);
        }

        var end = one.DisposeAsync().AsTask();
        _world.Advance(0.1);
        await end;
        var leases = Enumerable.Range(0, 10).Select(_ => SharedWorld.Ask(other, limits)).ToList();
        _world.Advance(0.5);

        Assert.All(leases, lease => Assert.True(lease.IsCompletedSuccessfully));
    }

    [Fact]
    public void Costs_ProcessesShareThem_ReserveAndSettle()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10) with { Unit = "points", Cost = 30 }];
        var (one, other) = (_world.Open(), _world.Open());
        var first = SharedWorld.Ask(one, limits);
        _world.Advance(0.1);
        SharedWorld.Answer(first, new(false, null, null) { Usage = new("points") { Cost = 80 } });
        _world.Advance(1);

        var second = SharedWorld.Ask(other, limits);
        _world.Advance(5);
        Assert.False(second.IsCompleted);
        _world.Advance(6);
        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Erase_ProcessUsedIt_LeavesNothing()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10)];
        var process = _world.Open();
        _world.Call(process, limits);

        await process.EraseAsync(new("vendor", "acme"), default);
        _world.Advance(5);

        Assert.Equal(0, _world.Store.Gates);
    }

    private static void AssertNoWindowAbove(List<double> arrivals, int permits, double seconds)
    {
        for (var last = permits; last < arrivals.Count; last++)
        {
            Assert.True(arrivals[last] - arrivals[last - permits] >= seconds - 1e-6, $"{permits + 1} calls from {arrivals[last - permits]} s to {arrivals[last]} s.");
        }
    }
}
