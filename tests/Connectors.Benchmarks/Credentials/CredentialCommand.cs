using System.Diagnostics;
using System.Globalization;

namespace Connectors.Benchmarks.Credentials;

/// <summary>Measures the credential step with a good credential: bytes beyond the header's own, threads that wait for each other, and time.</summary>
internal static class CredentialCommand
{
    private const int Calls = 200_000;
    private const int Threads = 8;
    private const int Rounds = 3;

    /// <summary>Runs it.</summary>
    /// <returns>The program's exit code: 1 when a call allocates, or when threads waited for each other.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var worst = (Bytes: 0L, Contentions: 0L);
        foreach (var bench in await CredentialBench.AllAsync())
        {
            var bytes = Bytes(bench.Step) - Bytes(bench.Bare);

            // Something else in the process may have waited once; what the step does, it does in each round.
            var contentions = Enumerable.Range(0, Rounds).Min(_ => Contentions(bench));
            Print($"{bench.Kind}_bytes", (double)bytes / Calls);
            Print($"{bench.Kind}_contentions", contentions);
            Print($"{bench.Kind}_ns", Nanoseconds(bench.Step) - Nanoseconds(bench.Bare));
            worst = (Math.Max(worst.Bytes, bytes), Math.Max(worst.Contentions, contentions));
        }

        Print("bytes_per_call", (double)worst.Bytes / Calls);
        Print("lock_contentions", worst.Contentions);
        return worst is (0, 0) ? 0 : 1;

        void Print(string name, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.##}"));
    }

    private static long Bytes(Action<HttpRequestMessage> call)
    {
        using var request = CredentialBench.Request();
        call(request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < Calls; number++)
        {
            call(request);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Nanoseconds(Action<HttpRequestMessage> call)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            using var request = CredentialBench.Request();
            var began = Stopwatch.GetTimestamp();
            for (var number = 0; number < Calls; number++)
            {
                call(request);
            }

            best = Stopwatch.GetElapsedTime(began) is var took && took < best ? took : best;
        }

        return best.TotalNanoseconds / Calls;
    }

    private static long Contentions(CredentialBench bench)
    {
        using var start = new Barrier(Threads + 1);
        using var end = new Barrier(Threads + 1);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            using var request = CredentialBench.Request();
            start.SignalAndWait();
            for (var number = 0; number < Calls; number++)
            {
                bench.Step(request);
            }

            end.SignalAndWait();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        start.SignalAndWait();
        var before = Monitor.LockContentionCount;
        end.SignalAndWait();
        var contentions = Monitor.LockContentionCount - before;
        threads.ForEach(thread => thread.Join());
        return contentions;
    }
}
