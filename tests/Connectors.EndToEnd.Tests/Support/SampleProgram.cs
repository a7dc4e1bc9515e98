using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Connectors.EndToEnd.Support;

/// <summary>Runs a built sample as a program of its own, in a folder.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs it to its end, which must be a good one, and gives what it printed.</summary>
    public static async Task<string> RunAsync(string sample, string folder, params string[] arguments)
    {
        using var process = Start(sample, folder, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{sample} did not end within {s_patience}: {await output}{await errors}");
        }

        Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}: {await output}{await errors}");
        return await output;
    }

    /// <summary>Starts it, and kills it (SIGKILL) as soon as a condition holds.</summary>
    public static async Task KillWhenAsync(string sample, string folder, Func<bool> when)
    {
        using var process = Start(sample, folder);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var began = Stopwatch.StartNew();
        while (!when())
        {
            Assert.False(process.HasExited, $"{sample} ended before it could be killed");
            Assert.True(began.Elapsed < s_patience, $"{sample} did not come so far");
            await Task.Delay(5);
        }

        process.Kill();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        Assert.NotEqual(0, process.ExitCode);
    }

    private static Process Start(string sample, string folder, params string[] arguments)
    {
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return Process.Start(new ProcessStartInfo(Path.GetFullPath(dotnet), [Built(sample), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }

    /// <summary>The sample's output stands beside this project's: artifacts/bin/{sample}/{configuration}.</summary>
    private static string Built(string sample)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, sample, own.Name, sample + ".dll");
    }
}
