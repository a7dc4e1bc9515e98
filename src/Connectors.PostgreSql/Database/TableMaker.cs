using System.Data;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>Makes the tables, or says what is the matter with them.</summary>
internal static class TableMaker
{
    /// <summary>Brings the tables to the version of this package.</summary>
    /// <returns>Always true: they are ready.</returns>
    public static async Task<bool> EnsureAsync(NpgsqlConnection connection, PostgreSqlOptions options, Place place, CancellationToken cancellationToken)
    {
        if (await IsCurrentAsync(connection, options, place, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (!options.CreateTables)
        {
            throw PostgreSqlErrors.NoTables(place, "are not there, or older than this package", null);
        }

        try
        {
            await MakeAsync(connection, options, place, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw PostgreSqlErrors.NoTables(place, "are not there, or older than this package, and this role may not make them", error);
        }
    }

    private static async Task MakeAsync(NpgsqlConnection connection, PostgreSqlOptions options, Place place, CancellationToken cancellationToken)
    {
        // Whatever the server's default is: behind the lock, what the one before has made must be seen.
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, PostgreSqlSchema.Body(options.Schema), options.Timeout, cancellationToken).ConfigureAwait(false);
            if (!await IsCurrentAsync(connection, options, place, cancellationToken).ConfigureAwait(false))
            {
                throw PostgreSqlErrors.NoTables(place, "could not be brought to the version of this package", null);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, PostgreSqlOptions options, Place place, CancellationToken cancellationToken)
    {
        var table = $"{PostgreSqlSchema.Quoted(options.Schema)}.schema_versions";
        if (await ScalarAsync(connection, $"SELECT to_regclass('{table}') IS NOT NULL", options.Timeout, cancellationToken).ConfigureAwait(false) is not true)
        {
            return false;
        }

        var version = await ScalarAsync(connection, $"SELECT coalesce(max(version), 0) FROM {table}", options.Timeout, cancellationToken).ConfigureAwait(false) as int? ?? 0;
        return version <= PostgreSqlSchema.Version ? version == PostgreSqlSchema.Version : throw PostgreSqlErrors.Newer(place, version);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var command = Command(connection, sql, timeout);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var command = Command(connection, sql, timeout);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every statement is this package's; the schema's name was checked.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TimeSpan timeout) =>
        new(sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
}
