namespace Connectors.Simulators.Tests.Killed;

/// <summary>Makes the test assembly a program as well: a host of its own process, for a test to kill.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        await using var host = KilledHost.Open(args[0]);
        await host.StartAsync();
        await Console.Out.WriteLineAsync($"{host.AddressOf("hubspot")} {host.AddressOf("slack")}");
        await Console.Out.FlushAsync();

        // The input ends with the parent, so that no host outlives a test run.
        await Console.In.ReadToEndAsync();
    }
}
