using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Connectors.Core.Tests.Testing;

/// <summary>Another process that has the same store open: tests/Connectors.StoreProcess, whose output stands beside this test project's.</summary>
internal sealed class StoreProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private StoreProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it and comes back when it has the store open.</summary>
    public static async Task<StoreProcess> StartAsync(string[] store, string thing, int times)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Connectors.StoreProcess", own.Name, "Connectors.StoreProcess.dll");
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var started = new StoreProcess(Process.Start(new ProcessStartInfo(dotnet, [program, .. store, thing, $"{times}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!);
        Assert.Equal("ready", await started.LineAsync());
        return started;
    }

    /// <summary>Lets it begin.</summary>
    public Task GoAsync() => _process.StandardInput.WriteLineAsync();

    /// <summary>Reads the numbers of its next line.</summary>
    public async Task<long[]> NumbersAsync() => [.. (await LineAsync()).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];

    /// <summary>Waits for its good end.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.True(_process.ExitCode == 0, await _errors);
    }

    /// <summary>Ends it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> LineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        return line ?? throw new InvalidOperationException($"The other process ended: {await _errors}");
    }
}
