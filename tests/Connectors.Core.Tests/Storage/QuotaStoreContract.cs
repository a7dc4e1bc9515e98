using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Storage;

/// <summary>What every quota store must hold to. A store's own test class derives from this and makes the store. Spans are long, since a store's clock may be a real one.</summary>
public abstract partial class QuotaStoreContract
{
    private static readonly QuotaGate s_gate = new("acme", "acme/t/default", "Connection/window/*");
    private readonly Guid _one = Guid.NewGuid();
    private readonly Guid _other = Guid.NewGuid();
    private long _turn;

    protected abstract IQuotaStore Store { get; }

    /// <summary>Lets the store's clock go on.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Theory]
    [InlineData(LimitKind.FixedWindow)]
    [InlineData(LimitKind.SlidingWindow)]
    [InlineData(LimitKind.TokenBucket)]
    [InlineData(LimitKind.Concurrency)]
    public async Task Take_TwoProcesses_NeverGetMoreThanThereIs(LimitKind kind)
    {
        var first = await TakeAsync(Ask(_one, 60, kind));
        var second = await TakeAsync(Ask(_other, 60, kind));

        Assert.Equal((60, 40), (first.Granted, second.Granted));
        Assert.Equal((40, 0), (first.Room, second.Room));
        Assert.Equal((1, 2), (first.Processes, second.Processes));
    }

    [Fact]
    public async Task Take_Share_GivesThatPartOnly() =>
        Assert.Equal(90, (await TakeAsync(Ask(_one, 200) with { Share = 0.9 })).Granted);

    [Fact]
    public async Task Take_LessThanIsOfUse_GivesNothing()
    {
        await TakeAsync(Ask(_one, 95));

        Assert.Equal(0, (await TakeAsync(Ask(_other, 10) with { Least = 10 })).Granted);
        Assert.Equal(5, (await TakeAsync(Ask(_other, 10) with { Least = 5 })).Granted);
    }

