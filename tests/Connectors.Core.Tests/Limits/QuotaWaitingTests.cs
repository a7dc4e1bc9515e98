using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class QuotaWaitingTests : IDisposable
{
    private readonly QuotaBench _bench = new();
    private readonly Limit[] _shared = [Some.Limit(LimitKind.SlidingWindow, 1, 1, LimitScope.App, "shared")];

    [Fact]
    public void Acquire_Room_CompletesAtOnceAndWaitedNothing()
    {
        using var lease = _bench.Take(Some.Request(_shared));

        Assert.Equal(TimeSpan.Zero, lease.Waited);
    }

    [Fact]
    public async Task Acquire_NoRoom_WaitsAndTellsHowLong()
    {
        _bench.Call(Some.Request(_shared));
        _bench.Advance(0.25);
        var waiting = _bench.Ask(Some.Request(_shared));

        _bench.Advance(0.749);
        Assert.False(waiting.IsCompleted);
        _bench.Advance(0.001);

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(TimeSpan.FromSeconds(0.75), (await waiting).Waited);
    }

    [Fact]
    public void Acquire_OneLimitOfTwoFull_TakesFromNone()
    {
        Limit[] both = [Some.Limit(LimitKind.SlidingWindow, 10, 60, name: "minute"), Some.Limit(LimitKind.SlidingWindow, 1, 1, name: "second")];
        _bench.Call(Some.Request(both));
        for (var i = 0; i < 20; i++)
        {
            Assert.NotEqual(TimeSpan.Zero, _bench.Wait(both));
        }

        Assert.Equal(9, _bench.Drain(Some.Request([both[0]])));
    }

    [Fact]
    public async Task Acquire_InteractiveAndBackground_InteractiveGoesFirstInOrderOfArrival()
    {
        _bench.Call(Some.Request(_shared));
        var order = await OrderAsync(
            ("b1", Some.Request(_shared, priority: CallPriority.Background)),
            ("b2", Some.Request(_shared, "other", CallPriority.Background)),
            ("i1", Some.Request(_shared)),
            ("b3", Some.Request(_shared, priority: CallPriority.Background)),
            ("i2", Some.Request(_shared)));

        Assert.Equal(["i1", "i2", "b1", "b2", "b3"], order);
    }

    [Fact]
    public async Task Acquire_ConnectionsShareALimit_GoInTurn()
    {
        _bench.Call(Some.Request(_shared));
        var order = await OrderAsync(
            ("a1", Some.Request(_shared, "a")), ("a2", Some.Request(_shared, "a")), ("a3", Some.Request(_shared, "a")), ("a4", Some.Request(_shared, "a")),
            ("b1", Some.Request(_shared, "b")), ("b2", Some.Request(_shared, "b")),
            ("c1", Some.Request(_shared, "c")));

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], order);
    }

    [Fact]
    public async Task Acquire_OneConnectionWithManyGroups_GetsNoMoreTurns()
    {
        _bench.Call(Some.Request(_shared));
        var order = await OrderAsync(
            ("a1", Some.Request(_shared, "a", group: "one")), ("a2", Some.Request(_shared, "a", group: "two")), ("a3", Some.Request(_shared, "a", group: "three")),
            ("b1", Some.Request(_shared, "b")), ("b2", Some.Request(_shared, "b")), ("b3", Some.Request(_shared, "b")));

        Assert.Equal(["a1", "b1", "a2", "b2", "a3", "b3"], order);
    }

    [Fact]
    public async Task Acquire_NewcomersForever_StarveNobody()
    {
        _bench.Call(Some.Request(_shared));
        var patient = Enumerable.Range(0, 5).Select(_ => _bench.Ask(Some.Request(_shared, "patient"))).ToList();
        var newcomers = new List<Task<IQuotaLease>>();
        for (var second = 0; second < 60 && !patient[^1].IsCompleted; second++)
        {
            newcomers.Add(_bench.Ask(Some.Request(_shared, $"new{second}a")));
            newcomers.Add(_bench.Ask(Some.Request(_shared, $"new{second}b")));
            _bench.Advance(1);
            foreach (var done in patient.Concat(newcomers).Where(task => task.IsCompleted))
            {
                (await done).Dispose();
            }
        }

        Assert.True(patient[^1].IsCompleted, $"{patient.Count(task => task.IsCompleted)} of 5 went");
    }

    [Fact]
    public void Acquire_ClosedGroup_StopsOnlyWhoMustPassIt()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 50, 60), Some.Limit(LimitKind.SlidingWindow, 1, 30, name: "search") with { Group = "search" }];
        _bench.Call(Some.Request(limits, group: "search"));
        var search = _bench.Ask(Some.Request(limits, group: "search"));

        Assert.Equal(49, _bench.Drain(Some.Request(limits)));
        Assert.False(search.IsCompleted);
    }

    [Fact]
    public async Task Acquire_ContendedLimitsOfManyScopes_EverybodyGoes()
    {
        Limit[] limits =
        [
            Some.Limit(LimitKind.Concurrency, 3, 0, LimitScope.App, "at-once"),
            Some.Limit(LimitKind.SlidingWindow, 20, 1, LimitScope.App, "app"),
            Some.Limit(LimitKind.TokenBucket, 4, 1, name: "connection"),
            Some.Limit(LimitKind.FixedWindow, 2, 1, name: "search") with { Group = "search" },
        ];
        var asked = Enumerable.Range(0, 600).Select(i => _bench.Ask(Some.Request(
            limits, $"t{i % 7}", i % 5 == 0 ? CallPriority.Background : CallPriority.Interactive, group: i % 3 == 0 ? "search" : null))).ToList();
        var held = new Queue<IQuotaLease>();
        var left = asked.ToList();
        for (var step = 0; step < 60_000 && left.Count > 0; step++)
        {
            foreach (var done in left.Where(task => task.IsCompleted).ToList())
            {
                left.Remove(done);
                held.Enqueue(await done);
            }

            Assert.True(held.Count <= 3);
            _bench.Advance(0.05);
            while (held.TryDequeue(out var lease))
            {
                lease.Dispose();
            }
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task Acquire_KnownWaitAboveMaxWait_FailsAtOnceAndSaysWhatToDo()
    {
        _bench.Call(Some.Request(_shared));

        var error = await Assert.ThrowsAsync<RateLimitedException>(() => _bench.Ask(Some.Request(_shared, wait: TimeSpan.FromSeconds(0.9))));

        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        Assert.Equal(("vendor", new ConnectionKey("vendor", "acme"), "things.get", true), (error.Provider, error.Connection, error.Endpoint, error.IsTransient));
        Assert.Equal(
            "The limit 'shared' leaves no room for 1 s, and the call may wait 0.9 s; nothing was sent. [provider vendor, connection vendor/acme/default, " +
            "endpoint things.get] Call again in 1 s, or allow a longer CallOptions.MaxQuotaWait.",
            error.Message);
    }

    [Fact]
    public void Acquire_QueueAheadIsKnownToTakeLonger_FailsAtOnce()
    {
        _bench.Call(Some.Request(_shared));
        var waiting = Enumerable.Range(0, 10).Select(_ => _bench.Ask(Some.Request(_shared, wait: TimeSpan.FromSeconds(5)))).ToList();

        Assert.Equal(5, waiting.Count(task => task.IsFaulted));
    }

    [Fact]
    public async Task Acquire_RoomExactlyAtTheLastMoment_Goes()
    {
        _bench.Call(Some.Request(_shared));
        var waiting = _bench.Ask(Some.Request(_shared, wait: TimeSpan.FromSeconds(1)));

        _bench.Advance(1);

        Assert.Equal(TimeSpan.FromSeconds(1), (await waiting).Waited);
    }

    [Fact]
    public async Task Acquire_WaitThatNobodyCouldKnow_FailsAtItsEnd()
    {
        Limit[] one = [Some.Limit(LimitKind.Concurrency, 1, 0, name: "at-once")];
        using var held = _bench.Take(Some.Request(one));
        var waiting = _bench.Ask(Some.Request(one, wait: TimeSpan.FromSeconds(3)));

        _bench.Advance(2.999);
        Assert.False(waiting.IsCompleted);
        _bench.Advance(0.001);

        var error = await Assert.ThrowsAsync<RateLimitedException>(() => waiting);
        Assert.Null(error.RetryAfter);
        Assert.StartsWith("The limit 'at-once' left no room, and the call may wait 3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquire_Cancelled_EndsAtOnceAndFreesItsPlace()
    {
        _bench.Call(Some.Request(_shared));
        using var cancel = new CancellationTokenSource();
        var first = _bench.Ask(Some.Request(_shared), cancel.Token);
        var second = _bench.Ask(Some.Request(_shared), cancel.Token);
        var third = _bench.Ask(Some.Request(_shared));

        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.True(second.IsCanceled);
        _bench.Advance(1);
        Assert.True(third.IsCompletedSuccessfully);
        (await third).Dispose();
        _bench.Advance(1);
        _bench.Call(Some.Request(_shared));
    }

    [Fact]
    public void Acquire_CancelledBefore_TakesNothing()
    {
        Assert.True(_bench.Ask(Some.Request(_shared), new CancellationToken(canceled: true)).IsCanceled);
        _bench.Call(Some.Request(_shared));
    }

    [Fact]
    public async Task Dispose_Waiting_EndsWaits()
    {
        _bench.Call(Some.Request(_shared));
        var waiting = _bench.Ask(Some.Request(_shared));

        _bench.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    public void Dispose() => _bench.Dispose();

    // Lets all wait, then gives the names in the order in which they go, one a second.
    private async Task<List<string>> OrderAsync(params (string Name, QuotaRequest Request)[] asked)
    {
        var waiting = asked.Select(call => (call.Name, Task: _bench.Ask(call.Request))).ToList();
        var order = new List<string>();
        while (waiting.Count > 0)
        {
            _bench.Advance(1);
            var (name, task) = Assert.Single(waiting, call => call.Task.IsCompleted);
            order.Add(name);
            waiting.RemoveAll(call => call.Name == name);
            (await task).Dispose();
        }

        return order;
    }
}
