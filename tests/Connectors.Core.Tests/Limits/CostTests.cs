using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>What calls cost is reserved before, and settled by what the answer tells.</summary>
public sealed class CostTests : IDisposable
{
    private static readonly LimitHeaders _told = new() { Cost = "X-Cost" };
    private readonly QuotaBench _bench = new();

    public static TheoryData<LimitKind> Counted { get; } = [LimitKind.FixedWindow, LimitKind.SlidingWindow, LimitKind.TokenBucket];

    [Theory]
    [MemberData(nameof(Counted))]
    public void Cost_Stated_IsTakenFromTheLimitsOfItsUnit(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100), Some.Limit(kind, 50, 1000, name: "calls"), Some.Limit(LimitKind.Concurrency, 2, 0, name: "at-once")];

        Assert.Equal(3, _bench.Drain(Costing(limits, 30)));
        Assert.Equal(10, _bench.Drain(Costing(limits, 1)));
        Assert.Equal(37, _bench.Drain(Costing(limits, 0)));
    }

    [Fact]
    public void Cost_OfTheRequest_CountsMoreThanTheEndpointsAndThatMoreThanTheLimits()
    {
        var limit = Points(LimitKind.SlidingWindow, 100) with { Cost = 5 };
        var plain = Some.Request([limit]);
        var dear = plain with { Endpoint = Some.Endpoint().Costing("points", 20) };

        Assert.Equal(5, plain.CostOf(limit));
        Assert.Equal(20, dear.CostOf(limit));
        Assert.Equal(7, (dear with { Costs = [new("points", 7)] }).CostOf(limit));
        Assert.Equal(20, (dear with { Costs = [new("other", 7)] }).CostOf(limit));
        Assert.Equal(1, dear.CostOf(Some.Limit(LimitKind.SlidingWindow, 100, 10)));
        Assert.Equal(1, dear.CostOf(limit with { Kind = LimitKind.Concurrency }));
    }

    [Fact]
    public void Costing_GivesACopyThatKeepsTheRest()
    {
        var list = Http.Acme.Widgets.Costing("points", 3).Costing("points", 4).Costing("units", 0);

        Assert.Equal([new("points", 4), new UnitCost("units", 0)], list.Costs);
        Assert.Equal(("widgets.list", 0), (list.Name, Http.Acme.Widgets.Costs.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Costing("points", -1));
        Assert.Throws<ArgumentException>(() => list.Costing(" ", 1));
    }

    [Fact]
    public void RequestSpecCost_IsKeptByItsCopies()
    {
        var spec = RequestSpec.Get("/x").Cost("points", 1).Cost("points", 9).Query("a", "b").WithPathAndQuery("/y");

        Assert.Equal([new UnitCost("points", 9)], spec.Costs);
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public async Task Cost_AboveTheLimit_FailsAtOnce(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100)];

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _bench.Ask(Costing(limits, 101)));

        Assert.Equal((ErrorKind.Validation, false), (error.Kind, error.IsTransient));
        Assert.Contains("'points' allows 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_AboveTheBurst_FailsAtOnce()
    {
        Limit[] limits = [Points(LimitKind.LeakyBucket, 100) with { Burst = 10 }];

        Assert.Equal(ErrorKind.Validation, (await Assert.ThrowsAsync<ConnectorException>(() => _bench.Ask(Costing(limits, 11)))).Kind);
        Assert.Equal(1, _bench.Drain(Costing(limits, 10)));
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public async Task Cost_AboveOurShareButLegal_GoesWhenNothingIsTaken(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100) with { Share = 0.9 }];
        _bench.Call(Costing(limits, 1));
        var waiting = _bench.Ask(Costing(limits, 95));

        _bench.Advance(1);
        Assert.False(waiting.IsCompleted);
        _bench.Advance(1200);

        (await waiting).Dispose();
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Settled_ForLess_GivesBack(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100) with { Headers = _told }];

        _bench.Call(Costing(limits, 80), Some.Answer(("X-Cost", "12.4")));

        Assert.Equal(87, _bench.Drain(Costing(limits, 1)));
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Settled_ForMore_IsCharged(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100) with { Headers = _told }];

        _bench.Call(Costing(limits, 1), Some.Answer(("X-Cost", "60")));

        Assert.Equal(40, _bench.Drain(Costing(limits, 1)));
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Settled_ForFarMoreThanTheLimit_IsOverAfterTwoWindows(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100) with { Headers = _told }];
        for (var call = 0; call < 2; call++)
        {
            _bench.Call(Costing(limits, 0), Some.Answer(("X-Cost", "99999999999999")));
        }

        Assert.Equal(0, _bench.Drain(Costing(limits, 1)));
        _bench.Advance(2001);

        Assert.Equal(100, _bench.Drain(Costing(limits, 1)));
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Settled_WithoutAnAnswer_CostsWhatWasReserved(LimitKind kind)
    {
        Limit[] limits = [Points(kind, 100) with { Headers = _told }];

        _bench.Take(Costing(limits, 30)).Dispose();
        _bench.Call(Costing(limits, 30), Some.Answer(("X-Cost", "many")));

        Assert.Equal(40, _bench.Drain(Costing(limits, 1)));
    }

    [Fact]
    public void Settled_Once_WhateverIsSeenAfterwards()
    {
        Limit[] limits = [Points(LimitKind.SlidingWindow, 100) with { Headers = _told }];
        using var lease = _bench.Take(Costing(limits, 30));

        lease.Observe(Some.Answer(("X-Cost", "10")));
        lease.Observe(Some.Answer(("X-Cost", "90")));

        Assert.Equal(90, _bench.Drain(Costing(limits, 1)));
    }

    [Fact]
    public void Usage_Cost_SettlesAllLimitsOfTheUnit()
    {
        Limit[] limits = [Points(LimitKind.SlidingWindow, 100), Points(LimitKind.TokenBucket, 90) with { Name = "bucket" }, Some.Limit(LimitKind.SlidingWindow, 70, 1000)];

        _bench.Call(Costing(limits, 50), new QuotaObservation { Usage = new("points") { Cost = 40 } });

        Assert.Equal(50, _bench.Drain(Costing(limits, 1)));
    }

    [Fact]
    public void Usage_Remaining_IsOfTheNamedLimitOrOfTheOnlyOne()
    {
        Limit[] two = [Points(LimitKind.SlidingWindow, 100), Points(LimitKind.SlidingWindow, 100) with { Name = "other" }];
        Limit[] one = [Points(LimitKind.SlidingWindow, 100) with { Name = "single" }];

        _bench.Call(Costing(two, 1), new QuotaObservation { Usage = new("points") { Remaining = 3 } });
        Assert.Equal(9, _bench.Drain(Costing(two, 1), 9));
        _bench.Call(Costing(two, 1), new QuotaObservation { Usage = new("points") { Limit = "other", Remaining = 3 } });
        Assert.Equal(3, _bench.Drain(Costing(two, 1)));
        _bench.Call(Costing(one, 1), new QuotaObservation { Usage = new("points") { Remaining = 8, Permits = 50 } });
        Assert.Equal(8, _bench.Drain(Costing(one, 1)));
    }

    [Fact]
    public void Waiting_ForMuch_IsNotOvertakenByThoseWhoNeedLittle()
    {
        Limit[] limits = [Points(LimitKind.TokenBucket, 100)];
        _bench.Call(Costing(limits, 90));
        var much = _bench.Ask(Costing(limits, 60));
        var little = Enumerable.Range(0, 20).Select(turn => _bench.Ask(Costing(limits, 5) with { Connection = new("vendor", $"t{turn}") })).ToList();

        _bench.Advance(400);
        Assert.All(little, call => Assert.False(call.IsCompleted));
        _bench.Advance(101);

        Assert.True(much.IsCompletedSuccessfully);
    }

    [Fact]
    public void Waiting_BackgroundForMuch_LetsInteractiveCallsPass()
    {
        Limit[] limits = [Points(LimitKind.TokenBucket, 100)];
        _bench.Call(Costing(limits, 90));
        var much = _bench.Ask(Costing(limits, 60) with { Priority = CallPriority.Background });

        _bench.Call(Costing(limits, 5));

        Assert.False(much.IsCompleted);
    }

    public void Dispose() => _bench.Dispose();

    private static Limit Points(LimitKind kind, int permits) => Some.Limit(kind, permits, 1000, LimitScope.App, "points") with { Unit = "points" };

    private static QuotaRequest Costing(IReadOnlyList<Limit> limits, long cost) => Some.Request(limits) with { Costs = [new("points", cost)] };
}
