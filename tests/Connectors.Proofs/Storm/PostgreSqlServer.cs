using System.Diagnostics;

namespace Connectors.Proofs.Storm;

/// <summary>The PostgreSQL server of a proof: the one that the environment names, or a private one that ends with the proof.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private const string Variable = "CONNECTORS_POSTGRESQL";
    private readonly string? _folder;

    private PostgreSqlServer(string connectionString, string? folder) => (ConnectionString, _folder) = (connectionString, folder);

    public string ConnectionString { get; }

    /// <summary>Finds or starts a server; <see langword="null"/> when there is none to be had on this machine.</summary>
    public static PostgreSqlServer? TryStart()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new(given, null);
        }

        var folder = Path.Combine(Path.GetTempPath(), $"connectors-proofs-postgresql-{Environment.ProcessId}");
        return Run("start", folder) is { Length: > 0 } own ? new(own, folder) : null;
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Run("stop", _folder);
        }
    }

    private static string? Run(string command, string folder)
    {
        var script = Path.Combine(Root(), ".ci", "postgresql");
        if (OperatingSystem.IsWindows() || !File.Exists(script))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo("bash", [script, command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CONNECTORS_POSTGRESQL_FOLDER"] = folder },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : null;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Connectors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
