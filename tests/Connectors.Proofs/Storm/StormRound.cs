using System.Globalization;
using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Storm;

/// <summary>Storms over one store: of a token that has ended, and of one that the provider has rejected before its end.</summary>
internal static class StormRound
{
    private const int Tries = 5;

    public static async Task<IReadOnlyList<StormOutcome>> RunAsync(ProofRun run, ChildProcess vendor, StormPlace place, int processes, int calls, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { [StormWorker.PlaceVariable] = place.Place, [StormWorker.KeyVariable] = place.Key };
        var workers = Enumerable.Range(1, processes).Select(number => ChildProcess.Start(
            environment, StormWorker.Command, number.ToString(CultureInfo.InvariantCulture), calls.ToString(CultureInfo.InvariantCulture), run.Broken ?? "-", place.Kind, place.Schema, place.Vendor.ToString())).ToList();
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.ReadAsync(cancellationToken)));
            var expired = await StormAsync(run, vendor, workers, place, "expired", calls, cancellationToken);
            return run.IsShown(expired) ? [expired] : [expired, await StormAsync(run, vendor, workers, place, "rejected", calls, cancellationToken)];
        }
        finally
        {
            await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Where a guard was taken away, one storm that fails is all that is to be shown.</summary>
    public static bool IsShown(this ProofRun run, StormOutcome outcome) => run.Broken is not null && (outcome.Renewals, outcome.Failures) != (1, 0);

    private static async Task<StormOutcome> StormAsync(
        ProofRun run, ChildProcess vendor, List<ChildProcess> workers, StormPlace place, string how, int calls, CancellationToken cancellationToken)
    {
        var (tenant, before) = await WarmAsync(vendor, workers, place, how, cancellationToken);
        var told = await Task.WhenAll(workers.Select(worker => worker.AskAsync($"go {tenant}", cancellationToken)));
        var after = StormReport.Parse(await vendor.AskAsync($"report {tenant}", cancellationToken));
        var answered = after.Calls - before.Calls;
        var outcome = new StormOutcome(workers.Count, after.Renewals - before.Renewals, answered, ((long)calls * workers.Count) - answered, after.SawExpiry);
        var name = $"{place.Kind}_{how}";
        run.Figures.Print($"{name}_processes", outcome.Processes);
        run.Figures.Print($"{name}_calls", outcome.Calls);
        run.Figures.Print($"{name}_token_requests", after.TokenRequests - before.TokenRequests);
        run.Figures.Print($"{name}_renewals", outcome.Renewals);
        run.Figures.Print($"{name}_failures", outcome.Failures);
        run.Figures.Print($"{name}_processes_that_saw_expiry", outcome.SawExpiry);
        foreach (var failure in told.Where(line => !line.StartsWith("0 ", StringComparison.Ordinal)).Take(1))
        {
            run.Figures.Say($"failed in one process: {failure}");
        }

        return outcome;
    }

    /// <summary>Gives each process the first token to use and to remember, and then ends that token. On a machine too slow for its short life, once more with a longer one.</summary>
    private static async Task<(string Tenant, StormReport Before)> WarmAsync(ChildProcess vendor, List<ChildProcess> workers, StormPlace place, string how, CancellationToken cancellationToken)
    {
        var life = how == "expired" ? TimeSpan.FromSeconds(6) : TimeSpan.FromHours(1);
        for (var attempt = 1; ; attempt++, life *= 2)
        {
            var tenant = $"{place.Kind}-{how}-{attempt}";
            var issued = await vendor.AskAsync(FormattableString.Invariant($"issue {tenant} {life.TotalMilliseconds}"), cancellationToken);
            var end = await StormStore.SaveAsync(place, tenant, issued, cancellationToken);
            await Task.WhenAll(workers.Select(worker => worker.AskAsync($"warm {tenant}", cancellationToken)));
            var report = StormReport.Parse(await vendor.AskAsync($"report {tenant}", cancellationToken));
            if (report.Warm < workers.Count && attempt < Tries)
            {
                continue;
            }

            if (how == "rejected")
            {
                await vendor.AskAsync($"reject {tenant}", cancellationToken);
            }
            else if (end - TimeProvider.System.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left + TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }

            return (tenant, report);
        }
    }
}
