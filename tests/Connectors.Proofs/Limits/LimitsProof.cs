using System.Globalization;
using Connectors.Limits;
using Connectors.Proofs.Shell;

namespace Connectors.Proofs.Limits;

/// <summary>Asks for half as much again as is legal, of vendors with each kind of limit, and lets the vendors say what arrived.</summary>
internal sealed class LimitsProof : InvariantProof
{
    private const double Enough = 0.98;

    public override string Name => "limits";

    public override string Shows => "Each kind of limit is used to 98 % and never overrun, and by several processes together to 95 %, by the vendor's own ledger.";

    public override IReadOnlyList<Guard> Guards { get; } = [.. BrokenQuota.Guards.Concat(CountedStore.Guards).Select(guard => new Guard(guard.Name, guard.Without))];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var isShared = CountedStore.Guards.Any(guard => guard.Name == run.Broken);
        if (!isShared)
        {
            InOneProcess(run, cancellationToken);
        }

        if (isShared || run.Broken is null)
        {
            await SharedLimits.RunAsync(run, cancellationToken);
        }
    }

    /// <summary>One process, virtual time: every kind of limit.</summary>
    private static void InOneProcess(ProofRun run, CancellationToken cancellationToken)
    {
        var total = new Result(0, 0, 1, double.MaxValue, 0);
        var loop = new Result(0, 0, 1, double.MaxValue, 0);
        foreach (var round in LimitRounds.All(run.Quick ? 12 : 80))
        {
            var kept = Gated(round, run, cancellationToken);
            var retried = Looped(round, kept.Calls, run, cancellationToken);
            run.Figures.Print(round.Name + "_calls", kept.Calls);
            run.Figures.Print(round.Name + "_429", kept.Refused);
            run.Figures.Print(round.Name + "_utilisation", Ratio(kept.Utilisation));
            run.Figures.Print(round.Name + "_seconds", Seconds(kept.Took));
            run.Figures.Print(round.Name + "_loop_429", retried.Refused);
            run.Figures.Print(round.Name + "_loop_seconds", Seconds(retried.Took));
            total = total.With(kept);
            loop = loop.With(retried);
        }

        run.Figures.Print("calls", total.Calls);
        run.Figures.Print("offered_min", Ratio(total.Offered));
        run.Figures.Print("utilisation_min", Ratio(total.Utilisation));
        run.Figures.Must("answers_429", total.Refused, 0);
        run.Figures.Print("seconds", Seconds(total.Took));
        run.Figures.Print("loop_429", loop.Refused);
        run.Figures.Print("loop_seconds", Seconds(loop.Took));
        if (total.Utilisation < Enough)
        {
            run.Figures.Break($"utilisation_min must be {Ratio(Enough)} or more");
        }

        if (total.Offered < 1.5)
        {
            run.Figures.Break("offered_min must be 1.5 or more: the load is too small to show anything");
        }
    }

    private static Result Gated(LimitRound round, ProofRun run, CancellationToken cancellationToken)
    {
        var (time, random, end) = (new VirtualTime(), new Random(run.Seed), round.Length.Ticks);
        var vendor = new LimitVendor(time, round.Vendor());
        using var memory = new MemoryQuota(time);
        var callers = new GatedCallers(round, run.Broken is { } guard ? new BrokenQuota(memory, guard) : memory, time, vendor, random);
        var between = (long)(TimeSpan.TicksPerSecond / round.CallsPerSecond);
        time.At(0, Offer);
        time.Run(end, callers.SendGranted, cancellationToken);
        return new(vendor.Passed, vendor.Refused, vendor.Utilisation(end), vendor.Offered(end, callers.Asked, AverageCost(round), AverageWork(round)), vendor.LastAt);

        void Offer()
        {
            callers.Ask();
            time.At(time.Now + between, Offer);
        }
    }

    private static Result Looped(LimitRound round, int calls, ProofRun run, CancellationToken cancellationToken)
    {
        var time = new VirtualTime();
        var vendor = new LimitVendor(time, round.Vendor());
        new RetryLoop(round, time, vendor, new Random(run.Seed)).Start(calls);
        time.Run(long.MaxValue, static () => { }, cancellationToken);
        return new(vendor.Passed, vendor.Refused, 1, double.MaxValue, vendor.LastAt);
    }

    private static double AverageCost(LimitRound round) => (1 + round.MostCost) / 2.0;

    private static double AverageWork(LimitRound round) => (round.Work.Least + round.Work.Most) / 2.0 * TimeSpan.TicksPerMillisecond;

    private static string Ratio(double ratio) => ratio.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>What the ledger of one run, or of several, says.</summary>
    private sealed record Result(int Calls, int Refused, double Utilisation, double Offered, long Took)
    {
        public Result With(Result other) => new(
            Calls + other.Calls, Refused + other.Refused, Math.Min(Utilisation, other.Utilisation), Math.Min(Offered, other.Offered), Took + other.Took);
    }
}
