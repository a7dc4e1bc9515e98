using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Interleavings;

/// <summary>What was found over many schedules. Safe for concurrent use.</summary>
internal sealed class Findings
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (long Count, string Example)> _found = new(StringComparer.Ordinal);
    private long _schedules;
    private long _steps;
    private long _renewals;

    /// <summary>Gets whether anything was found that must not be.</summary>
    public bool Any
    {
        get
        {
            lock (_gate)
            {
                return _found.Count > 0;
            }
        }
    }

    /// <summary>Looks at a schedule that has run.</summary>
    public void Add(Schedule schedule)
    {
        var found = Judge(schedule);
        Interlocked.Increment(ref _schedules);
        Interlocked.Add(ref _steps, schedule.Trace.Count);
        Interlocked.Add(ref _renewals, schedule.Vendor.Renewals);
        foreach (var (name, count) in found)
        {
            lock (_gate)
            {
                var known = _found.TryGetValue(name, out var before) ? before : (0, $"{schedule.Scenario.Name}: {string.Join(", ", schedule.Trace.TakeLast(80))}{Failure(schedule)}");
                _found[name] = (known.Item1 + count, known.Item2);
            }
        }
    }

    /// <summary>Prints the figures; each of what must not be is zero, or an example is given.</summary>
    public void Print(Figures figures)
    {
        figures.Print("schedules", _schedules);
        figures.Print("steps", _steps);
        figures.Print("renewals", _renewals);
        foreach (var name in new[] { "spent_twice", "lost", "deadlocks", "renewed_twice", "failed_undisturbed", "needless_reconnects" })
        {
            var (count, example) = _found.GetValueOrDefault(name);
            figures.Must(name, count, 0);
            if (count > 0)
            {
                figures.Say(example);
            }
        }
    }

    private static IEnumerable<(string Name, int Count)> Judge(Schedule schedule)
    {
        if (schedule.IsStuck)
        {
            yield return ("deadlocks", 1);
            yield break;
        }

        if (schedule.Vendor.SpentTwice > 0)
        {
            yield return ("spent_twice", schedule.Vendor.SpentTwice);
        }

        var (row, token) = schedule.Stored();
        var status = SteppedCredentialStore.Now(schedule.Connections.ReadAsync(Scenario.Key, default))!.Status;
        var isHeld = !row.IsDead && token.RefreshToken.Reveal() == schedule.Vendor.Current;
        if (!isHeld && status != ConnectionStatus.ReconnectRequired)
        {
            yield return ("lost", 1);
        }

        if (isHeld && status == ConnectionStatus.ReconnectRequired)
        {
            yield return ("needless_reconnects", 1);
        }

        if (!schedule.IsDisturbed && schedule.Vendor.Renewals > Math.Max(1, (schedule.Scenario.Calls - 1) * schedule.Actors.Count))
        {
            yield return ("renewed_twice", 1);
        }

        // The last group is never disturbed: its calls succeed, or the customer is told to connect again.
        if (schedule.Actors.Skip(schedule.IsDisturbed ? schedule.Actors.Count - schedule.Scenario.Groups[^1] : 0).Any(actor => actor.Failures.Count > 0))
        {
            yield return ("failed_undisturbed", 1);
        }
    }

    private static string Failure(Schedule schedule) =>
        (schedule.IsStuck ? "; " + string.Join(", ", schedule.Actors.Select(actor => $"{actor.Number} is {actor.Standing}")) : "")
        + schedule.Actors.SelectMany(actor => actor.Failures.Select(failure => $"; {actor.Number}: {failure.GetType().Name}: {failure.Message}")).FirstOrDefault();
}
