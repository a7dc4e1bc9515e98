using Connectors.Definitions;

namespace Connectors.Proofs.Limits;

/// <summary>One kind of limit: how the vendor keeps it, and how a definition states it.</summary>
/// <param name="Name">What stands before its figures.</param>
/// <param name="Limits">The limits, as a connector states them.</param>
/// <param name="Vendor">Makes the vendor's side.</param>
/// <param name="Length">How long the run is.</param>
/// <param name="CallsPerSecond">How many calls are offered.</param>
internal sealed record LimitRound(string Name, IReadOnlyList<Limit> Limits, Func<IReadOnlyList<VendorLimit>> Vendor, TimeSpan Length, double CallsPerSecond)
{
    /// <summary>Gets what calls cost at most; the caller does not know what each will cost, only a bound.</summary>
    public int MostCost { get; init; } = 1;

    /// <summary>Gets how long the vendor works on a call, in milliseconds.</summary>
    public (int Least, int Most) Work { get; init; } = (5, 60);

    /// <summary>Gets how long each way through the network takes, in milliseconds.</summary>
    public (int Least, int Most) Way { get; init; } = (10, 50);

    /// <summary>Draws a call.</summary>
    public Trip Draw(Random random)
    {
        var cost = MostCost == 1 ? 1 : random.Next(1, MostCost + 1);
        var estimate = MostCost == 1 ? 1 : cost + (int)(cost * random.NextDouble());
        var work = Ticks(Work);
        return new(estimate, cost, Ticks(Way), (long)(work * random.NextDouble()), work, Ticks(Way));

        long Ticks((int Least, int Most) milliseconds) =>
            (milliseconds.Least * TimeSpan.TicksPerMillisecond) + random.NextInt64(((milliseconds.Most - milliseconds.Least) * TimeSpan.TicksPerMillisecond) + 1);
    }
}

/// <summary>The kinds that there are.</summary>
internal static class LimitRounds
{
    private const string Told = "X-RateLimit-";

    /// <summary>Gives the rounds.</summary>
    /// <param name="windows">How many windows each is long, about.</param>
    public static IReadOnlyList<LimitRound> All(int windows) =>
    [
        One("fixed", LimitKind.FixedWindow, 300, 30, windows, () => new FixedWindow { Permits = 300, Span = Ticks(30), Phase = Ticks(-7.3) }),
        One("fixed_told", LimitKind.FixedWindow, 300, 30, windows, () => new FixedWindow { Permits = 300, Span = Ticks(30), Phase = Ticks(-11.9), Header = Told }, LimitHeaders.Of(Told)),
        One("sliding", LimitKind.SlidingWindow, 110, 10, 2 * windows, () => new SlidingWindow { Permits = 110, Span = Ticks(10) }),
        One("token_bucket", LimitKind.TokenBucket, 200, 20, windows, () => new TokenBucket { Permits = 200, Span = Ticks(20) }),
        One("leaky_bucket", LimitKind.LeakyBucket, 100, 10, 2 * windows, () => new LeakyQueue { Permits = 100, Span = Ticks(10), Holds = 5 }, burst: 5),
        new("concurrency", [new("at-once", LimitScope.App, LimitKind.Concurrency, 8, TimeSpan.Zero)], () => [new AtOnce { Permits = 8, Span = Ticks(10) }], TimeSpan.FromSeconds(20 * windows), 12.5)
        {
            Work = (500, 1500),
            Way = (1, 4),
        },
        Costly("cost_window", LimitKind.FixedWindow, 10_000, 60, windows / 2, () => new FixedWindow { Permits = 10_000, Span = Ticks(60), Phase = Ticks(-31.7) }),
        Costly("cost_bucket", LimitKind.TokenBucket, 4_000, 40, windows / 2, () => new TokenBucket { Permits = 4_000, Span = Ticks(40) }),
        new(
            "several",
            [
                new("ten-seconds", LimitScope.App, LimitKind.SlidingWindow, 100, TimeSpan.FromSeconds(10)),
                new("minute", LimitScope.App, LimitKind.FixedWindow, 570, TimeSpan.FromSeconds(60)) { Headers = LimitHeaders.Of(Told) },
                new("at-once", LimitScope.App, LimitKind.Concurrency, 20, TimeSpan.Zero),
            ],
            () =>
            [
                new SlidingWindow { Permits = 100, Span = Ticks(10) },
                new FixedWindow { Permits = 570, Span = Ticks(60), Phase = Ticks(-3), Header = Told },
                new AtOnce { Permits = 20, Span = Ticks(10) },
            ],
            TimeSpan.FromSeconds(30 * windows),
            15),
    ];

    private static LimitRound One(string name, LimitKind kind, int permits, int seconds, int windows, Func<VendorLimit> vendor, LimitHeaders? headers = null, int burst = 1) => new(
        name,
        [new(name, LimitScope.App, kind, permits, TimeSpan.FromSeconds(seconds)) { Headers = headers, Burst = burst }],
        () => [vendor()],
        TimeSpan.FromSeconds(seconds * windows),
        1.5 * permits / seconds);

    private static LimitRound Costly(string name, LimitKind kind, int permits, int seconds, int windows, Func<VendorLimit> vendor) => new(
        name,
        [new(name, LimitScope.App, kind, permits, TimeSpan.FromSeconds(seconds)) { Unit = "points", Headers = new() { Cost = "X-Cost" } }],
        () => [vendor()],
        TimeSpan.FromSeconds(seconds * windows),
        1.6 * permits / seconds / 13)
    {
        MostCost = 25,
    };

    private static long Ticks(double seconds) => TimeSpan.FromSeconds(seconds).Ticks;
}
