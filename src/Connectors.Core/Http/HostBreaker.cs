using System.Runtime.ExceptionServices;
using Connectors.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace Connectors.Http;

/// <summary>
/// The circuit breaker of one host: a host that fails gets no calls for a while, then one to see whether it is back. While all is well
/// an attempt passes it without a Polly pipeline around it; only its outcome goes in afterwards.
/// </summary>
internal sealed class HostBreaker
{
    /// <summary>How many good attempts before a first failure are weighed against it at most.</summary>
    private const int MostGood = 1_000;

    private readonly ConnectorRuntime _runtime;
    private readonly string _host;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<HostHealth> _pipeline;
    private int _state = (int)CircuitState.Closed;
    private long _lastBad;
    private long _goodSpan;
    private int _good;
    private int _goodBefore;
    private bool _wasBad;

    public HostBreaker(ConnectorRuntime runtime, string host)
    {
        _runtime = runtime;
        _host = host;
        var options = runtime.Options;
        _pipeline = new ResiliencePipelineBuilder<HostHealth> { TimeProvider = runtime.Time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HostHealth>
            {
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumThroughput,
                SamplingDuration = options.BreakerSamplingDuration,
                BreakDuration = options.BreakDuration,
                ShouldHandle = static arguments => new(arguments.Outcome is { Exception: not null } or { Result: HostHealth.Bad }),
                StateProvider = _circuit,
            })
            .Build();
    }

    /// <summary>Whether attempts go through.</summary>
    public bool IsClosed => Volatile.Read(ref _state) == (int)CircuitState.Closed;

    /// <summary>Whether nothing would be lost by forgetting it: it is closed, and no failure counts any more.</summary>
    public bool IsQuiet => IsClosed && (!Volatile.Read(ref _wasBad) || _runtime.Time.GetElapsedTime(Volatile.Read(ref _lastBad)) > _runtime.Options.BreakerSamplingDuration);

    /// <summary>
    /// Counts an attempt that was made while the circuit was closed. Good ones go into the pipeline from a failure on; those before it are
    /// only counted, and go in with it, so that a burst of failures is weighed against them.
    /// </summary>
    /// <param name="health">What the attempt says of the host.</param>
    /// <param name="at">A timestamp of the call.</param>
    public void Record(HostHealth health, long at)
    {
        if (health == HostHealth.Unknown || !IsClosed)
        {
            return;
        }

        if (IsQuiet)
        {
            var seen = SeenGood(at, health == HostHealth.Good ? 1 : 0);
            if (health == HostHealth.Good)
            {
                return;
            }

            for (var good = Math.Min(seen, MostGood); good > 0; good--)
            {
                Count(HostHealth.Good);
            }
        }

        Count(health);
        if (health == HostHealth.Bad)
        {
            Volatile.Write(ref _lastBad, _runtime.Time.GetTimestamp());
            Volatile.Write(ref _wasBad, true);
            Look();
        }
    }

    /// <summary>Counts good attempts by spans as long as those over which failures are weighed; this one and the one before are remembered.</summary>
    private int SeenGood(long at, int more)
    {
        var span = (long)(at / (_runtime.Options.BreakerSamplingDuration.TotalSeconds * _runtime.Time.TimestampFrequency));
        var known = Volatile.Read(ref _goodSpan);
        if (span > known && Interlocked.CompareExchange(ref _goodSpan, span, known) == known)
        {
            Volatile.Write(ref _goodBefore, span == known + 1 ? Volatile.Read(ref _good) : 0);
            Volatile.Write(ref _good, 0);
        }

        return Interlocked.Add(ref _good, more) + Volatile.Read(ref _goodBefore);
    }

    private void Count(HostHealth health)
    {
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        var counted = _pipeline.ExecuteOutcomeAsync(static (_, seen) => new ValueTask<Outcome<HostHealth>>(Outcome.FromResult(seen)), context, health);
        if (counted.IsCompleted)
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Lets one attempt through to see whether the host is back; refuses all others.</summary>
    /// <param name="send">Makes the attempt.</param>
    /// <param name="call">The call, which knows afterwards what the attempt says of the host.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="AttemptException">The host is not tried now. Nothing was sent.</exception>
    public async ValueTask<T> ProbeAsync<T>(Func<ValueTask<T>> send, CallState call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        T? answer = default;
        ExceptionDispatchInfo? failure = null;
        var outcome = await _pipeline.ExecuteOutcomeAsync(
            async (_, _) =>
            {
                Look();
                call.Health = HostHealth.Unknown;
                try
                {
                    answer = await send().ConfigureAwait(false);
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }

                // An attempt that says nothing of the host (it was cancelled) closes no circuit: another call tries after the next pause.
                return call.Health == HostHealth.Unknown
                    ? Outcome.FromException<HostHealth>(failure?.SourceException ?? new OperationCanceledException())
                    : Outcome.FromResult(call.Health);
            },
            context,
            this).ConfigureAwait(false);
        ResilienceContextPool.Shared.Return(context);
        Look();
        if (failure is null && outcome.Exception is BrokenCircuitException broken)
        {
            throw Refused(call, broken.RetryAfter ?? _runtime.Options.BreakDuration);
        }

        failure?.Throw();
        return answer!;
    }

    private AttemptException Refused(CallState call, TimeSpan wait)
    {
        Telemetry.Withheld(call, "circuit");
        call.Error = call.Facts(ErrorKind.Unavailable, $"Calls to {_host} fail, so it is not called for now (circuit breaker); nothing was sent") with
        {
            IsTransient = true,
            RetryAfter = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        };
        return new(call.Error, null) { IsRefusal = true };
    }

    /// <summary>Notices that the circuit changed, and tells it once.</summary>
    private void Look()
    {
        var now = (int)_circuit.CircuitState;
        var before = Interlocked.Exchange(ref _state, now);
        if (before != now)
        {
            Telemetry.BreakerChanged(_runtime, _host, (CircuitState)now);
        }
    }
}

/// <summary>What an attempt says of the host that it went to.</summary>
internal enum HostHealth : byte
{
    /// <summary>Nothing: it did not get there, or was cancelled.</summary>
    Unknown,

    /// <summary>The host answers; a refusal (4xx, 429, 401) is an answer.</summary>
    Good,

    /// <summary>The host does not answer, breaks off, is too slow or answers with a server error.</summary>
    Bad,
}
