using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Pagers;

/// <summary>Lists from vendors that do all that vendors do, and compares what came with what they have.</summary>
internal sealed class PagersProof : InvariantProof
{
    private const int MinServers = 40;
    private const int MinHealthy = 15;
    private const int MaxExcess = 3;
    private const int Rounds = 1;
    private const int Sample = 5;
    private const int MaxShown = 1000;

    public override string Name => "pagers";

    public override string Shows => "A list is complete or it fails: whatever the server does, it is never silently short and never without end.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new(Sight.Cycles, "no cursor ever looks like one before, and records have no ids"),
        new(Sight.Totals, "the totals that pages declare are not looked at"),
        new(Sight.Shifts, "pages that are counted by records are not laid over each other"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var random = new Random(run.Seed);
        var sight = new Sight(run.Broken);
        var tally = new Tally();
        foreach (var server in Chosen(run))
        {
            for (var round = 0; round < (run.Quick || server.Trouble.IsLong ? 1 : Rounds) && !(run.Broken is not null && tally.IsBroken); round++)
            {
                tally.Add(server, await server.RunAsync(random, sight, cancellationToken));
            }
        }

        Print(run.Figures, tally);
    }

    /// <summary>A short run takes each trouble with a few of the vendors that may have it, others with each seed.</summary>
    private static IEnumerable<PagerCase> Chosen(ProofRun run) => Servers.All.Concat(Servers.InOtherManners)
        .Where((server, index) => Environment.GetEnvironmentVariable("ONLY") is { } only ? server.ToString().Contains(only, StringComparison.Ordinal) : !run.Quick || index % Sample == run.Seed % Sample);

    private static void Print(Figures figures, Tally tally)
    {
        figures.Print("styles", Servers.All.Select(server => server.Dialect).Distinct().Count());
        figures.Print("troubles", Servers.All.Where(server => !server.Trouble.IsHealthy).Select(server => server.Trouble).Distinct().Count());
        figures.Print("oddities", Servers.All.Where(server => server.Trouble.IsHealthy).Select(server => server.Trouble).Distinct().Count());
        AtLeast(figures, "servers", Servers.All.Count(server => !server.Trouble.IsHealthy), MinServers);
        AtLeast(figures, "healthy", Servers.All.Count(server => server.Trouble.IsHealthy), MinHealthy);
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
        if (tally.MaxExcess > MaxExcess)
        {
            figures.Break($"requests_excess_max must be at most {MaxExcess}");
        }

        figures.Print("requests_excess_moving", tally.MaxMoving);
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

    /// <summary>Counts how lists ended.</summary>
    private sealed class Tally
    {
        private readonly List<string> _examples = [];

        public bool IsBroken => SilentlyShort + Unbounded > 0;

        public int Lists { get; private set; }

        public int Complete { get; private set; }

        public int Typed { get; private set; }

        public int Untyped { get; private set; }

        public int SilentlyShort { get; private set; }

        public int Unbounded { get; private set; }

        public int Strayed { get; private set; }

        public int GivenUp { get; private set; }

        public int FalseAlarms { get; private set; }

        public int MaxExcess { get; private set; }

        public int MaxMoving { get; private set; }

        /// <summary>Gets what was wrong, each server once.</summary>
        public IEnumerable<string> Examples => _examples.Distinct(StringComparer.Ordinal);

        /// <summary>Whether pages can be told ahead: those asked for beside a page that is wrong, or past a place that moved, are dropped.</summary>
        private static bool Stands(PagerCase server) => !server.Trouble.Moves && (server.Manner != Manner.Parallel || server.Trouble.IsHealthy);

        public void Add(PagerCase server, Outcome outcome)
        {
            Lists++;
            Complete += outcome.Ending == Ending.Complete ? 1 : 0;
            Typed += outcome.Ending == Ending.Typed ? 1 : 0;
            Untyped += outcome.Ending == Ending.Untyped ? 1 : 0;
            SilentlyShort += outcome.Ending == Ending.SilentlyShort ? 1 : 0;
            Unbounded += outcome.Ending == Ending.Unbounded ? 1 : 0;
            Strayed += outcome.Strayed;
            var gaveUp = server.Trouble.Passes && outcome.Ending == Ending.Typed;
            var alarmed = server.Trouble.IsHealthy && outcome.Ending == Ending.Typed;
            GivenUp += gaveUp ? 1 : 0;
            FalseAlarms += alarmed ? 1 : 0;
            (MaxExcess, MaxMoving) = Stands(server) ? (Math.Max(MaxExcess, outcome.Excess), MaxMoving) : (MaxExcess, Math.Max(MaxMoving, outcome.Excess));
            if (outcome.Ending is not (Ending.Complete or Ending.Typed) || outcome.Strayed > 0 || gaveUp || alarmed || (outcome.Excess > PagersProof.MaxExcess && Stands(server)))
            {
                _examples.Add($"{server}: {outcome.Ending}{(outcome.Excess > PagersProof.MaxExcess ? $", {outcome.Excess} requests too many" : "")}{(outcome.Why is null ? "" : $": {outcome.Why}")}");
            }
        }
    }
}
