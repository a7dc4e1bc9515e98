using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>
/// Offers calls to one limit, on a clock that goes in ten thousandths of the window (a millisecond at least), and keeps what a provider
/// would see: when each call arrived. Calls take no time, or a time with jitter.
/// </summary>
internal sealed class Load(Limit limit, int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly Queue<(Task<IQuotaLease> Task, long At)> _waiting = new();
    private readonly PriorityQueue<IQuotaLease, long> _underWay = new();
    private readonly PriorityQueue<IQuotaLease, long> _arriving = new();
    private readonly Dictionary<IQuotaLease, QuotaObservation> _answers = [];

    /// <summary>Gets or sets the shortest and the longest time that a call takes, in milliseconds.</summary>
    public (int Least, int Most) Latency { get; init; }

    /// <summary>Gets the provider's side: told of each arrival, it gives the answer.</summary>
    public Func<TimeSpan, QuotaObservation>? Provider { get; init; }

    public List<long> Arrivals { get; } = [];

    public int Refused { get; private set; }

    /// <summary>Runs, and gives how many calls arrived.</summary>
    public int Run(TimeSpan time, double offered)
    {
        using var bench = new QuotaBench();
        Limit[] limits = [limit];
        var (asked, step) = (0L, Math.Max(1, (long)limit.Window.TotalMilliseconds / 10_000));
        for (var now = 0L; now < (long)time.TotalMilliseconds; now += step)
        {
            for (; asked < now * offered / 1000; asked++)
            {
                _waiting.Enqueue((bench.Ask(Some.Request(limits)), now));
            }

            Step(now);
            bench.Advance(step / 1000.0);
        }

        Arrivals.Sort();
        return Arrivals.Count;
    }

    private void Step(long now)
    {
        while (_waiting.TryPeek(out var head) && head.Task.IsCompleted)
        {
            _waiting.Dequeue();
            var lease = head.Task.GetAwaiter().GetResult();
            var sent = head.At + (long)lease.Waited.TotalMilliseconds;
            var took = Latency.Least + (Latency.Most > Latency.Least ? _random.Next(Latency.Most - Latency.Least) : 0);
            var way = (Latency.Least / 2) + _random.Next(took - Latency.Least + 1);
            _arriving.Enqueue(lease, sent + way);
            _underWay.Enqueue(lease, sent + took);
        }

        while (_arriving.TryPeek(out var lease, out var at) && at <= now)
        {
            _arriving.Dequeue();
            Arrivals.Add(at);
            _answers[lease] = Provider?.Invoke(TimeSpan.FromMilliseconds(at)) ?? default;
        }

        while (_underWay.TryPeek(out var done, out var at) && at <= now)
        {
            _underWay.Dequeue();
            _answers.Remove(done, out var answer);
            Refused += answer.IsLimited ? 1 : 0;
            done.Observe(answer);
            done.Dispose();
        }
    }
}
