using System.Diagnostics;
using System.Globalization;

namespace Connectors.Benchmarks.Compare;

/// <summary>
/// Lists the same contacts by the floor, RestSharp and Connectors, taking turns in one run, and prints how they stand to each other.
/// Medians of several passes: what else the machine does hits all of them.
/// </summary>
internal static class CompareCommand
{
    public static async Task<int> RunAsync(bool quick)
    {
        var (pages, passes) = quick ? (100, 3) : (1000, 7);
        using (var vendor = await VendorProcess.StartAsync(pages, TimeSpan.Zero))
        {
            await using var floor = new FloorWay(vendor.Address);
            await using var restSharp = new RestSharpWay(vendor.Address);
            await using var connectors = await ConnectorsWay.CreateAsync(vendor.Address);
            var results = await MeasureAsync([floor, restSharp, connectors], pages, passes, static _ => Task.CompletedTask);
            var (ours, least, other) = (results["connectors"], results["floor"], results["restsharp"]);
            foreach (var (name, result) in results)
            {
                Print($"{name}_records_per_s", result.PerSecond);
                Print($"{name}_bytes_per_record", result.Bytes);
                Print($"{name}_processor_us_per_record", result.Processor);
            }

            Print("server_processor_s", vendor.Processor.TotalSeconds);
            Print("floor_ratio", ours.PerSecond / least.PerSecond);
            Print("floor_bytes_ratio", ours.Bytes / least.Bytes);
            Print("restsharp_ratio", ours.PerSecond / other.PerSecond);
            Print("floor_restsharp_ratio", least.PerSecond / other.PerSecond);
        }

        var slow = TimeSpan.FromMilliseconds(20);
        using (var vendor = await VendorProcess.StartAsync(quick ? 20 : 100, slow))
        {
            await using var floor = new FloorWay(vendor.Address);
            await using var connectors = await ConnectorsWay.CreateAsync(vendor.Address);
            var results = await MeasureAsync([floor, connectors], quick ? 20 : 100, 3, _ => Task.Delay(slow));
            Print("latency_ratio", results["connectors"].PerSecond / results["floor"].PerSecond);
        }

        return 0;
    }

    private static async Task<Dictionary<string, Result>> MeasureAsync(IWay[] ways, int pages, int passes, Func<IReadOnlyList<Contact>, Task> onPage)
    {
        var seen = ways.ToDictionary(static way => way.Name, static _ => new List<Result>());
        for (var pass = -2; pass < passes; pass++)
        {
            // The first passes are for the compiler, which improves what has been called often once nothing new is called for a while.
            await Task.Delay(pass <= 0 ? 500 : 0);
            foreach (var way in ways)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                var count = 0;
                var bytes = GC.GetTotalAllocatedBytes(precise: true);
                var processor = Environment.CpuUsage.TotalTime;
                var started = Stopwatch.GetTimestamp();
                await way.ListAsync(records =>
                {
                    count += records.Count;
                    return onPage(records);
                });
                var time = Stopwatch.GetElapsedTime(started);
                processor = Environment.CpuUsage.TotalTime - processor;
                bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
                if (count != pages * ContactPages.PerPage)
                {
                    throw new InvalidOperationException($"{way.Name} gave {count} records.");
                }

                if (pass >= 0)
                {
                    seen[way.Name].Add(new(count / time.TotalSeconds, (double)bytes / count, processor.TotalMicroseconds / count));
                }
            }
        }

        return seen.ToDictionary(static way => way.Key, static way => new Result(
            Median(way.Value.Select(static result => result.PerSecond)),
            Median(way.Value.Select(static result => result.Bytes)),
            Median(way.Value.Select(static result => result.Processor))));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.###}"));

    private sealed record Result(double PerSecond, double Bytes, double Processor);
}
