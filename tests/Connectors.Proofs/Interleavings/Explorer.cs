namespace Connectors.Proofs.Interleavings;

/// <summary>Runs scenarios on all processors, each schedule on one thread that does nothing else.</summary>
internal static class Explorer
{
    /// <summary>Runs every schedule of each scenario.</summary>
    public static void Exhaust(IReadOnlyList<Scenario> scenarios, string? broken, Findings findings, CancellationToken cancellationToken) => OnEachProcessor(scenarios, scenario =>
    {
        var chooser = new ExhaustiveChooser();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(scenario, chooser, broken, findings);
        }
        while (!IsEnough(broken, findings) && chooser.Next());
    });

    /// <summary>Runs schedules that are chosen by chance.</summary>
    public static void Sample(IReadOnlyList<Scenario> scenarios, int count, int seed, string? broken, Findings findings, CancellationToken cancellationToken) =>
        OnEachProcessor([.. Enumerable.Range(0, count)], number =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsEnough(broken, findings))
            {
                return;
            }

            Run(scenarios[number % scenarios.Count], new RandomChooser(HashCode(seed, number)), broken, findings);
        });

    /// <summary>Where a guard was taken away, one failure is all that is to be shown.</summary>
    private static bool IsEnough(string? broken, Findings findings) => broken is not null && findings.Any;

    private static void Run(Scenario scenario, Chooser chooser, string? broken, Findings findings)
    {
        var schedule = new Schedule(scenario, chooser, broken);
        schedule.Run();
        findings.Add(schedule);
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 7919));

    private static void OnEachProcessor<T>(IReadOnlyList<T> work, Action<T> run)
    {
        var next = -1;
        Exception? failure = null;
        var threads = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount)).Select(_ => new Thread(() =>
        {
            try
            {
                for (var index = Interlocked.Increment(ref next); index < work.Count && Volatile.Read(ref failure) is null; index = Interlocked.Increment(ref next))
                {
                    run(work[index]);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        })
        {
            IsBackground = true,
        }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
        {
            throw new InvalidOperationException("A schedule could not be run.", failure);
        }
    }
}
