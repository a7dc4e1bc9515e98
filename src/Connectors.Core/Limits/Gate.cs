using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Tells one gate from another: the limit, and who shares it: a connection, or the holder of several (account, credential).</summary>
internal readonly record struct GateKey(LimitScope Scope, ConnectionKey? Connection, string? Holder, string Name, string Group)
{
    internal static GateKey Of(Limit limit, in QuotaRequest request) => limit.Scope switch
    {
        LimitScope.App => new(limit.Scope, null, null, limit.Name, limit.Group),
        LimitScope.Account when request.AccountId is { Length: > 0 } account => new(limit.Scope, null, account, limit.Name, limit.Group),
        LimitScope.Account => new(limit.Scope, request.Connection, null, limit.Name, limit.Group),
        LimitScope.Credential => new(limit.Scope, null, request.CredentialId, limit.Name, limit.Group),
        _ => new(LimitScope.Connection, request.Connection, null, limit.Name, limit.Group),
    };
}

/// <summary>
/// One limit for one key: what it counts, whether the provider closed it, and who waits at it. Used under the provider's lock. A gate
/// without a limit counts nothing; it is there to be closed, for endpoints of which no limit is stated.
/// </summary>
internal sealed class Gate(GateKey key, Limit? limit, long order, Counter? counter = null)
{
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(60);
    private long _closedAt = -1;
    private long _closedUntil;
    private int _strikes;

    /// <summary>Gets or sets who it is for; a connection's gate becomes its account's once that is known.</summary>
    internal GateKey Key { get; set; } = key;

    internal Limit? Limit => limit;

    /// <summary>Gets the order in which gates were made, to tell two apart that change at one moment.</summary>
    internal long Order => order;

    internal Counter Counter { get; } = counter ?? Counter.For(limit);

    /// <summary>Gets the lanes that wait at this gate, the next to go first; made when the first waits.</summary>
    internal LaneQueue? Lanes { get; set; }

    /// <summary>Gets or sets when the gate is looked at again, while lanes wait at it.</summary>
    internal long DueAt { get; set; } = long.MaxValue;

    /// <summary>Gets or sets how many routes lead through the gate.</summary>
    internal int Routes { get; set; }

    internal bool HasLanes => Lanes is { Count: > 0 };

    /// <summary>Gets until when the provider closed the gate.</summary>
    internal long ClosedUntil => _closedUntil;

    /// <summary>Gives what a call takes of the limit.</summary>
    /// <param name="stated">What its request and its endpoint say.</param>
    internal long CostOf(IReadOnlyList<UnitCost>? stated) => limit is null ? 0 : UnitCost.Of(limit, stated);

    internal bool HasRoom(long now, long cost) => _closedUntil <= now && Counter.HasRoom(now, cost);

    internal long NextChange(long now, long cost) => Math.Max(_closedUntil, Counter.NextChange(now, cost));

    internal long Earliest(long now, long before, long cost) => Math.Max(_closedUntil, Counter.Earliest(now, before, cost));

    internal bool IsIdle(long now) => Routes == 0 && _closedUntil <= now && !HasLanes && Counter.IsIdle(now);

    /// <summary>Closes the gate for a time that the provider named; never opens it earlier.</summary>
    internal void Close(long now, TimeSpan time)
    {
        var longest = Math.Max(TimeSpan.TicksPerDay, limit?.Window.Ticks ?? 0);
        _closedUntil = Math.Max(_closedUntil, now + Math.Min(time.Ticks, longest));
        _closedAt = now;
    }

    /// <summary>
    /// Closes the gate when the provider refused a call and named no time: 1 s, 2 s, 4 s and so on to 60 s. The refusals of calls that
    /// were already under way when it closed say nothing new.
    /// </summary>
    internal void BackOff(long now, long sentAt)
    {
        if (sentAt > _closedAt)
        {
            Close(now, TimeSpan.FromSeconds(Math.Min(_longestBackoff.TotalSeconds, 1L << Math.Min(_strikes, 6))));
            _strikes++;
        }
    }

    /// <summary>Notes that a call went through: one that was sent after the last refusal ends the backing off.</summary>
    internal void Succeed(long sentAt)
    {
        if (sentAt > _closedAt)
        {
            _strikes = 0;
        }
    }
}
