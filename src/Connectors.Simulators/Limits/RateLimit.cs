namespace Connectors.Simulators;

/// <summary>A provider's limit on requests, counted for each key and by the host's clock.</summary>
/// <remarks>Safe for concurrent use. Counts are kept in memory: a restart begins a new window.</remarks>
public abstract class RateLimit
{
    private readonly Simulator _simulator;
    private readonly Lock _gate = new();

    private protected RateLimit(Simulator simulator, string name, int permits)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        _simulator = simulator;
        Name = name;
        Permits = permits;
    }

    /// <summary>Gets the limit's name in the ledger.</summary>
    public string Name { get; }

    /// <summary>Gets or sets how much is allowed in a window, or in a burst.</summary>
    public int Permits { get; set; }

    /// <summary>Gets or sets whether requests are refused; they are counted either way.</summary>
    /// <value>The default is true; false lifts the limit.</value>
    public bool Enforced { get; set; } = true;

    /// <summary>Takes from the limit, if enough is left.</summary>
    /// <param name="key">Whom it counts for: a token, an account, a method of an account.</param>
    /// <param name="cost">How much the request costs.</param>
    /// <param name="permits">How much this key is allowed, when not <see cref="Permits"/>.</param>
    /// <returns>Whether the request may pass, and what to say in headers.</returns>
    public RateDecision Acquire(string key, int cost = 1, int? permits = null)
    {
        RateDecision decision;
        lock (_gate)
        {
            decision = Take(key, cost, permits ?? Permits, _simulator.State.Clock.GetUtcNow());
        }

        _simulator.Ledger.Used(this, key, decision.Allowed, cost);
        return decision;
    }

    /// <summary>Forgets all counts.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Clear();
        }
    }

    /// <summary>Returns how much the limit allows at most over a time.</summary>
    /// <param name="duration">The time.</param>
    /// <returns>The legal quota.</returns>
    public abstract long LegalOver(TimeSpan duration);

    private protected abstract RateDecision Take(string key, int cost, int permits, DateTimeOffset now);

    private protected abstract void Clear();
}

/// <summary>What a limit said to one request.</summary>
/// <param name="Allowed">Whether the request may pass.</param>
/// <param name="Permits">How much the limit allows.</param>
/// <param name="Remaining">How much is left after this request.</param>
/// <param name="RetryAfter">How long until the same request would pass; zero when it passed.</param>
/// <param name="ResetAt">When everything is allowed again, if nothing more is taken.</param>
public readonly record struct RateDecision(bool Allowed, int Permits, int Remaining, TimeSpan RetryAfter, DateTimeOffset ResetAt);
