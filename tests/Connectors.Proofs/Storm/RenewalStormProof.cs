using System.Security.Cryptography;
using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Storm;

/// <summary>Lets many calls of several processes of the operating system meet a token that has just ended, over one store.</summary>
internal sealed class RenewalStormProof : InvariantProof
{
    public override string Name => "renewal-storm";

    public override string Shows =>
        "A thousand calls at once in each of several processes over one store, all with a token that has ended: it is renewed once, and no call fails.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("single-flight", "each call of a process renews by itself, under the process's lease"),
        new("lease", "the store gives the lease to everybody"),
        new("reread", "a process renews what it remembers instead of what the store holds"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("connectors-storm-");
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var all = new List<StormOutcome>();
        try
        {
            await using var vendor = ChildProcess.Start(new Dictionary<string, string>(), StormVendor.Command);
            var address = new Uri(await vendor.ReadAsync(cancellationToken));
            var calls = run.Quick ? 100 : 1_000;
            all.AddRange(await StormRound.RunAsync(run, vendor, new("sqlite", Path.Combine(folder.FullName, "storm.db"), "", key, address), processes: 2, calls, cancellationToken));

            if (!run.IsShown(all[^1]))
            {
                all.AddRange(await OnPostgreSqlAsync(run, vendor, key, address, calls, cancellationToken));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var worst = all.MaxBy(outcome => Math.Abs(outcome.Renewals - 1))!;
        run.Figures.Must("renewals", worst.Renewals, 1);
        run.Figures.Print("calls", all.Sum(outcome => outcome.Calls));
        run.Figures.Must("failures", all.Sum(outcome => outcome.Failures), 0);
        run.Figures.Must("processes_that_saw_expiry", all.Sum(outcome => outcome.SawExpiry), all.Sum(outcome => outcome.Processes));
    }

    private static async Task<IReadOnlyList<StormOutcome>> OnPostgreSqlAsync(ProofRun run, ChildProcess vendor, string key, Uri address, int calls, CancellationToken cancellationToken)
    {
        using var server = PostgreSqlServer.TryStart();
        if (server is null)
        {
            run.Figures.Leave("postgresql", "There is no PostgreSQL server: set CONNECTORS_POSTGRESQL to a connection string, or install one. SQLite was proved alone.");
            return [];
        }

        var place = new StormPlace("postgresql", server.ConnectionString + ";Maximum Pool Size=20", $"storm_{Environment.ProcessId}", key, address);
        var outcomes = await StormRound.RunAsync(run, vendor, place, processes: 4, calls, cancellationToken);
        await StormStore.DropAsync(place, cancellationToken);
        return outcomes;
    }
}

/// <summary>What the provider's ledger says of one storm.</summary>
internal sealed record StormOutcome(int Processes, long Renewals, long Calls, long Failures, int SawExpiry);
