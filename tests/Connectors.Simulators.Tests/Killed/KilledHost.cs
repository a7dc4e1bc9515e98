using System.Diagnostics;
using System.Runtime.InteropServices;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Killed;

/// <summary>A host with a state file in a process of its own; killing it is <c>kill -9</c>.</summary>
internal sealed class KilledHost : IDisposable
{
    private readonly Process _process;

    private KilledHost(Process process, Uri hubspot, Uri slack)
    {
        _process = process;
        HubSpot = hubspot;
        Slack = slack;
    }

    public Uri HubSpot { get; }

    public Uri Slack { get; }

    /// <summary>Opens the same host in this process.</summary>
    public static SimulatorHost Open(string stateFile) => SimulatorHost.Create(options =>
    {
        options.StateFile = stateFile;
        options.Add<HubSpotSimulator>(simulator =>
        {
            simulator.SeededContacts = 50;
            simulator.Limits.Lift();
        });
        options.Add<SlackSimulator>(simulator => simulator.Limits.Lift());
    });

    public static async Task<KilledHost> StartAsync(string stateFile, CancellationToken cancellationToken)
    {
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var process = Process.Start(new ProcessStartInfo(Path.GetFullPath(dotnet), ["exec", typeof(KilledHost).Assembly.Location, stateFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.True(line is not null, "The host's process said nothing.");
        var addresses = line.Split(' ');
        return new KilledHost(process, new Uri(addresses[0]), new Uri(addresses[1]));
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
