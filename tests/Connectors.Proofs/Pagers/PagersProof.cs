using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Pagers;

/// <summary>Lists from vendors that do all that vendors do, and compares what came with what they have.</summary>
internal sealed class PagersProof : InvariantProof
{
    private const int MinServers = 40;
    private const int MinHealthy = 15;
    private const int Rounds = 2;
    private const int AtOnce = 64;
    private const int Sample = 7;
    private const int MaxShown = 25;

    public override string Name => "pagers";

    public override string Shows => "A list is complete or it fails: whatever the server does, it is never silently short and never without end.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new(Sight.Cycles, "no cursor ever looks like one before, and records have no ids"),
        new(Sight.Totals, "the totals that pages declare are not looked at"),
        new(Sight.Shifts, "pages that are counted by records are not laid over each other"),
        new(Sight.Order, "the order of keys is not looked at"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var sight = new Sight(run.Broken);
        var tally = new PagerTally();
        (PagerCase Server, int Seed)[] lists =
        [
            .. Chosen(run)
                .SelectMany(server => Enumerable.Repeat(server, run.Quick || server.Trouble.IsLong ? 1 : Rounds))
                .Select((server, index) => (server, SeedOf(run.Seed, index))),
        ];
        foreach (var some in lists.Chunk(AtOnce))
        {
            var outcomes = new Outcome[some.Length];
            await Parallel.ForAsync(
                0,
                some.Length,
                cancellationToken,
                async (index, token) => outcomes[index] = await some[index].Server.RunAsync(new(some[index].Seed), sight, token));
            for (var index = 0; index < some.Length; index++)
            {
                tally.Add(some[index].Server, outcomes[index]);
            }

            if (run.Broken is not null && tally.IsBroken)
            {
                break;
            }
        }

        Print(run.Figures, [.. lists.Select(static list => list.Server with { Manner = Manner.Straight }).Distinct()], tally);
    }

    /// <summary>A seed for one list.</summary>
    private static int SeedOf(int seed, int index) => unchecked((seed * 7919) + (index * 31));

    /// <summary>A short run takes each trouble with some of the vendors that may have it, others with each seed.</summary>
    private static IEnumerable<PagerCase> Chosen(ProofRun run) => Servers.All.Concat(Servers.InOtherManners)
        .GroupBy(static server => server.Trouble)
        .SelectMany((servers, number) => Sampled([.. servers], run.Quick ? Sample : 1, run.Seed + number));

    private static IEnumerable<PagerCase> Sampled(PagerCase[] servers, int every, int first)
    {
        every = Math.Min(every, servers.Length);
        return servers.Where((_, index) => index % every == first % every);
    }

    private static void Print(Figures figures, IReadOnlyCollection<PagerCase> servers, PagerTally tally)
    {
        figures.Print("styles", servers.Select(static server => server.Dialect).Distinct().Count());
        figures.Print("troubles", servers.Where(static server => !server.Trouble.IsHealthy).Select(static server => server.Trouble.Name).Distinct().Count());
        figures.Print("oddities", servers.Where(static server => server.Trouble.IsHealthy).Select(static server => server.Trouble.Name).Distinct().Count());
        AtLeast(figures, "servers", servers.Count(static server => !server.Trouble.IsHealthy), MinServers);
        AtLeast(figures, "healthy", servers.Count(static server => server.Trouble.IsHealthy), MinHealthy);
        figures.Print("lists", tally.Lists);
        figures.Print("complete", tally.Complete);
        figures.Print("typed_errors", tally.Typed);
        figures.Must("silently_short", tally.SilentlyShort, 0);
        figures.Must("unbounded", tally.Unbounded, 0);
        figures.Must("untyped_errors", tally.Untyped, 0);
        figures.Must("strayed", tally.Strayed, 0);
        figures.Must("given_up", tally.GivenUp, 0);
        figures.Must("false_alarms", tally.FalseAlarms, 0);
        figures.Print("requests_excess_max", tally.MaxExcess);
        if (tally.MaxExcess > PagerTally.AllowedExcess)
        {
            figures.Break($"requests_excess_max must be at most {PagerTally.AllowedExcess}");
        }

        figures.Print("requests_excess_moving", tally.MaxMoving);
        figures.Print("requests_excess_windows", tally.MaxWindows);
        foreach (var example in tally.Examples.Take(MaxShown))
        {
            figures.Say(example);
        }
    }

    private static void AtLeast(Figures figures, string name, int actual, int least)
    {
        figures.Print(name, actual);
        if (actual < least)
        {
            figures.Break($"{name} must be at least {least}");
        }
    }
}
