using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// One provider's talk with the store: one taking at a time with all gates that are due in it, under way without the provider's lock and for
/// a bounded time. All but <see cref="GoAsync"/> and <see cref="EndAsync"/> is used under that lock.
/// </summary>
/// <param name="provider">The provider.</param>
/// <param name="sharing">What all providers have in common.</param>
/// <param name="host">The provider's side.</param>
internal sealed class QuotaExchange(string provider, QuotaSharing sharing, IExchangeHost host) : IDisposable
{
    private const int MostGates = 64;
    private const long Soon = 2 * TimeSpan.TicksPerMillisecond;
    private const long FirstAgain = TimeSpan.TicksPerSecond / 2;
    private const int MostDoublings = 3;

    private readonly List<SharedCounter> _listed = [];
    private readonly CancellationTokenSource _end = new();
    private long _nextDue = long.MaxValue;
    private long _turn;
    private int _failures;
    private long _again;
    private bool _isBusy;
    private bool _isDisposed;
    private bool _isEnded;

    /// <summary>Gets when the store is to be asked next.</summary>
    internal long NextDue => _isBusy || _isDisposed ? long.MaxValue : _nextDue;

    /// <summary>Gets whether the store cannot be used, and each process goes on alone.</summary>
    internal bool IsAlone => _failures > 0 && sharing.Processes > 0;

    /// <summary>Gets the time in ticks.</summary>
    internal long Now => host.Now;

    /// <summary>Makes the gate of a limit that is shared.</summary>
    internal Gate NewGate(GateKey key, Limit limit, long order)
    {
        var counter = new SharedCounter(limit, this);
        return counter.Gate = new(key, limit, order, counter);
    }

    /// <summary>Notes that a gate has something for the store, or wants something.</summary>
    internal void Note(SharedCounter counter, long due)
    {
        due = _failures > 0 ? Math.Max(due, _again) : due;
        if (due < counter.DueAt)
        {
            if (!counter.IsListed)
            {
                counter.IsListed = true;
                _listed.Add(counter);
            }

            counter.DueAt = due;
            _nextDue = Math.Min(_nextDue, due);
        }
    }

    /// <summary>Lets a gate go on alone, until the store can be used again.</summary>
    internal void GoAlone(SharedCounter counter, long now)
    {
        counter.GoAlone(sharing.Processes, now);
        Note(counter, _again);
    }

    /// <summary>Notes that the provider may have closed gates.</summary>
    internal void Closed(Route route, long now)
    {
        foreach (var gate in route.Gates)
        {
            if (gate.Counter is SharedCounter counter && gate.ClosedUntil > now)
            {
                Note(counter, now);
            }
        }
    }

    /// <summary>Tells the store nothing more of the gates of a connection, until its next call.</summary>
    internal void Silence(ConnectionKey connection)
    {
        foreach (var counter in _listed.Where(counter => counter.Gate.Key.Connection == connection))
        {
            counter.Silence();
        }
    }

    /// <summary>Gives what is to be asked now, if anything; then <see cref="GoAsync"/> asks it.</summary>
    internal List<(SharedCounter Counter, QuotaTake Take)>? Begin(long now)
    {
        if (NextDue > now)
        {
            return null;
        }

        var due = _listed.Where(counter => counter.DueAt <= now + Soon).OrderBy(static counter => counter.DueAt).Take(MostGates).ToList();
        _turn++;
        _isBusy = due.Count > 0;
        var asked = due.ConvertAll(counter => (counter, counter.Ask(KeyOf(counter.Gate), sharing.Process, _turn, now, isLast: false)));
        due.ForEach(static counter => counter.DueAt = long.MaxValue);
        Look();
        return _isBusy ? asked : null;
    }

    /// <summary>Asks the store.</summary>
    internal async Task GoAsync(List<(SharedCounter Counter, QuotaTake Take)> asked)
    {
        var (grants, error) = await TryTakeAsync(asked).ConfigureAwait(false);
        lock (host.Lock)
        {
            _isBusy = false;
            if (_isDisposed)
            {
                return;
            }

            if (grants is null)
            {
                Fail(error!);
            }
            else
            {
                Hear(asked, grants);
            }

            Look();
            host.Arm();
        }
    }

