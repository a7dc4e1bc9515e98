using Npgsql;

namespace Connectors.PostgreSql.Tests;

/// <summary>A schema of its own for a test class, gone with it.</summary>
public sealed class TestSchema : IAsyncLifetime
{
    /// <summary>Long, for a loaded machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly List<PostgreSqlDatabase> _open = [];
    private PostgreSqlDatabase? _shared;

    public string Name { get; } = $"test_{Guid.NewGuid():N}";

    /// <summary>Gets the database as one process has it open.</summary>
    internal PostgreSqlDatabase Shared => _shared ??= Open();

    /// <summary>Opens the database as another process would: nothing is shared but the server.</summary>
    internal PostgreSqlDatabase Open(string? connectionString = null, TimeSpan? timeout = null)
    {
        var options = new PostgreSqlOptions { Schema = Name, Timeout = timeout ?? s_patience };
        var database = new PostgreSqlDatabase(() => NpgsqlDataSource.Create(connectionString ?? Server.ConnectionString), isOwner: true, options);
        lock (_open)
        {
            _open.Add(database);
        }

        return database;
    }

    /// <summary>Makes the tables and empties them.</summary>
    public async Task ResetAsync()
    {
        await ExecuteAsync(PostgreSqlSchema.Script(Name));
        await ExecuteAsync($"TRUNCATE {Name}.connections, {Name}.credentials, {Name}.sign_ins, {Name}.quota_gates, {Name}.request_log CASCADE");
    }

    /// <summary>The server's clock cannot be moved; what it is compared with can.</summary>
    public Task PassAsync(TimeSpan time) => ExecuteAsync(FormattableString.Invariant(
        $"""
        UPDATE {Name}.credentials SET lease_until = lease_until - interval '{time.TotalSeconds} s', intent_at = intent_at - interval '{time.TotalSeconds} s';
        UPDATE {Name}.sign_ins SET expires_at = expires_at - interval '{time.TotalSeconds} s';
        UPDATE {Name}.quota_gates SET closed_until = closed_until - interval '{time.TotalSeconds} s', full_at = full_at - interval '{time.TotalSeconds} s', others_until = others_until - interval '{time.TotalSeconds} s';
        UPDATE {Name}.quota_holds SET ends_at = ends_at - interval '{time.TotalSeconds} s', seen_at = seen_at - interval '{time.TotalSeconds} s';
        UPDATE {Name}.quota_spent SET ends_at = ends_at - interval '{time.TotalSeconds} s';
        """));

    public static async Task<object?> ExecuteAsync(string sql, string? connectionString = null)
    {
        await using var source = NpgsqlDataSource.Create(connectionString ?? Server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in _open)
        {
            await database.DisposeAsync();
        }

        if (Server.WhyNot is null)
        {
            await ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE");
        }
    }
}
