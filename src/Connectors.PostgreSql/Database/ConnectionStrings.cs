using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>Reads connection strings without ever repeating a part of one: a password with a semicolon falls into pieces.</summary>
internal static class ConnectionStrings
{
    private const string Name = "Connectors";

    /// <summary>Gives it as it is used; sessions are named in <c>pg_stat_activity</c> unless it names them itself.</summary>
    public static string Check(string connectionString)
    {
        if (connectionString.Contains("://", StringComparison.Ordinal) && !connectionString.Contains('=', StringComparison.Ordinal))
        {
            throw Unfit();
        }

        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            parts.ApplicationName ??= Name;
            return string.IsNullOrWhiteSpace(parts.Host) ? throw Unfit() : parts.ConnectionString;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException)
        {
            // Not kept as the inner exception: its message may hold a piece of the password.
            throw Unfit();
        }
    }

    private static ConnectorException Unfit() => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = "The connection string given to UsePostgreSql cannot be read",
        ToDo = "Write Host=...;Port=5432;Database=...;Username=...;Password=..., with a value that holds ; or = in quotes ('...'). A postgresql:// address is not taken.",
    });
}
