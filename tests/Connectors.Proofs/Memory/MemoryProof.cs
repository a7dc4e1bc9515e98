using System.Globalization;
using System.Runtime;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;

namespace Connectors.Proofs.Memory;

/// <summary>
/// Reads lists and a file of very different lengths, each in a process of its own against a provider in another, and compares what the processes held.
/// They run with the collector that an ordinary app has: workstation, concurrent.
/// </summary>
internal sealed class MemoryProof : InvariantProof
{
    private const double MostPeak = 32;
    private const double MostLive = 2;

    public override string Name => "memory";

    public override string Shows => "Five million paged records, 1 GB of CSV, one JSON array of 1 GB and a file of 1 GB are read in the memory that 50,000 records take.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("pages", "what was given stays referenced until the list ends"),
        new("streaming", "a body is read whole into memory before it is handed on"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        run.Figures.Print("gc", $"{(GCSettings.IsServerGC ? "server" : "workstation")}, {(AppContext.TryGetSwitch("System.GC.Concurrent", out var concurrent) && !concurrent ? "not concurrent" : "concurrent")}");
        var (peak, live, lost) = (0.0, 0.0, 0L);
        await using var vendor = ChildProcess.Start(new Dictionary<string, string>(), MemoryVendor.Command);
        var address = await vendor.ReadAsync(cancellationToken);
        foreach (var @case in MemoryCase.All.Where(@case => !run.Breaks("streaming") || @case.IsStreamed))
        {
            var (small, large) = run.Quick ? @case.Quick : @case.Full;
            var before = await MeasureAsync(run, vendor, address, @case.Name, small, cancellationToken);
            var after = await MeasureAsync(run, vendor, address, @case.Name, large, cancellationToken);
            lost += before.Lost + after.Lost;
            peak = Math.Max(peak, Print(run, $"peak_excess_mb_{@case.Name}", after.Peak - before.Peak));
            live = Math.Max(live, Print(run, $"live_excess_mb_{@case.Name}", after.Live - before.Live));
            run.Figures.Print($"peak_mb_{@case.Name}", Megabytes(after.Peak));
            run.Figures.Print($"records_{@case.Name}", after.Records);
            run.Figures.Print($"seconds_{@case.Name}", after.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
            if (run.Broken is not null && live > MostLive)
            {
                break;
            }
        }

        Print(run, "peak_excess_mb", (long)(peak * (1 << 20)));
        Print(run, "live_excess_mb", (long)(live * (1 << 20)));
        run.Figures.Must("records_lost", lost, 0);
        if (live > MostLive)
        {
            run.Figures.Break($"live_excess_mb must be at most {MostLive}");
        }

        // A short run is too small for its peak to tell anything on a machine that does other things too.
        if (!run.Quick && peak > MostPeak)
        {
            run.Figures.Break($"peak_excess_mb must be at most {MostPeak}");
        }
    }

    private static async Task<Held> MeasureAsync(ProofRun run, ChildProcess vendor, string address, string name, long records, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var worker = ChildProcess.Start(new Dictionary<string, string>(), MemoryWorker.Command, name, records.ToString(CultureInfo.InvariantCulture), address, run.Broken ?? "-");
        var numbers = (await worker.ReadAsync(cancellationToken)).Split(' ');
        if (numbers is not [var read, var peak, var live])
        {
            throw new InvalidOperationException("The process that reads failed: " + string.Join(' ', numbers));
        }

        var sent = long.Parse(await vendor.AskAsync("sent", cancellationToken), CultureInfo.InvariantCulture);
        var seen = long.Parse(read, CultureInfo.InvariantCulture);
        return new(seen, Math.Abs(sent - seen), long.Parse(peak, CultureInfo.InvariantCulture), long.Parse(live, CultureInfo.InvariantCulture), TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private static double Print(ProofRun run, string name, long bytes)
    {
        run.Figures.Print(name, Megabytes(bytes));
        return bytes / (double)(1 << 20);
    }

    private static string Megabytes(long bytes) => (bytes / (double)(1 << 20)).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>What one process held.</summary>
    private sealed record Held(long Records, long Lost, long Peak, long Live, double Seconds);
}

/// <summary>Something long that is read, and how much of it: records of a list, bytes of a file.</summary>
internal sealed record MemoryCase(string Name, bool IsStreamed, (long Small, long Large) Quick, (long Small, long Large) Full)
{
    private const long Giga = 1L << 30;

    public static IReadOnlyList<MemoryCase> All { get; } =
    [
        new("paged", false, (10_000, 200_000), (50_000, 5_000_000)),
        new("csv", true, (10_000, 200_000), (50_000, (Giga / MemoryRecords.RowBytes) + 1)),
        new("array", true, (10_000, 200_000), (50_000, (Giga / MemoryRecords.ElementBytes) + 1)),
        new("download", true, (1 << 20, 32 << 20), (50_000 * MemoryRecords.RowBytes, Giga)),
    ];
}
