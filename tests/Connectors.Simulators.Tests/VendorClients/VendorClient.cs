using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Connectors.Simulators.Tests.VendorClients;

/// <summary>Runs a vendor's own client, as a program of its own, against a simulator's address.</summary>
internal static class VendorClient
{
    private const string Require = "CONNECTORS_REQUIRE_VENDOR_CLIENTS";
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private static readonly string? s_folder = Find();

    /// <summary>Says why the clients cannot run, and what brings them; null when they can, or when they must.</summary>
    public static string? WhyNot() => Environment.GetEnvironmentVariable(Require) == "1" ? null : Missing();

    /// <summary>Runs a script and returns what its last line says.</summary>
    public static async Task<JsonNode> RunAsync(string script, Uri address, string token)
    {
        Assert.True(Missing() is null, Missing());
        var start = new ProcessStartInfo("node", [script, address.AbsoluteUri, token])
        {
            WorkingDirectory = s_folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(s_longest);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{script} did not end within {s_longest}: {await output}{await errors}");
        }

        var text = await output;
        Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}: {text}{await errors}");
        return JsonNode.Parse(text.TrimEnd().Split('\n')[^1])!;
    }

    private static string? Missing() =>
        s_folder is null ? $"No tests/vendor-clients above {AppContext.BaseDirectory}."
        : !Directory.Exists(Path.Combine(s_folder, "node_modules")) ? "The vendors' clients are not installed: cd tests/vendor-clients && npm ci"
        : !HasNode() ? "There is no node on the PATH: install Node.js 20 or later, then cd tests/vendor-clients && npm ci"
        : null;

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clients = Path.Combine(folder.FullName, "tests", "vendor-clients");
            if (Directory.Exists(clients))
            {
                return clients;
            }
        }

        return null;
    }
}

/// <summary>A test by a vendor's own client; without it the test is reported as skipped, or fails when CONNECTORS_REQUIRE_VENDOR_CLIENTS is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VendorClientFactAttribute : FactAttribute
{
    public VendorClientFactAttribute() => Skip = VendorClient.WhyNot();
}
