namespace Connectors.Sqlite;

/// <summary>Makes the file, before SQLite does.</summary>
internal static class NewFile
{
    /// <summary>The file holds personal data: on Unix only the user who runs the app may read it. SQLite gives its side files the same rights.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            throw SqliteErrors.Problem(path, "is a directory", "Give UseSqlite the path of a file.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!OperatingSystem.IsWindows() && !File.Exists(path))
            {
                using var created = new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.ReadWrite,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqliteErrors.Problem(path, "cannot be created", "Check that this process may write to its directory, or give UseSqlite another path.", error);
        }
    }
}
