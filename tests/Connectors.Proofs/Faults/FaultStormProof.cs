using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Faults;

/// <summary>Lists a provider of whose answers one in twenty goes wrong, and then some of which one always does.</summary>
internal sealed class FaultStormProof : InvariantProof
{
    private const int Persistently = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_shortPatience = TimeSpan.FromSeconds(4);

    public override string Name => "faults";

    public override string Shows =>
        "A list of a thousand pages of which one answer in twenty is a 503, a 502, reset, cut short, torn or stalls: every record comes once; where a page never comes, the list ends in a typed error.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("retry", "a handler of the app makes our retry step aside, and does nothing itself"),
        new("whole", "a body that ends too early is closed up and taken for the page"),
        new("idle", "nothing bounds the wait for an answer that stalls"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var pages = run.Quick ? 100 : 1_000;
        var vendor = new FaultyVendor(run.Seed, pages) { FaultsInAHundred = run.Quick ? 10 : 5 };
        var storm = await WalkAsync(run, vendor, cancellationToken);
        run.Figures.Print("pages", pages);
        run.Figures.Print("answers", vendor.Ledger.Arrivals);
        run.Figures.Print("faults", vendor.Played);
        run.Figures.Print("received", storm.Seen.Count);
        run.Figures.Must("lost", vendor.Ids.Except(storm.Seen, StringComparer.Ordinal).Count(), 0);
        run.Figures.Must("duplicates", storm.Seen.Count - storm.Seen.Distinct(StringComparer.Ordinal).Count(), 0);
        if (storm.Error is not null)
        {
            run.Figures.Break($"the list ended in {storm.Error.GetType().Name}: {storm.Error.Message}");
        }

        if (run.Broken is null || run.Breaks("idle"))
        {
            await PersistAsync(run, cancellationToken);
        }
    }

    private static async Task PersistAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var faults = Enum.GetValues<Fault>().Where(static fault => fault != Fault.None).ToList();
        var (untyped, hanging, torn) = (0, 0, 0);
        foreach (var fault in faults)
        {
            var walk = await WalkAsync(run, new(run.Seed, Persistently + 2) { Persisting = (Persistently, fault) }, cancellationToken);
            hanging += walk.Error is OperationCanceledException ? 1 : 0;
            untyped += walk.Error is ConnectorException or OperationCanceledException ? 0 : 1;
            torn += walk.Seen.Count == Persistently * FaultyVendor.PageSize ? 0 : 1;
            run.Figures.Say($"{fault} for ever: {(walk.Error as ConnectorException)?.Kind}");
        }

        run.Figures.Print("persisting_faults", faults.Count);
        run.Figures.Must("untyped_errors", untyped, 0);
        run.Figures.Must("hangs", hanging, 0);
        run.Figures.Must("torn_lists", torn, 0);
    }

    private static async Task<Walk> WalkAsync(ProofRun run, FaultyVendor vendor, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        await using var app = await FaultApp.StartAsync(vendor, run.Broken, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(run.Breaks("idle") ? s_shortPatience : s_patience);
        try
        {
            await app.WalkAsync(seen, patience.Token);
            return new(seen, null);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return new(seen, error);
        }
    }

    private sealed record Walk(List<string> Seen, Exception? Error);
}
