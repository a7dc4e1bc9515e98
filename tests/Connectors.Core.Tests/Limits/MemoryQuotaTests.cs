using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

public sealed class MemoryQuotaTests : IDisposable
{
    private readonly QuotaBench _bench = new();

    [Fact]
    public void Scopes_AreSharedByWhomTheySay()
    {
        Assert.Equal((1, 0, 0, 0), Counts(LimitScope.App));
        Assert.Equal((1, 0, 0, 1), Counts(LimitScope.Credential));
        Assert.Equal((1, 0, 1, 1), Counts(LimitScope.Connection));

        (int, int, int, int) Counts(LimitScope scope)
        {
            Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 60, scope, $"{scope}")];
            return (
                _bench.Drain(Some.Request(limits, "a", credential: "one")), _bench.Drain(Some.Request(limits, "a", credential: "one")),
                _bench.Drain(Some.Request(limits, "b", credential: "one")), _bench.Drain(Some.Request(limits, "c", credential: "two")));
        }
    }

    [Fact]
    public void Groups_CountWhatTheySay()
    {
        Limit[] limits =
        [
            Some.Limit(LimitKind.SlidingWindow, 3, 60, name: "all-but-search") with { Except = ["search"] },
            Some.Limit(LimitKind.SlidingWindow, 2, 60, name: "search") with { Group = "search" },
        ];

        Assert.Equal(2, _bench.Drain(Some.Request(limits, group: "search")));
        Assert.Equal(3, _bench.Drain(Some.Request(limits, group: "other")));
        Assert.Equal(0, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Concurrency_LeaseDisposedTwice_GivesBackOnePermit()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 2, 0)];
        var (one, two) = (_bench.Take(Some.Request(limits)), _bench.Take(Some.Request(limits)));
        var third = _bench.Ask(Some.Request(limits));
        var fourth = _bench.Ask(Some.Request(limits));

        one.Dispose();
        one.Dispose();

        Assert.True(third.IsCompletedSuccessfully);
        Assert.False(fourth.IsCompleted);
        two.Dispose();
        Assert.True(fourth.IsCompletedSuccessfully);
    }

    [Fact]
    public void Concurrency_Answered_IsHeldUntilTheBodyEnds()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 1, 0)];
        using var lease = _bench.Take(Some.Request(limits));

        lease.Observe(Some.Answer());

        Assert.Null(_bench.Wait(limits));
    }

    [Fact]
    public void Window_LeaseNeverDisposed_CostsItsWindowAndNoMore()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 10)];
        _ = _bench.Take(Some.Request(limits));

        _bench.Advance(11);

        Assert.Equal(1, _bench.Drain(Some.Request(limits)));
    }

    [Fact]
    public void Idle_TenThousandConnections_AreForgotten()
    {
        Limit[] limits =
        [
            Some.Limit(LimitKind.SlidingWindow, 100, 10), Some.Limit(LimitKind.TokenBucket, 10, 1, LimitScope.Credential, "bucket"),
            Some.Limit(LimitKind.Concurrency, 5, 0, name: "at-once"), Some.Limit(LimitKind.FixedWindow, 1_000_000, 3600, LimitScope.App, "hour"),
        ];
        for (var i = 0; i < 10_000; i++)
        {
            _bench.Call(Some.Request(limits, $"tenant{i}"), Some.Answer());
        }

        Assert.True(_bench.Quota.Count > 40_000);
        _bench.Advance(600);
        Assert.Equal(1, _bench.Quota.Count);
        _bench.Advance(3600);
        Assert.Equal(0, _bench.Quota.Count);
        Assert.Equal(0, _bench.Clock.TimerCount);
    }

    [Fact]
    public void Idle_SomethingHeldClosedOrWaiting_IsNotForgotten()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 1, 0)];
        using var held = _bench.Take(Some.Request(limits));
        var waiting = _bench.Ask(Some.Request(limits));
        _bench.Call(Some.Request([], "closed"), Some.Refusal(7200));

        _bench.Advance(3600);

        Assert.Equal(TimeSpan.FromSeconds(3600), _bench.Wait([], "closed"));
        Assert.Null(_bench.Wait(limits));
        held.Dispose();
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public void Window_OfAMillionCalls_KeepsAThousandGroups()
    {
        var counter = new WindowCounter(Some.Limit(LimitKind.SlidingWindow, 1_000_000, 86400));
        var (most, calls) = (0, 0);
        for (var now = 0L; now < 2 * TimeSpan.TicksPerDay; now += TimeSpan.TicksPerDay / 1_350_000)
        {
            if (counter.HasRoom(now, 1))
            {
                counter.Take(now, 1);
                counter.Answered(new(now, 1, 0), now, default);
                calls++;
                most = Math.Max(most, counter.Groups);
            }
        }

        Assert.InRange(most, 100, 2100);
        Assert.InRange(calls, 0.98 * 1_800_000, 1_800_000 + 1);
    }

    [Fact]
    public void Acquire_Room_AllocatesOneLease()
    {
        var request = Some.Request([Some.Limit(LimitKind.TokenBucket, 1_000_000, 1), Some.Limit(LimitKind.Concurrency, 10, 0, name: "at-once")]);
        for (var i = 0; i < 100; i++)
        {
            _bench.Call(request);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _bench.Call(request);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 80);
    }

    [Fact]
    public async Task Acquire_FromManyThreads_HoldsNoMoreThanAllowed()
    {
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 3, 0, LimitScope.App), Some.Limit(LimitKind.TokenBucket, 1_000_000, 1, name: "bucket")];
        var (held, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            using var cancel = new CancellationTokenSource();
            for (var i = 0; i < 2000; i++)
            {
                if (i % 50 == 0)
                {
                    // A wait that is cancelled at any moment must lose no permit.
                    using var gone = new CancellationTokenSource();
                    var asked = _bench.Ask(Some.Request(limits, $"t{thread}"), gone.Token);
                    await gone.CancelAsync();
                    try
                    {
                        (await asked).Dispose();
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }

                using var lease = await _bench.Ask(Some.Request(limits, $"t{thread}"), cancel.Token);
                var now = Interlocked.Increment(ref held);
                InterlockedMax(ref most, now);
                Interlocked.Decrement(ref held);
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => _bench.Ask(Some.Request(limits, wait: TimeSpan.Zero)).IsCompletedSuccessfully));
    }

    [Fact]
    public void Acquire_OtherProvider_HasItsOwnApp()
    {
        Limit[] limits = [Some.Limit(LimitKind.SlidingWindow, 1, 60, LimitScope.App)];
        _bench.Call(Some.Request(limits));

        _bench.Call(new() { Connection = new("another", "acme"), CredentialId = "acme", Endpoint = Some.Endpoint(), Limits = limits });
    }

    public void Dispose() => _bench.Dispose();

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is var was && was == seen ? value : was;
        }
    }
}
