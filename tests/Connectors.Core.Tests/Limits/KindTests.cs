using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>What the kinds and scopes of limits mean, and what part of them is taken.</summary>
public sealed class KindTests : IDisposable
{
    private readonly QuotaBench _bench = new();

    [Fact]
    public void LeakyBucket_SpacesCallsEvenly()
    {
        Limit[] limits = [Some.Limit(LimitKind.LeakyBucket, 10, 5)];

        Assert.Equal(1, _bench.Drain(Some.Request(limits)));
        Assert.Equal(TimeSpan.FromSeconds(0.5), _bench.Wait(limits));
        _bench.Advance(0.5);
        Assert.Equal(1, _bench.Drain(Some.Request(limits)));
        _bench.Advance(100);
        Assert.Equal(1, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void LeakyBucket_Burst_GoesAheadOfThePaceAndComesBackWithIt()
    {
        Limit[] limits = [Some.Limit(LimitKind.LeakyBucket, 10, 5) with { Burst = 3 }];

        Assert.Equal(3, _bench.Drain(Some.Request(limits)));
        _bench.Advance(1);
        Assert.Equal(2, _bench.Drain(Some.Request(limits)));
        _bench.Advance(100);
        Assert.Equal(3, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void TokenBucket_AfterAPause_TakesAllOfItsPermitsAtOnce()
    {
        Limit[] limits = [Some.Limit(LimitKind.TokenBucket, 10, 5)];

        Assert.Equal(10, _bench.Drain(Some.Request(limits)));
        _bench.Advance(2.5);
        Assert.Equal(5, _bench.Drain(Some.Request(limits)));
    }

    [Theory]
    [InlineData(LimitKind.TokenBucket, 50, 1, 50, 0)]
    [InlineData(LimitKind.TokenBucket, 20, 2, 20, 30)]
    [InlineData(LimitKind.TokenBucket, 200, 20, 200, 400)]
    [InlineData(LimitKind.LeakyBucket, 100, 10, 5, 60)]
    [InlineData(LimitKind.LeakyBucket, 20, 10, 3, 200)]
    public void Bucket_CallsJitterOnTheirWay_NeverOverflowsAtTheProvider(LimitKind kind, int permits, double seconds, int holds, int jitter)
    {
        var load = new Load(Some.Limit(kind, permits, seconds) with { Burst = kind == LimitKind.LeakyBucket ? holds : 1 }, seed: 5) { Latency = (40, 40 + jitter) };
        var time = TimeSpan.FromSeconds(Math.Max(20, 12 * seconds));
        var rate = permits / seconds / 1000;

        var calls = load.Run(time, 1.5 * permits / seconds);

        var (level, last) = ((double)holds, 0L);
        foreach (var at in load.Arrivals)
        {
            level = Math.Min(holds, level + ((at - last) * rate)) - 1;
            last = at;
            Assert.True(level > -1e-6, $"The bucket is at {level} at {at} ms.");
        }

        Assert.True(calls >= 0.97 * rate * time.TotalMilliseconds, $"{calls} calls of {rate * time.TotalMilliseconds}");
    }

    [Fact]
    public void Account_IsSharedWhoeverConnected_AndTheConnectionsOwnWhileUnknown()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 60, LimitScope.Account)];
        QuotaRequest Of(string tenant, string? account) => Some.Request(limits, tenant) with { AccountId = account };

        Assert.Equal(1, _bench.Drain(Of("a", "company")));
        Assert.Equal(0, _bench.Drain(Of("b", "company")));
        Assert.Equal(1, _bench.Drain(Of("b", "another")));
        Assert.Equal(1, _bench.Drain(Of("a", null)));
        Assert.Equal(1, _bench.Drain(Of("b", "")));
        Assert.Equal(0, _bench.Drain(Of("b", null)));
    }

    [Fact]
    public void Account_FoundByTheFirstCall_CountsThatCall()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 3, 60, LimitScope.Account) with { Share = 1 }];
        var before = Some.Request(limits, "a");
        _bench.Call(before);

        Assert.Equal(2, _bench.Drain(before with { AccountId = "company" }));
        Assert.Equal(0, _bench.Drain(before));
    }

    [Fact]
    public void Account_ThatHasTheNameOfACredential_IsAnotherHolder()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 60, LimitScope.Account, "one"), Some.Limit(LimitKind.SlidingWindow, 2, 60, LimitScope.Credential, "one")];

        Assert.Equal(1, _bench.Drain(Some.Request(limits, "a", credential: "x") with { AccountId = "x" }));
        Assert.Equal(1, _bench.Drain(Some.Request(limits, "b", credential: "x") with { AccountId = "y" }));
    }

    [Fact]
    public void Share_Default_LeavesATenthOfWhatOthersUseToo()
    {
        var shares =
            from scope in Enum.GetValues<LimitScope>()
            from kind in Enum.GetValues<LimitKind>()
            from hours in new[] { 0.001, 1, 23.99, 24, 720 }
            select (scope, kind, hours, new Limit("x", scope, kind, 1000, TimeSpan.FromHours(hours)).Share);

        Assert.All(shares, of => Assert.Equal(of.kind != LimitKind.Concurrency && (of.hours >= 24 || of.scope == LimitScope.Account) ? 0.9 : 1, of.Share));
    }

    [Fact]
    public void Share_Default_IsWhatIsTaken()
    {
        foreach (var kind in new[] { LimitKind.FixedWindow, LimitKind.SlidingWindow, LimitKind.TokenBucket })
        {
            Assert.Equal(900, _bench.Drain(Some.Request([Some.Limit(kind, 1000, 86400, name: $"day {kind}")])));
            Assert.Equal(45, _bench.Drain(Some.Request([Some.Limit(kind, 50, 60, LimitScope.Account, $"account {kind}")])));
            Assert.Equal(50, _bench.Drain(Some.Request([Some.Limit(kind, 50, 60, LimitScope.Account, $"own {kind}") with { Share = 1 }])));
        }
    }

    [Fact]
    public async Task Background_InteractiveCallsWithoutEnd_KeepsOneInSixteen()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 1, LimitScope.App)];
        _bench.Call(Some.Request(limits));
        var background = Enumerable.Range(0, 10).Select(_ => _bench.Ask(Some.Request(limits, priority: CallPriority.Background))).ToList();
        var interactive = Enumerable.Range(0, 300).Select(turn => _bench.Ask(Some.Request(limits, $"t{turn % 4}"))).ToList();
        var done = new HashSet<Task>();
        for (var second = 0; second < 160; second++)
        {
            _bench.Advance(1);
            foreach (var call in background.Concat(interactive).Where(call => call.IsCompleted && done.Add(call)))
            {
                (await call).Dispose();
            }
        }

        Assert.Equal((10, 150), (background.Count(done.Contains), interactive.Count(done.Contains)));
    }

    [Fact]
    public async Task Waiting_ManyRoutesAndCosts_EndsForEverybodyWithinTheLimits()
    {
        Limit[] limits =
        [
            Some.Limit(LimitKind.SlidingWindow, 40, 10, LimitScope.App, "app"),
            Some.Limit(LimitKind.TokenBucket, 200, 10, LimitScope.App, "points") with { Unit = "points" },
            Some.Limit(LimitKind.Concurrency, 6, 0, LimitScope.Account, "at-once"),
            Some.Limit(LimitKind.SlidingWindow, 10, 10, name: "search") with { Group = "search" },
        ];
        var random = new Random(11);
        var calls = Enumerable.Range(0, 400).Select(turn => _bench.Ask(Some.Request(
            limits, $"t{turn % 5}", random.Next(3) == 0 ? CallPriority.Background : CallPriority.Interactive, group: random.Next(4) == 0 ? "search" : null)
            with { AccountId = $"a{turn % 2}", Costs = random.Next(2) == 0 ? [new("points", random.Next(0, 60))] : null })).ToList();
        var done = new HashSet<Task>();
        for (var step = 0; step < 4000 && done.Count < calls.Count; step++)
        {
            _bench.Advance(0.25);
            foreach (var call in calls.Where(call => call.IsCompleted && done.Add(call)).ToList())
            {
                (await call).Dispose();
            }
        }

        Assert.Equal(calls.Count, done.Count);
    }

    public void Dispose() => _bench.Dispose();
}
