using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>Each kind of limit under one and a half times the load that it allows: never one call too many, and hardly one too few.</summary>
public sealed class LegalLoadTests
{
    [Theory]
    [InlineData(LimitKind.SlidingWindow, 100, 10)]
    [InlineData(LimitKind.SlidingWindow, 5, 1)]
    [InlineData(LimitKind.SlidingWindow, 1, 0.25)]
    [InlineData(LimitKind.SlidingWindow, 3000, 60)]
    [InlineData(LimitKind.FixedWindow, 75, 15)]
    public void Window_Overloaded_KeepsEveryWindowAndUsesIt(LimitKind kind, int permits, double seconds)
    {
        var load = new Load(Some.Limit(kind, permits, seconds));
        var time = TimeSpan.FromSeconds(seconds * Math.Clamp(2000 / permits, 4, 200));

        var calls = load.Run(time, 1.5 * permits / seconds);

        AssertNoWindowAbove(load.Arrivals, permits, seconds);
        Assert.True(calls >= 0.98 * permits * time.TotalSeconds / seconds, $"{calls} calls of {permits * time.TotalSeconds / seconds}");
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(7, 30)]
    [InlineData(50, 1)]
    public void Bucket_Overloaded_NeverGoesBelowEmptyAndUsesIt(int permits, double seconds)
    {
        var load = new Load(Some.Limit(LimitKind.TokenBucket, permits, seconds));
        var time = TimeSpan.FromSeconds(seconds * Math.Clamp(2000 / permits, 8, 20));
        var rate = permits / seconds / 1000;

        var calls = load.Run(time, 1.5 * permits / seconds);

        var (level, last) = ((double)permits, 0L);
        foreach (var at in load.Arrivals)
        {
            level = Math.Min(permits, level + ((at - last) * rate)) - 1;
            last = at;
            Assert.True(level > -1e-6, $"The bucket is at {level} at {at} ms.");
        }

        Assert.True(calls >= 0.98 * rate * time.TotalMilliseconds, $"{calls} calls");
    }

    [Theory]
    [InlineData(40, 160)]
    [InlineData(200, 201)]
    [InlineData(10, 1500)]
    public void SlidingWindow_CallsJitterOnTheirWay_KeepsEveryWindowAtTheProvider(int least, int most)
    {
        var load = new Load(Some.Limit(LimitKind.SlidingWindow, 100, 10), seed: 7) { Latency = (least, most) };

        var calls = load.Run(TimeSpan.FromSeconds(200), 15);

        if (most - least <= WindowCounter.MaxDoubt / TimeSpan.TicksPerMillisecond)
        {
            AssertNoWindowAbove(load.Arrivals, 100, 10);
        }

        var lost = Math.Min((most - least) / 2.0, 1000) / 10_000;
        Assert.True(calls >= (0.985 - lost) * 2000, $"{calls} calls");
    }

    [Fact]
    public async Task Concurrency_Overloaded_HoldsNoMoreThanAllowedAndUsesIt()
    {
        using var bench = new QuotaBench();
        Limit[] limits = [Some.Limit(LimitKind.Concurrency, 5, 0)];
        var random = new Random(3);
        var waiting = new Queue<Task<IQuotaLease>>();
        var held = new PriorityQueue<IQuotaLease, int>();
        var (asked, busy, most) = (0, 0L, 0);
        for (var now = 0; now < 60_000; now++)
        {
            for (; asked < now * 1.5 * 5 / 100; asked++)
            {
                waiting.Enqueue(bench.Ask(Some.Request(limits)));
            }

            while (held.TryPeek(out var lease, out var end) && end <= now)
            {
                held.Dequeue().Dispose();
            }

            while (waiting.TryPeek(out var head) && head.IsCompleted)
            {
                held.Enqueue(await waiting.Dequeue(), now + random.Next(50, 151));
            }

            (busy, most) = (busy + held.Count, Math.Max(most, held.Count));
            bench.Advance(0.001);
        }

        Assert.Equal(5, most);
        Assert.True(busy >= 0.98 * 5 * 60_000, $"{busy / 300_000.0:P1} in use");
    }

    [Theory]
    [InlineData(false, 0, 1)]
    [InlineData(false, 120, 1)]
    [InlineData(true, 0, 1)]
    [InlineData(true, 120, 1)]
    [InlineData(false, 120, 1000)]
    public void FixedWindow_ProviderTellsItsWindow_IsNeverRefusedAndUsesIt(bool beginsWithFirstCall, int latency, int resolution)
    {
        var window = 30_000L;
        var (began, count, windows) = (-7_300L, 0, 0);
        var start = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var load = new Load(Some.Limit(LimitKind.FixedWindow, 75, 30) with
        {
            Headers = new() { Limit = "X-RateLimit-Limit", Remaining = "X-RateLimit-Remaining", Reset = "X-RateLimit-Reset" },
        })
        { Latency = (latency / 4, latency), Provider = Answer };

        var calls = load.Run(TimeSpan.FromSeconds(300), 1.5 * 75 / 30);

        Assert.Equal(0, load.Refused);
        Assert.True(calls >= 0.98 * 75 * 10, $"{calls} calls in {windows} windows");

        QuotaObservation Answer(TimeSpan at)
        {
            var now = (long)at.TotalMilliseconds;
            if (now >= began + window)
            {
                began = beginsWithFirstCall ? now : now - ((now - began) % window);
                (count, windows) = (0, windows + 1);
            }

            count++;
            var reset = (start.ToUnixTimeMilliseconds() + began + window) / resolution;
            var headers = Some.Headers(("X-RateLimit-Limit", "75"), ("X-RateLimit-Remaining", $"{Math.Max(0, 75 - count)}"), ("X-RateLimit-Reset", $"{reset}"));
            return new(count > 75, null, headers);
        }
    }

    private static void AssertNoWindowAbove(List<long> arrivals, int permits, double seconds)
    {
        for (var i = permits; i < arrivals.Count; i++)
        {
            Assert.True(arrivals[i] - arrivals[i - permits] >= seconds * 1000, $"{permits + 1} calls in {arrivals[i] - arrivals[i - permits]} ms, at {arrivals[i]} ms");
        }
    }
}
