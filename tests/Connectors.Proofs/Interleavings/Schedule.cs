using System.Collections.Concurrent;
using Connectors.Auth;
using Connectors.Proofs.Guards;
using Connectors.Storage;

namespace Connectors.Proofs.Interleavings;

/// <summary>One run of a scenario, in which the chooser says which process goes on at each step, which one crashes, and when time passes.</summary>
internal sealed class Schedule
{
    private const int LongestRun = 1_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longerThanALease = CredentialRenewal.Lease + TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Chooser _chooser;
    private readonly string? _broken;
    private readonly MemoryCredentialStore _credentials;
    private readonly ConcurrentDictionary<string, CredentialLease> _newest = new(StringComparer.Ordinal);
    private readonly List<Actor> _actors = [];
    private Budget _budget = null!;
    private int _running;
    private Actor? _current;

    public Schedule(Scenario scenario, Chooser chooser, string? broken)
    {
        (Scenario, _chooser, _broken) = (scenario, chooser, broken);
        _credentials = new(Clock);
        Connections = new(Clock);
        Vendor = new(scenario.Rotation, Clock, Leases);
        var id = Scenario.Key.ToString();
        SteppedCredentialStore.Now(_credentials.TryReplaceAsync(id, 0, Protector.Protect(id, First()), default));
        Connection = SteppedCredentialStore.Now(Connections.TryWriteAsync(new() { Key = Scenario.Key, CredentialId = id, AuthScheme = "oauth" }, default))!;
    }

    public Scenario Scenario { get; }

    public ScheduleClock Clock { get; } = new();

    public LeaseLedger Leases { get; } = new();

    public Vendor Vendor { get; }

    public MemoryConnectionStore Connections { get; }

    public Connection Connection { get; }

    public static CredentialProtector Protector { get; } = new(new(new EphemeralEncryptionKeys()));

    /// <summary>Gets what was done, step by step.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Gets whether anything was done to the processes that has to be paid for: a crash, a pause, a fault.</summary>
    public bool IsDisturbed { get; private set; }

    /// <summary>Gets whether the processes did not come to an end.</summary>
    public bool IsStuck { get; private set; }

    public IReadOnlyList<Actor> Actors => _actors;

    public ICredentialStore CredentialsOf(Actor actor)
    {
        var store = Leases.Of(actor, _credentials);
        return _broken switch
        {
            "lease" => new LeaseForEverybody(store),
            "reread" => new RememberedRows(store),
            "intent" => new NoIntent(store),
            "cas" => new LastWriteWins(store),
            "fence" => new NoFence(store, _newest),
            _ => store,
        };
    }

    /// <summary>Gives the stored credential as it is now.</summary>
    public (StoredCredential Row, TokenSet Token) Stored()
    {
        var row = SteppedCredentialStore.Now(_credentials.ReadAsync(Scenario.Key.ToString(), default))!;
        return (row, Protector.Unprotect(row.Id, row.Payload).Tokens!);
    }

    /// <summary>Runs all groups of processes to their ends.</summary>
    public void Run()
    {
        for (var group = 0; group < Scenario.Groups.Count && !IsStuck; group++)
        {
            var isLast = group == Scenario.Groups.Count - 1;
            _budget = new(Scenario.Crashes[group], group == 0 ? Scenario.Pauses : 0, isLast ? 0 : Scenario.Faults, Scenario.Preemptions);
            if (group > 0)
            {
                Pass(s_longerThanALease);
            }

            _current = null;
            for (var number = 0; number < Scenario.Groups[group]; number++)
            {
                var actor = new Actor(this, _actors.Count);
                _actors.Add(actor);
                actor.Start(Scenario.Calls, Scenario.IsRejected);
                Settle();
            }

            for (var step = 0; _actors.Any(actor => actor.IsAlive) && !IsStuck; step++)
            {
                IsStuck = step == LongestRun || !Move();
            }
        }
    }

    /// <summary>A process has begun to run.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _running++;
        }
    }

    /// <summary>A process stands still again.</summary>
    public void End()
    {
        lock (_gate)
        {
            _running--;
            Monitor.Pulse(_gate);
        }
    }

    private bool Move()
    {
        var moves = Moves.Of(_actors, _current, Leases, Clock.GetUtcNow(), _budget);
        if (moves.Count == 0)
        {
            return false;
        }

        var undisturbed = moves.Count(move => move.IsUndisturbed);
        var chosen = moves[moves.Count == 1 ? 0 : _chooser.Choose(undisturbed, moves.Count)];
        Trace.Add(chosen.ToString());
        IsDisturbed |= !chosen.IsUndisturbed;
        _budget = _budget.Less(chosen, _current, moves);
        switch (chosen.Kind)
        {
            case MoveKind.Crash:
                chosen.Actor!.Crash();
                break;
            case MoveKind.Pause or MoveKind.LeaseEnds:
                Pass(s_longerThanALease);
                break;
            case MoveKind.LateAnswer:
                chosen.Actor!.DoWithoutAnswer();
                Pass(s_longerThanALease);
                break;
            default:
                _current = chosen.Actor;
                Clock.MoveTo(chosen.Actor!.Standing == Standing.Sleeping ? chosen.Actor.SleepsUntil : Clock.GetUtcNow());
                chosen.Actor.Go(chosen.Way);
                EndLimits();
                break;
        }

        return true;
    }

    private void Pass(TimeSpan time)
    {
        Clock.MoveTo(Clock.GetUtcNow() + time);
        EndLimits();
    }

    private void EndLimits()
    {
        Settle();
        foreach (var actor in _actors)
        {
            while (actor.EndLimit())
            {
                Settle();
            }
        }
    }

    /// <summary>Waits until every process stands at a step: a part of the code under test goes on by the thread pool.</summary>
    private void Settle()
    {
        lock (_gate)
        {
            while (_running > 0)
            {
                if (!Monitor.Wait(_gate, s_patience))
                {
                    throw new InvalidOperationException($"A process neither came to a step nor to its end: {string.Join(", ", Trace)}");
                }
            }
        }
    }

    private OAuthCredential First() => new(new()
    {
        AccessToken = "a-1",
        RefreshToken = "r-1",
        IssuedAt = Clock.GetUtcNow().AddHours(Scenario.IsRejected ? 0 : -2),
        ExpiresAt = Clock.GetUtcNow().AddHours(Scenario.IsRejected ? 1 : -1),
        KeepsRefreshToken = Scenario.Rotation == Rotation.KnownNone,
    });
}
