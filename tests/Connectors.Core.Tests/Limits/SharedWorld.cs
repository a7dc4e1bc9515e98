using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Core.Tests.Limits;

/// <summary>Several processes over one store on one clock: the store answers some milliseconds later, calls take a time with jitter.</summary>
internal sealed class SharedWorld : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ListLogger _logger = new();
    private readonly List<SharedQuota> _open = [];
    private readonly Dictionary<SharedQuota, LateStore> _stores = [];
    private readonly Random _random = new(5);

    public SharedWorld() => Store = new(new MemoryQuotaStore(_clock), _clock);

    public LateStore Store { get; }

    /// <summary>Tells how often an event was logged.</summary>
    public int Logged(int id) => _logger.Count(id);

    /// <summary>Gets how many calls each process made.</summary>
    public int[] Calls { get; private set; } = [];

    public int MostAtOnce { get; private set; }

    public SharedQuota Open()
    {
        var store = new LateStore(Store, _clock);
        var quota = new SharedQuota(store, _clock, _logger);
        _stores[quota] = store;
        _open.Add(quota);
        return quota;
    }

    /// <summary>Nothing that a process does reaches the store any more.</summary>
    public void Cut(SharedQuota quota) => _stores[quota].IsSlow = true;

    public static Task<IQuotaLease> Ask(SharedQuota quota, Limit[] limits, TimeSpan? wait = null) =>
        quota.AcquireAsync(Some.Request(limits, wait: wait), default).AsTask();

    /// <summary>Answers a call that was let through.</summary>
    public static void Answer(Task<IQuotaLease> let, QuotaObservation answer = default)
    {
        Assert.True(let.IsCompletedSuccessfully);
        let.Result.Observe(answer);
        let.Result.Dispose();
    }

    /// <summary>Makes a call that is answered at once.</summary>
    public void Call(SharedQuota quota, Limit[] limits)
    {
        var lease = Ask(quota, limits);
        for (var round = 0; !lease.IsCompleted && round < 100; round++)
        {
            Advance(0.01);
        }

        Answer(lease);
    }

    public void Advance(double seconds)
    {
        RunInline();
        var until = _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        while (_clock.GetUtcNow() < until)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(Math.Min(5, (until - _clock.GetUtcNow()).TotalMilliseconds)));
        }
    }

    /// <summary>Offers calls to all processes in turn, and gives when each arrived at the provider, in seconds.</summary>
    public List<double> Run(Limit limit, int processes, TimeSpan time, double offered, int takes = 20)
    {
        RunInline();
        Limit[] limits = [limit];
        var quotas = Enumerable.Range(0, processes).Select(_ => Open()).ToList();
        Calls = new int[processes];
        var waiting = quotas.ConvertAll(_ => new Queue<Task<IQuotaLease>>());
        var underWay = new PriorityQueue<IQuotaLease, double>();
        var (arrivals, asked) = (new List<double>(), 0L);
        for (var now = 0.0; now < time.TotalSeconds; now += 0.005)
        {
            for (; asked < now * offered; asked++)
            {
                waiting[(int)(asked % processes)].Enqueue(Ask(quotas[(int)(asked % processes)], limits));
            }

            for (var process = 0; process < processes; process++)
            {
                while (waiting[process].TryPeek(out var head) && head.IsCompleted)
                {
                    Calls[process]++;
                    arrivals.Add(now + (_random.Next(takes) / 1000.0));
                    underWay.Enqueue(waiting[process].Dequeue().GetAwaiter().GetResult(), now + (takes / 1000.0));
                }
            }

            MostAtOnce = Math.Max(MostAtOnce, underWay.Count);
            while (underWay.TryPeek(out var done, out var at) && at <= now + 1e-9)
            {
                underWay.Dequeue();
                done.Observe(default);
                done.Dispose();
            }

            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        arrivals.Sort();
        return arrivals;
    }

    public void Dispose()
    {
        _open.ForEach(quota => quota.Dispose());
        _logger.Dispose();
    }

    // What the clock sets off is done before it goes on; a test runner's context would do it elsewhere, some time.
    private static void RunInline() => SynchronizationContext.SetSynchronizationContext(null);

    /// <summary>A store that answers 3 ms later, not at all, or with an error.</summary>
    internal sealed class LateStore(IQuotaStore inner, ManualTimeProvider clock) : IQuotaStore
    {
        public bool IsLost { get; set; }

        public bool IsSlow { get; set; }

        public int Takings { get; private set; }

        public int Gates => inner is MemoryQuotaStore memory ? memory.Count : 0;

        public async ValueTask<IReadOnlyList<QuotaGrant>> TakeAsync(IReadOnlyList<QuotaTake> takes, CancellationToken cancellationToken)
        {
            Takings++;
            if (IsSlow)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(false);
            }

            if (IsLost)
            {
                throw new ConnectorException(new() { Kind = ErrorKind.Unavailable, What = "The store is lost" });
            }

            if (inner is not MemoryQuotaStore)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(3), clock, cancellationToken).ConfigureAwait(false);
            }

            return await inner.TakeAsync(takes, cancellationToken).ConfigureAwait(false);
        }

        public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken) => inner.EraseAsync(connection, cancellationToken);
    }
}