    [Fact]
    public async Task Take_HeldIsGivenBack_AnotherGetsIt()
    {
        await TakeAsync(Ask(_one, 100));
        await TakeAsync(Ask(_one, 0) with { Held = 30 });

        Assert.Equal(70, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_Spent_CountsUntilItsEnd()
    {
        await TakeAsync(Ask(_one, 100));
        await TakeAsync(Ask(_one, 0) with { Batch = 1, Spent = [Spent(40, ends: 500), Spent(60, ends: 1500)] });

        var none = await TakeAsync(Ask(_other, 100));
        Assert.Equal(0, none.Granted);
        Assert.InRange(none.RoomIn, TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(505));

        await PassAsync(TimeSpan.FromSeconds(600));
        Assert.Equal(40, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_SpentOfABucket_FlowsBackEvenly()
    {
        await TakeAsync(Ask(_one, 100, LimitKind.TokenBucket));
        await TakeAsync(Ask(_one, 0, LimitKind.TokenBucket) with { Batch = 1, Spent = [Spent(100)] });

        await PassAsync(TimeSpan.FromSeconds(300));

        Assert.InRange((await TakeAsync(Ask(_other, 100, LimitKind.TokenBucket))).Granted, 30, 36);
    }

    [Fact]
    public async Task Take_HeldOfABucket_DoesNotFlowBack()
    {
        await TakeAsync(Ask(_one, 100, LimitKind.TokenBucket));

        await PassAsync(TimeSpan.FromSeconds(300));

        Assert.Equal(0, (await TakeAsync(Ask(_other, 100, LimitKind.TokenBucket))).Granted);
    }

    [Fact]
    public async Task Take_LeakyBucket_HasRoomForItsBurst()
    {
        var take = Ask(_one, 100, LimitKind.LeakyBucket) with { Burst = 3 };

        Assert.Equal(3, (await TakeAsync(take)).Granted);

        await TakeAsync(take with { Want = 0, Batch = 1, Spent = [Spent(3)], Turn = 90 });
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange((await TakeAsync(Ask(_other, 100, LimitKind.LeakyBucket) with { Burst = 3 })).Granted, 2, 3);
    }

    [Fact]
    public async Task Take_ProcessIsHeardOfNoMore_WhatItHeldComesBack()
    {
        await TakeAsync(Ask(_one, 100, LimitKind.Concurrency) with { HeldFor = TimeSpan.FromSeconds(200) });

        Assert.Equal(0, (await TakeAsync(Ask(_other, 100, LimitKind.Concurrency))).Granted);

        await PassAsync(TimeSpan.FromSeconds(201));
        Assert.Equal(100, (await TakeAsync(Ask(_other, 100, LimitKind.Concurrency))).Granted);
    }

    [Fact]
    public async Task Take_BatchToldTwice_CountsOnce()
    {
        await TakeAsync(Ask(_one, 0) with { Batch = 1, Spent = [Spent(40)] });
        await TakeAsync(Ask(_one, 0) with { Batch = 1, Spent = [Spent(40)] });

        Assert.Equal(60, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_AfterALaterOne_IsPassedOver()
    {
        await TakeAsync(Ask(_one, 10) with { Turn = 20 });

        var late = await TakeAsync(Ask(_one, 50) with { Turn = 19, Batch = 1, Spent = [Spent(40)], ClosedFor = TimeSpan.FromHours(1) });

        Assert.Equal((true, 0), (late.IsStale, late.Granted));
        Assert.Equal(90, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_OneProcessSawItClosed_NobodyGetsAny()
    {
        await TakeAsync(Ask(_one, 0) with { ClosedFor = TimeSpan.FromSeconds(500) });

        var closed = await TakeAsync(Ask(_other, 10));

        Assert.Equal(0, closed.Granted);
        Assert.InRange(closed.ClosedFor, TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(500));
        Assert.True(closed.RoomIn >= closed.ClosedFor);
        await PassAsync(TimeSpan.FromSeconds(501));
        Assert.Equal(10, (await TakeAsync(Ask(_other, 10))).Granted);
    }

    [Fact]
    public async Task Take_OneProcessLearnedTheLimit_AllGoByIt()
    {
        await TakeAsync(Ask(_one, 0) with { Permits = 50, IsLearned = true });

        var grant = await TakeAsync(Ask(_other, 100));

        Assert.Equal((50, 50), (grant.Granted, grant.Permits));
        Assert.Equal(TimeSpan.FromSeconds(1000), grant.Window);
    }

    [Fact]
    public async Task Take_AnswerSaysThatLessIsLeft_OthersAreCounted()
    {
        await TakeAsync(Ask(_one, 10));
        await TakeAsync(Ask(_one, 0) with { Batch = 1, Spent = [Spent(10)], Remaining = 70, RemainingFor = TimeSpan.FromSeconds(300) });

        Assert.Equal(70, (await TakeAsync(Ask(_other, 100))).Granted);
        await TakeAsync(Ask(_other, 0));
        await PassAsync(TimeSpan.FromSeconds(301));
        Assert.Equal(90, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_AnswerSaysThatABucketHoldsLess_ItIsEmptier()
    {
        await TakeAsync(Ask(_one, 0, LimitKind.TokenBucket) with { Remaining = 20 });

        Assert.InRange((await TakeAsync(Ask(_other, 100, LimitKind.TokenBucket))).Granted, 20, 21);
    }

    [Fact]
    public async Task Take_SeveralWait_EachGetsAPart()
    {
        await TakeAsync(Ask(_one, 100));
        await TakeAsync(Ask(_other, 100));
        await TakeAsync(Ask(_one, 0) with { Held = 20 });

        // The other one waits, so this one does not get all that came back.
        Assert.Equal(40, (await TakeAsync(Ask(_one, 100) with { Held = 20 })).Granted);
        Assert.Equal(20, (await TakeAsync(Ask(_other, 100))).Granted);
    }

    [Fact]
    public async Task Take_AnotherWaitsForAConcurrency_TheHolderIsToldItsPart()
    {
        Assert.Equal(100, (await TakeAsync(Ask(_one, 100, LimitKind.Concurrency))).Part);
        await TakeAsync(Ask(_other, 10, LimitKind.Concurrency));

        Assert.Equal(50, (await TakeAsync(Ask(_one, 0, LimitKind.Concurrency) with { Held = 100 })).Part);
    }

    [Fact]
    public async Task Take_SeveralGates_EachStandsForItself()
    {
        var second = s_gate with { Owner = "", Limit = "App/day/*" };

        var grants = await Store.TakeAsync([Ask(_one, 7) with { Turn = 1 }, Ask(_one, 200) with { Gate = second, Turn = 1 }, Ask(_one, 3) with { Gate = s_gate with { Owner = "a" }, Turn = 1 }], default);

        Assert.Equal([7, 100, 3], grants.Select(grant => grant.Granted));
    }

    [Fact]
    public async Task Take_ManyAtOnce_NeverGiveTooMuch()
    {
        var grants = await Task.WhenAll(Enumerable.Range(1, 20).Select(index => Task.Run(async () =>
            (await Store.TakeAsync([Ask(Guid.NewGuid(), 9) with { Turn = 1 }, Ask(Guid.NewGuid(), 9) with { Gate = s_gate with { Owner = "b" }, Turn = 1 }], default)).Select(grant => grant.Granted).ToList())));

        Assert.Equal(100, grants.Sum(grant => grant[0]));
        Assert.Equal(100, grants.Sum(grant => grant[1]));
    }

    [Fact]
    public async Task Erase_Connection_ForgetsItsGatesAndNoOthers()
    {
        var second = s_gate with { Owner = "acme/u/default" };
        await TakeAsync(Ask(_one, 60));
        await TakeAsync(Ask(_one, 60) with { Gate = second });

        await Store.EraseAsync(new("acme", "t"), default);

        Assert.Equal(100, (await TakeAsync(Ask(_other, 100))).Granted);
        Assert.Equal(40, (await TakeAsync(Ask(_other, 100) with { Gate = second })).Granted);
    }

    /// <summary>One permit of a gate that counts ten seconds, for an owner of its own.</summary>
    protected static QuotaTake Some(string owner) => new()
    {
        Gate = new("acme", owner, "Connection/window/*"),
        Process = Guid.Empty,
        Turn = 1,
        Kind = LimitKind.SlidingWindow,
        Permits = 10,
        Window = TimeSpan.FromSeconds(10),
        HeldFor = TimeSpan.FromSeconds(12),
        Want = 1,
    };

    private static QuotaSpent Spent(long units, double ends = 900) => new(units, TimeSpan.Zero, TimeSpan.FromSeconds(ends));

    private QuotaTake Ask(Guid process, long want, LimitKind kind = LimitKind.SlidingWindow) => new()
    {
        Gate = s_gate,
        Process = process,
        Turn = ++_turn,
        Kind = kind,
        Permits = 100,
        Window = kind == LimitKind.Concurrency ? TimeSpan.Zero : TimeSpan.FromSeconds(1000),
        HeldFor = TimeSpan.FromSeconds(3000),
        Want = want,
    };

    private async Task<QuotaGrant> TakeAsync(QuotaTake take) => Assert.Single(await Store.TakeAsync([take], default));
}

public sealed class MemoryQuotaStoreTests : QuotaStoreContract
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryQuotaStore _store;

    public MemoryQuotaStoreTests() => _store = new(_time);

    protected override IQuotaStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
