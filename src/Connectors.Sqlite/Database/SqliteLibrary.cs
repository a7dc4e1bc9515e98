using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connectors.Sqlite;

/// <summary>
/// Finds a native SQLite, once a process: the one that the app has set up, else a bundle's beside the app, else the operating
/// system's. This package brings none, so that an old one can reach nobody.
/// </summary>
internal static class SqliteLibrary
{
    private const string BundleName = "e_sqlite3";
    private const int MinVersion = 3_035_000;

    private static readonly Lock s_gate = new();
    private static bool s_ready;

    public static void Ensure()
    {
        lock (s_gate)
        {
            if (s_ready)
            {
                return;
            }

            // The first connection object sets up a bundle (SQLitePCLRaw.bundle_*) where the app references one.
            using (new SqliteConnection())
            {
                if (Version() is null)
                {
                    SetProvider();
                }
            }

            Check(Version());
            s_ready = true;
        }
    }

    private static void SetProvider()
    {
        if (!TryLoad(out _))
        {
            throw Missing(null);
        }

        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) => name == BundleName && TryLoad(out var handle) ? handle : 0);
        }
        catch (InvalidOperationException)
        {
            // The app has a resolver of its own there: it decides.
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
    }

    private static bool TryLoad(out nint handle)
    {
        var assembly = typeof(SQLite3Provider_e_sqlite3).Assembly;
        if (NativeLibrary.TryLoad(BundleName, assembly, searchPath: null, out handle))
        {
            return true;
        }

        foreach (var name in SystemNames())
        {
            if (NativeLibrary.TryLoad(name, assembly, DllImportSearchPath.SafeDirectories, out handle))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    /// <summary>SQLitePCL tells only by an exception that no provider is set.</summary>
    private static int? Version()
    {
        try
        {
            return raw.sqlite3_libversion_number();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static void Check(int? version)
    {
        if (version is null or < MinVersion)
        {
            throw Missing(version);
        }
    }

    private static ConnectorException Missing(int? version) => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = version is { } found
            ? $"The native SQLite that was found is version {found / 1_000_000}.{found / 1000 % 1000}.{found % 1000}; 3.35 or newer is needed"
            : "No native SQLite library was found: neither a bundle's nor the operating system's",
        ToDo = "Add the package SQLitePCLRaw.bundle_e_sqlite3 to the app (dotnet add package SQLitePCLRaw.bundle_e_sqlite3).",
    });
}
