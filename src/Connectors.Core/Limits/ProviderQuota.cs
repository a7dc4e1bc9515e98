using System.Diagnostics.CodeAnalysis;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>The limits of one provider: one short lock, one timer. Gates of different providers have nothing to do with each other.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "A lease belongs to the caller.")]
internal sealed class ProviderQuota : IDisposable, IExchangeHost
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly QuotaTimer _timer;
    private readonly QuotaExchange? _exchange;
    private readonly RouteTable _table;
    private readonly WaitingRoom _room;
    private readonly RoundTrips _trips = new();
    private long _order;
    private long _forgetAt = long.MaxValue;
    private bool _isDisposed;

    internal ProviderQuota(TimeProvider time, string provider, QuotaSharing? sharing = null)
    {
        _time = time;
        _exchange = sharing is null ? null : new(provider, sharing, this);
        _table = new(_exchange);
        _room = new(Grant, (waiter, gate, now) => waiter.TrySetException(QuotaErrors.NoRoom(waiter.Request, gate, Wait(gate, waiter.Stated, now))));
        _timer = new(time, Run);
    }

    /// <summary>Gets how many connections and gates are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    internal ValueTask<IQuotaLease> AcquireAsync(QuotaRequest request, CancellationToken cancellationToken)
    {
        Waiter waiter;
        var stated = request.Stated;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MemoryQuota));
            var now = _timer.Now;
            var route = _table.Get(request, now);
            _room.Pump(route, now);
            Arm(now);
            var lane = route.LaneOf(request.Priority);
            var blocker = stated is null ? null : route.TooSmall(stated);
            if (blocker is not null)
            {
                return ValueTask.FromException<IQuotaLease>(QuotaErrors.TooMuch(request, blocker));
            }

            blocker = route.Blocker(now, lane, stated);
            if (lane.IsEmpty && blocker is null)
            {
                route.Take(now, request.Priority, stated);
                return new(LeaseOn(route, stated, now, waited: 0));
            }

            var (last, at) = route.Earliest(now, lane, stated);
            var willing = request.MaxWait == Timeout.InfiniteTimeSpan ? long.MaxValue - now : request.MaxWait.Ticks;
            var longest = blocker?.Counter is SharedCounter shared && shared.IsAsking(now) ? Math.Max(willing, SharedCounter.Patience.Ticks) : willing;
            if (longest <= 0 || at - now > willing)
            {
                return ValueTask.FromException<IQuotaLease>(QuotaErrors.NoRoom(request, at > now ? last : blocker ?? last, at > now ? TimeSpan.FromTicks(at - now) : null));
            }

            waiter = new(lane, request, _order++, now, longest > long.MaxValue - now ? long.MaxValue : now + longest) { Willing = now + willing };
            _room.Add(waiter, blocker ?? lane.At!, now);
            Arm(now);
        }

        return Cancellable(waiter, cancellationToken);
    }

    internal void Observe(QuotaLease lease, in QuotaObservation seen)
    {
        var route = lease.Route;
        var reading = AnswerReading.Read(route, seen, _time.GetUtcNow());
        lock (_lock)
        {
            var now = _timer.Now;
            if (!lease.IsAnswered)
            {
                _trips.Add(now - lease.SentAt);
            }

            Answer(lease, reading, now);
            if (seen.IsLimited)
            {
                Refusal.Close(route, reading, seen.RetryAfter, lease.SentAt, now);
                _room.FailHopeless(route, now);
                _exchange?.Closed(route, now);
            }
            else
            {
                Refusal.Pass(route, reading, lease.SentAt, now);
            }

            _room.Pump(route, now);
            Arm(now);
        }
    }

    internal void Release(QuotaLease lease)
    {
        lock (_lock)
        {
            if (!lease.IsEnded)
            {
                var now = _timer.Now;
                lease.IsEnded = true;
                Answer(lease, default, now);
                lease.Route.Ended();
                _room.Pump(lease.Route, now);
                Arm(now);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            var now = _timer.Now;
            _isDisposed = true;
            _timer.Dispose();
            _exchange?.Dispose();
            foreach (var waiter in _table.Gates.Where(gate => gate.HasLanes).SelectMany(gate => gate.Lanes!.All).SelectMany(lane => lane.Waiters).ToList())
            {
                _room.Remove(waiter, now);
                waiter.TrySetException(new ObjectDisposedException(nameof(MemoryQuota)));
            }
        }
    }

    Lock IExchangeHost.Lock => _lock;

    long IExchangeHost.Now => _timer.Now;

    void IExchangeHost.Arm() => Arm(_timer.Now);

    void IExchangeHost.Heard(Gate gate, Exception? error)
    {
        var now = _timer.Now;
        _room.Pump(gate, now);
        _room.FailUnwilling(gate, Math.Max(now, ((SharedCounter)gate.Counter).NoRoomUntil), error, now);
    }

    /// <summary>Tells the store of shared quota nothing more of a connection, until its next call.</summary>
    internal void Silence(ConnectionKey connection)
    {
        lock (_lock)
        {
            _exchange?.Silence(connection);
        }
    }

    /// <summary>Gives the store of shared quota back what is held.</summary>
    internal ValueTask EndAsync() => _exchange?.EndAsync() ?? default;

    private static TimeSpan? Wait(Gate gate, IReadOnlyList<UnitCost>? stated, long now) =>
        gate.Earliest(now, 0, gate.CostOf(stated)) is var at && at > now ? TimeSpan.FromTicks(at - now) : null;

    private ValueTask<IQuotaLease> Cancellable(Waiter waiter, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            // Outside the lock, since a token that is cancelled already calls back at once.
            var registration = cancellationToken.UnsafeRegister((_, token) => Cancel(waiter, token), null);
            lock (_lock)
            {
                waiter.Registration = registration;
                _ = waiter.Task.IsCompleted && registration.Unregister();
            }
        }

        return new(waiter.Task);
    }

    private void Cancel(Waiter waiter, CancellationToken token)
    {
        lock (_lock)
        {
            var now = _timer.Now;
            if (_room.Remove(waiter, now))
            {
                waiter.TrySetCanceled(token);
                Arm(now);
            }
        }
    }

    private void Grant(Waiter waiter, long now)
    {
        var route = waiter.Lane.Route;
        route.Take(now, waiter.Lane.Priority, waiter.Stated);
        waiter.TrySetResult(LeaseOn(route, waiter.Stated, now, now - waiter.Since));
    }

    private void Answer(QuotaLease lease, in AnswerReading reading, long now)
    {
        if (!lease.IsAnswered)
        {
            lease.IsAnswered = true;
            lease.Route.Answered(lease, now, _trips.Sure, reading);
        }
    }

    private void Run()
    {
        List<(SharedCounter Counter, QuotaTake Take)>? asked;
        lock (_lock)
        {
            var now = _timer.Now;
            _timer.Clear();
            _room.Run(now);
            if (_forgetAt <= now)
            {
                _table.Forget(now);
                _forgetAt = long.MaxValue;
            }

            asked = _exchange?.Begin(now);
            Arm(now);
        }

        if (asked is not null)
        {
            _ = _exchange!.GoAsync(asked);
        }
    }

    private void Arm(long now)
    {
        if (_forgetAt == long.MaxValue && !_table.IsEmpty)
        {
            _forgetAt = now + RouteTable.Linger.Ticks;
        }

        if (!_isDisposed)
        {
            _timer.Set(Math.Min(Math.Min(_room.NextDue, _forgetAt), _exchange?.NextDue ?? long.MaxValue), now);
        }
    }

    private QuotaLease LeaseOn(Route route, IReadOnlyList<UnitCost>? stated, long now, long waited) => new QuotaLease(this, route, stated, now, TimeSpan.FromTicks(waited));
}
