using System.Diagnostics;
using System.Globalization;

namespace Connectors.Benchmarks.Credentials;

/// <summary>Measures the credential step with a good credential: bytes beyond the header's own, threads that wait for each other, and time.</summary>
internal static class CredentialCommand
{
    private const int Calls = 200_000;
    private const int Threads = 8;
    private const int Rounds = 5;

    /// <summary>Runs it.</summary>
    /// <returns>The program's exit code: 1 when a call allocates, or when threads waited for each other.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var worst = (Bytes: 0L, Contentions: 0L);
        foreach (var bench in await CredentialBench.AllAsync())
        {
            // Something else in the process may have allocated or waited once; what the step does, it does in each round.
            var bytes = Enumerable.Range(0, Rounds).Min(_ => Bytes(bench.Step) - Bytes(bench.Bare));
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

    /// <summary>Counts the waits for locks while all threads call. They start and end without one, which would be counted as well.</summary>
    private static long Contentions(CredentialBench bench)
    {
        int ready = 0, go = 0, done = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            using var request = CredentialBench.Request();
            bench.Step(request);
            Interlocked.Increment(ref ready);
            SpinWait.SpinUntil(() => Volatile.Read(ref go) == 1);
            for (var number = 0; number < Calls; number++)
            {
                bench.Step(request);
            }

            Interlocked.Increment(ref done);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        SpinWait.SpinUntil(() => Volatile.Read(ref ready) == Threads);
        var before = Monitor.LockContentionCount;
        Volatile.Write(ref go, 1);
        SpinWait.SpinUntil(() => Volatile.Read(ref done) == Threads);
        var contentions = Monitor.LockContentionCount - before;
        threads.ForEach(thread => thread.Join());
        return contentions;
    }
}
