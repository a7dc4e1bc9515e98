using System.Globalization;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;

namespace Connectors.Proofs.Limits;

/// <summary>Lets several processes of the operating system, over one store, offer half as much again as a vendor in another process allows.</summary>
internal static class SharedLimits
{
    private const double Enough = 0.95;

    /// <summary>Runs it: 1, 2 and 4 processes over PostgreSQL; in the short form 2 over SQLite with short windows.</summary>
    public static async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        using var server = run.Quick ? null : PostgreSqlServer.TryStart();
        if (server is null && !run.Quick)
        {
            run.Figures.Leave("shared_utilisation_min", "No PostgreSQL server is to be had here, so nothing was shared.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("connectors-limits-").FullName;
        var (permits, span, seconds) = run.Quick ? (48, TimeSpan.FromSeconds(2.4), run.Broken is null ? 6.0 : 3.0) : (300, TimeSpan.FromSeconds(10), 80.0);
        int[] counts = run.Quick ? [2] : [1, 2, 4];
        run.Figures.Print("processes", string.Join(',', counts));
        try
        {
            var rounds = new List<Told>();
            foreach (var count in counts)
            {
                var order = new SharedOrder(run.Quick ? "sqlite" : "postgresql", $"limits_{Environment.ProcessId}_{count}", new("http://unknown"), permits, span, run.Broken);
                rounds.Add(await RoundAsync(run, order, server?.ConnectionString ?? Path.Combine(folder, "limits.db"), count, seconds, cancellationToken));
            }

            Judge(run, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Judge(ProofRun run, List<Told> rounds)
    {
        var least = rounds.Min(round => Math.Min(round.Fixed, round.Sliding));
        run.Figures.Print("shared_calls", rounds.Sum(round => round.Passed));
        run.Figures.Print("shared_offered_min", Ratio(rounds.Min(round => round.Offered)));
        run.Figures.Print("shared_utilisation_min", Ratio(least));
        run.Figures.Must("shared_429", rounds.Sum(round => round.Refused), 0);
        run.Figures.Print("shared_round_trips_per_1000", rounds.Sum(round => round.Takings) * 1000 / Math.Max(1, rounds.Sum(round => round.Passed)));
        if (!run.Quick && least < Enough)
        {
            run.Figures.Break($"shared_utilisation_min must be {Ratio(Enough)} or more");
        }

        foreach (var failed in rounds.Select(round => round.Failed).Where(failed => failed.Length > 0).Take(1))
        {
            run.Figures.Break($"a call failed: {failed}");
        }
    }

    private static async Task<Told> RoundAsync(ProofRun run, SharedOrder order, string place, int count, double seconds, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { [SharedWorker.PlaceVariable] = place };
        await using var vendor = ChildProcess.Start(
            environment, SharedVendor.Command, order.Permits.ToString(CultureInfo.InvariantCulture), order.Span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        order = order with { Vendor = new(await vendor.ReadAsync(cancellationToken)) };
        var workers = new List<ChildProcess>();
        try
        {
            for (var worker = 0; worker < count; worker++)
            {
                workers.Add(ChildProcess.Start(environment, order.Arguments(SharedWorker.Command)));
            }

            await Task.WhenAll(workers.Select(worker => worker.ReadAsync(cancellationToken)));
            await vendor.AskAsync("start", cancellationToken);
            var rate = 1.6 * order.Permits / order.Span.TotalSeconds / count;
            var told = await Task.WhenAll(workers.Select(worker => worker.AskAsync(FormattableString.Invariant($"go {seconds} {rate}"), cancellationToken)));
            return Print(run, count, Told.Parse(await vendor.AskAsync(FormattableString.Invariant($"report {seconds}"), cancellationToken), told, 2 * order.Permits * seconds / order.Span.TotalSeconds));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }

            if (order.Kind == "postgresql")
            {
                await StormStore.DropAsync(new(order.Kind, place, order.Schema, "", order.Vendor), CancellationToken.None);
            }
        }
    }

    private static Told Print(ProofRun run, int count, Told told)
    {
        run.Figures.Print($"shared_{count}_fixed", Ratio(told.Fixed));
        run.Figures.Print($"shared_{count}_sliding", Ratio(told.Sliding));
        run.Figures.Print($"shared_{count}_calls", told.Passed);
        run.Figures.Print($"shared_{count}_429", told.Refused);
        run.Figures.Print($"shared_{count}_round_trips_per_1000", told.Takings * 1000 / Math.Max(1, told.Passed));
        return told;
    }

    private static string Ratio(double ratio) => ratio.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>What the vendor's ledger tells of a round, and the processes of what they offered.</summary>
    private sealed record Told(double Fixed, double Sliding, long Passed, long Refused, double Offered, long Takings, string Failed)
    {
        public static Told Parse(string vendor, string[] workers, double legal)
        {
            var numbers = vendor.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
            var told = workers.Select(worker => worker.Split(' ', 3)).ToList();
            return new(
                numbers[0], numbers[1], (long)numbers[2], (long)numbers[3],
                told.Sum(worker => long.Parse(worker[0], CultureInfo.InvariantCulture)) / legal,
                told.Sum(worker => long.Parse(worker[1], CultureInfo.InvariantCulture)),
                told.Select(worker => worker[2]).FirstOrDefault(failed => failed.Length > 0) ?? "");
        }
    }
}
