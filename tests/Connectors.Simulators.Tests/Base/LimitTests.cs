using Connectors.Simulators.HubSpot;

namespace Connectors.Simulators.Tests.Base;

public sealed class LimitTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly SimulatorHost _host;
    private readonly Simulator _simulator;

    public LimitTests()
    {
        _host = Some.HubSpot(_clock, contacts: 0);
        _simulator = _host.Simulators[0];
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public void SlidingWindow_RollsRequestByRequest()
    {
        var limit = new SlidingWindowLimit(_simulator, "s", 2, TimeSpan.FromSeconds(10));

        Assert.Equal(1, limit.Acquire("a").Remaining);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, limit.Acquire("a").Remaining);
        var refused = limit.Acquire("a");
        Assert.False(refused.Allowed);
        Assert.Equal(TimeSpan.FromSeconds(4), refused.RetryAfter);
        Assert.True(limit.Acquire("b").Allowed);
        _clock.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.False(limit.Acquire("a").Allowed);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(limit.Acquire("a").Allowed);
        Assert.False(limit.Acquire("a").Allowed);
    }

    [Fact]
    public void FixedWindow_FromTheFirstRequest_OrFromItsAnchor()
    {
        var own = new FixedWindowLimit(_simulator, "own", 1, TimeSpan.FromMinutes(1));
        var clock = new FixedWindowLimit(_simulator, "clock", 1, TimeSpan.FromMinutes(1), DateTimeOffset.UnixEpoch);
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True(own.Acquire("a").Allowed);
        Assert.True(clock.Acquire("a").Allowed);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(own.Acquire("a").Allowed);
        Assert.True(clock.Acquire("a").Allowed);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 2, 0, TimeSpan.Zero), clock.Acquire("a").ResetAt);
    }

    [Fact]
    public void TokenBucket_RefillsSteadily()
    {
        var limit = new TokenBucketLimit(_simulator, "t", 10, perSecond: 2);

        Assert.True(limit.Acquire("a", cost: 10).Allowed);
        Assert.Equal(TimeSpan.FromSeconds(1.5), limit.Acquire("a", cost: 3).RetryAfter);
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.True(limit.Acquire("a", cost: 3).Allowed);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(9, limit.Acquire("a").Remaining);
    }

    [Fact]
    public void Permits_PerKeyAndLifted()
    {
        var limit = new FixedWindowLimit(_simulator, "k", 1, TimeSpan.FromMinutes(1));

        Assert.Equal(49, limit.Acquire("tier3", permits: 50).Remaining);
        Assert.True(limit.Acquire("a").Allowed);
        Assert.False(limit.Acquire("a").Allowed);
        limit.Enforced = false;
        Assert.True(limit.Acquire("a").Allowed);
    }

    [Fact]
    public void Ledger_KeepsWhatWasUsedAndWhatWasLegal()
    {
        var limit = new SlidingWindowLimit(_simulator, "q", 5, TimeSpan.FromSeconds(10));
        for (var i = 0; i < 30; i++)
        {
            limit.Acquire("acme");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var use = Assert.Single(_simulator.Ledger.Quotas(), use => use.Limit == limit);

        Assert.Equal(15, use.Admitted);
        Assert.Equal(15, use.Refused);
        Assert.Equal(15, use.Legal);
    }
}
