using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class QuotaRefusalTests : IDisposable
{
    private static readonly Limit _connection = Some.Limit(LimitKind.SlidingWindow, 100, 10, name: "ten-seconds") with
    {
        Headers = new() { Remaining = "X-Remaining" },
    };

    private static readonly Limit _day = Some.Limit(LimitKind.SlidingWindow, 10_000, 86400, LimitScope.Credential, "day") with
    {
        Headers = new() { Remaining = "X-Daily-Remaining" },
    };

    private static readonly Limit _search = Some.Limit(LimitKind.SlidingWindow, 20, 60, name: "search") with { Group = "search" };
    private readonly QuotaBench _bench = new();

    [Fact]
    public async Task Observe_Refused_ClosesForEverybodyUntilRetryAfter()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 10, LimitScope.App)];
        _bench.Call(Some.Request(limits, "a"), Some.Refusal(30));
        var waiting = _bench.Ask(Some.Request(limits, "b"));

        Assert.Equal(TimeSpan.FromSeconds(30), _bench.Wait(limits, "c"));
        _bench.Advance(29.999);
        Assert.False(waiting.IsCompleted);
        _bench.Advance(0.001);
        Assert.Equal(TimeSpan.FromSeconds(30), (await waiting).Waited);
    }

    [Fact]
    public async Task Observe_RefusedForLongerThanSomeCanWait_FailsThoseAtOnce()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 1, 0)];
        using var lease = _bench.Take(Some.Request(limits));
        var shortly = _bench.Ask(Some.Request(limits, wait: TimeSpan.FromSeconds(5)));
        var patient = _bench.Ask(Some.Request(limits, wait: TimeSpan.FromSeconds(50)));

        lease.Observe(Some.Refusal(20));

        Assert.Equal(TimeSpan.FromSeconds(20), (await Assert.ThrowsAsync<RateLimitedException>(() => shortly)).RetryAfter);
        Assert.False(patient.IsCompleted);
    }

    [Fact]
    public void Observe_RefusedWithAResetAlone_ClosesUntilThen()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 60)];

        _bench.Call(Some.Request(limits), Some.Refusal(null, ("X-Rate-Limit-Reset", "25")));

        Assert.Equal(TimeSpan.FromSeconds(25), _bench.Wait(limits));
    }

    [Fact]
    public void Observe_QuotaOfAnotherUnit_IsNotTakenForRequests()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 100, 60, name: "calls"), Some.Limit(LimitKind.SlidingWindow, 5000, 60, name: "bytes") with { Unit = "content-bytes" }];

        _bench.Call(Some.Request(limits), Some.Answer(("RateLimit-Policy", "\"b\";q=5000;w=60;qu=\"content-bytes\""), ("RateLimit", "\"b\";r=20;t=60")));

        Assert.Equal(20, _bench.Drain(Some.Request(limits)));
        Assert.Equal(79, _bench.Drain(Some.Request([limits[0]])));
    }

    [Fact]
    public void Observe_RefusedInAGroup_ClosesThatGroupOnly()
    {
        Limit[] limits = [_connection, _search];

        _bench.Call(Some.Request(limits, group: "search"), Some.Refusal(30));

        Assert.Equal(TimeSpan.FromSeconds(30), _bench.Wait(limits, group: "search"));
        Assert.Equal(TimeSpan.Zero, _bench.Wait(limits));
        Assert.Equal(TimeSpan.Zero, _bench.Wait(limits, "other", "search"));
    }

    [Fact]
    public void Observe_RefusedWithNothingRemainingOfOneLimit_ClosesThatOneOnly()
    {
        Limit[] limits = [_connection, _day, _search];

        _bench.Call(Some.Request(limits, group: "search"), Some.Refusal(600, ("X-Remaining", "80"), ("X-Daily-Remaining", "0")));

        Assert.Equal(TimeSpan.Zero, _bench.Wait([_connection, _search], group: "search"));
        Assert.Equal(TimeSpan.Zero, _bench.Wait([_day], "other"));
        Assert.True(_bench.Wait([_day]) >= TimeSpan.FromSeconds(600));
    }

    [Fact]
    public void Observe_RefusedWithoutAHint_ClosesAllButThoseWithSomethingLeft()
    {
        Limit[] limits = [_connection, _day];

        _bench.Call(Some.Request(limits), Some.Refusal(60, ("X-Remaining", "80")));

        Assert.Equal(TimeSpan.Zero, _bench.Wait([_connection]));
        Assert.Equal(TimeSpan.FromSeconds(60), _bench.Wait([_day]));
    }

    [Fact]
    public void Observe_RefusedWithoutLimits_ClosesTheConnection()
    {
        _bench.Call(Some.Request([], "a"), Some.Refusal(7));

        Assert.Equal(TimeSpan.FromSeconds(7), _bench.Wait([], "a"));
        Assert.Equal(TimeSpan.Zero, _bench.Wait([], "b"));
        _bench.Advance(7);
        Assert.Equal(TimeSpan.Zero, _bench.Wait([], "a"));
    }

    [Fact]
    public void Observe_RefusedAgainAndAgainWithoutATime_BacksOffToAMinuteAndForgetsOnSuccess()
    {
        foreach (var expected in new double[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _bench.Call(Some.Request([]), Some.Refusal());
            Assert.Equal(TimeSpan.FromSeconds(expected), _bench.Wait([]));
            _bench.Advance(expected);
        }

        _bench.Call(Some.Request([]), Some.Answer());
        _bench.Call(Some.Request([]), Some.Refusal());
        Assert.Equal(TimeSpan.FromSeconds(1), _bench.Wait([]));
    }

    [Fact]
    public void Observe_ManyCallsUnderWayAreRefused_CountAsOneRefusal()
    {
        var leases = Enumerable.Range(0, 20).Select(_ => _bench.Take(Some.Request([]))).ToList();
        _bench.Advance(0.2);

        leases.ForEach(lease => lease.Observe(Some.Refusal()));
        leases.ForEach(lease => lease.Dispose());

        Assert.Equal(TimeSpan.FromSeconds(1), _bench.Wait([]));
    }

    [Fact]
    public void Observe_SuccessOfACallSentBeforeTheRefusal_DoesNotEndTheBackingOff()
    {
        var early = _bench.Take(Some.Request([]));
        _bench.Advance(0.1);
        _bench.Call(Some.Request([]), Some.Refusal());
        early.Observe(Some.Answer());
        early.Dispose();
        _bench.Advance(1);
        _bench.Call(Some.Request([]), Some.Refusal());

        Assert.Equal(TimeSpan.FromSeconds(2), _bench.Wait([]));
    }

    [Fact]
    public void Observe_RetryAfterZero_BacksOff()
    {
        _bench.Call(Some.Request([]), Some.Refusal(0));

        Assert.Equal(TimeSpan.FromSeconds(1), _bench.Wait([]));
    }

    [Fact]
    public void Observe_ShorterRefusalAfterALongerOne_OpensNothingEarlier()
    {
        var (one, two) = (_bench.Take(Some.Request([])), _bench.Take(Some.Request([])));
        one.Observe(Some.Refusal(30));
        two.Observe(Some.Refusal(5));

        Assert.Equal(TimeSpan.FromSeconds(30), _bench.Wait([]));
        one.Dispose();
        two.Dispose();
    }

    [Theory]
    [InlineData("RateLimit", "\"default\";r=0;t=12")]
    [InlineData("RateLimit", "limit=10, remaining=0, reset=12")]
    public void Observe_GeneralHeadersSayNothingIsLeft_ClosesTheConnection(string name, string value)
    {
        _bench.Call(Some.Request([]), Some.Answer((name, value)));

        Assert.Equal(TimeSpan.FromSeconds(12), _bench.Wait([]));
        Assert.Equal(TimeSpan.Zero, _bench.Wait([], "other"));
    }

    [Fact]
    public void Observe_GeneralHeadersOnARefusal_TellTheTime()
    {
        _bench.Call(Some.Request([]), Some.Refusal(null, ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "45")));

        Assert.Equal(TimeSpan.FromSeconds(45), _bench.Wait([]));
    }

    public void Dispose() => _bench.Dispose();
}