    /// <summary>Gives back what is held and not under way.</summary>
    internal async ValueTask EndAsync()
    {
        List<(SharedCounter Counter, QuotaTake Take)> last;
        lock (host.Lock)
        {
            (_isDisposed, _turn) = (true, _turn + 1);
            last = _failures > 0 ? [] : _listed.ConvertAll(counter => (counter, counter.Ask(KeyOf(counter.Gate), sharing.Process, _turn, host.Now, isLast: true)));
        }

        foreach (var part in last.Chunk(MostGates))
        {
            await TryTakeAsync([.. part]).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (!_isEnded)
        {
            (_isDisposed, _isEnded) = (true, true);
            _end.Cancel();
            _end.Dispose();
        }
    }

    private async ValueTask<(IReadOnlyList<QuotaGrant>? Grants, Exception? Error)> TryTakeAsync(List<(SharedCounter Counter, QuotaTake Take)> asked)
    {
        try
        {
            using var bound = new CancellationTokenSource(SharedCounter.Patience, sharing.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, _end.Token);
            var grants = await sharing.Store.TakeAsync(asked.ConvertAll(static one => one.Take), either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            return grants.Count == asked.Count ? (grants, null) : throw new InvalidOperationException($"The store gave {grants.Count} grants for {asked.Count} takings.");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return (null, error);
        }
    }

    private void Hear(List<(SharedCounter Counter, QuotaTake Take)> asked, IReadOnlyList<QuotaGrant> grants)
    {
        var now = host.Now;
        if (_failures > 0)
        {
            _failures = 0;
            sharing.Returned(provider);
        }

        for (var index = 0; index < asked.Count; index++)
        {
            var counter = asked[index].Counter;
            sharing.Met(grants[index].Processes);
            if (grants[index].IsStale)
            {
                Note(counter, now);
                continue;
            }

            counter.Granted(asked[index].Take, grants[index], now);
            host.Heard(counter.Gate, null);
        }
    }

    // Every gate goes on alone, since the next taking would wait as long; those with something for the store try again with it.
    private void Fail(Exception error)
    {
        var now = host.Now;
        _again = now + (FirstAgain << Math.Min(_failures, MostDoublings));
        if (_failures++ == 0)
        {
            sharing.Lost(provider, error);
        }

        foreach (var counter in _listed.ToList())
        {
            if (sharing.Processes > 0)
            {
                GoAlone(counter, now);
                host.Heard(counter.Gate, null);
            }
            else
            {
                counter.Wait(_again);
                host.Heard(counter.Gate, QuotaSharing.Unknown(provider, error));
            }
        }
    }

    private void Look()
    {
        _nextDue = long.MaxValue;
        foreach (var counter in _listed)
        {
            _nextDue = Math.Min(_nextDue, counter.DueAt);
        }

        if (!_isBusy)
        {
            _listed.RemoveAll(static counter => !(counter.IsListed = counter.DueAt != long.MaxValue));
        }
    }

    private QuotaGate KeyOf(Gate gate) => new(
        provider,
        gate.Key.Connection?.ToString() ?? gate.Key.Holder?.Replace('\0', '\uFFFD') ?? "",
        $"{gate.Key.Scope}/{gate.Key.Name}/{gate.Key.Group}");
}

/// <summary>The provider's side of an exchange.</summary>
internal interface IExchangeHost
{
    /// <summary>Gets the provider's lock.</summary>
    Lock Lock { get; }

    /// <summary>Gets the time in ticks.</summary>
    long Now { get; }

    /// <summary>Notes that a gate has heard from the store; or that nothing can be heard, and nothing is known to go on with.</summary>
    void Heard(Gate gate, Exception? error);

    /// <summary>Sets the timer anew.</summary>
    void Arm();
}
