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

    /// <summary>Runs it to its end, whatever that is, and types the answers to what it asks: to lines on its error output.</summary>
    public static async Task<(int Code, string Output, string Errors)> AnswerAsync(
        string sample, string folder, Func<string, Task<string?>> answer, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        using var process = Start(sample, folder, arguments, environment);
        using var late = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = new System.Text.StringBuilder();
        try
        {
            while (await process.StandardError.ReadLineAsync(late.Token) is { } line)
            {
                errors.AppendLine(line);
                if (await answer(line) is { } text)
                {
                    await process.StandardInput.WriteLineAsync(text.AsMemory(), late.Token);
                    await process.StandardInput.FlushAsync(late.Token);
                }
            }

            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{sample} did not end within {s_patience}: {await output}{errors}");
        }

        return (process.ExitCode, await output, errors.ToString());
    }

    private static Process Start(string sample, string folder, string[]? arguments = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), [Built(sample), .. arguments ?? []])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The sample's output stands beside this project's: artifacts/bin/{sample}/{configuration}.</summary>
    private static string Built(string sample)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, sample, own.Name, sample + ".dll");
    }
}
