using Connectors.Storage;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

/// <summary>Each thing that can be wrong with the database is named, with what to do, and without a secret.</summary>
[NeedsServer]
public sealed class ErrorTests(TestSchema schema) : IClassFixture<TestSchema>
{
    private const string Secret = "s3cr3t-Passw0rd";

    [Fact]
    public async Task WrongPassword_SaysSo()
    {
        var error = await FailsAsync(With(parts => parts.Password = Secret), ErrorKind.Configuration, isTransient: false);

        Assert.Contains("refuses the user name or the password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoPassword_SaysSo()
    {
        var error = await FailsAsync(With(parts => parts.Password = null), ErrorKind.Configuration, isTransient: false);

        Assert.Contains("did not let this app in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingDatabase_SaysSo()
    {
        var error = await FailsAsync(With(parts => parts.Database = "nowhere"), ErrorKind.Configuration, isTransient: false);

        Assert.Contains("/nowhere has no such database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadOnlyServer_SaysSo()
    {
        var error = await FailsAsync(With(parts => parts.Options = "-c default_transaction_read_only=on"), ErrorKind.Configuration, isTransient: true);

        Assert.Contains("only reads", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PoolUsedUp_SaysThatItMayPass()
    {
        var connectionString = With(parts => (parts.MaxPoolSize, parts.Timeout) = (1, 1));
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var taken = await source.OpenConnectionAsync();
        await using var database = new PostgreSqlDatabase(() => source, isOwner: false, new() { Schema = schema.Name, Timeout = TimeSpan.FromSeconds(1) });

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await new PostgreSqlCredentialStore(database).ReadAsync("c", default));

        Assert.True(error.IsTransient);
        Assert.Contains("Maximum Pool Size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowLockedByAnother_IsBoundedAndCanBeCancelled()
    {
        await schema.ResetAsync();
        var store = new PostgreSqlCredentialStore(schema.Shared);
        await store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        await using var other = new NpgsqlConnection(Server.ConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"SELECT 1 FROM {schema.Name}.credentials FOR UPDATE", other))
        {
            await command.ExecuteNonQueryAsync();
        }

        using var stop = new CancellationTokenSource();
        var cancelled = store.TryReplaceAsync("c", 1, new byte[] { 2 }, stop.Token).AsTask();
        var hurried = new PostgreSqlCredentialStore(schema.Open(timeout: TimeSpan.FromSeconds(1)));
        var late = await Assert.ThrowsAsync<ConnectorException>(async () => await hurried.TryReplaceAsync("c", 1, new byte[] { 3 }, default));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.True(late.IsTransient);
        await transaction.RollbackAsync();
        Assert.Equal(1, (await store.ReadAsync("c", default))!.Version);
    }

    [Fact]
    public async Task BackendsEndedByTheAdministrator_AreReplacedWithoutAWord()
    {
        var name = $"app-{Guid.NewGuid():N}";
        var store = new PostgreSqlCredentialStore(schema.Open(With(parts => parts.ApplicationName = name)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await store.ReadAsync("c", default))));
        for (var round = 0; round < 3; round++)
        {
            await TestSchema.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{name}'");

            var version = (await store.ReadAsync("admin", default))?.Version ?? 0;
            Assert.True(await store.TryReplaceAsync("admin", version, new byte[] { 1 }, default));
        }

        Assert.Equal(3, (await store.ReadAsync("admin", default))!.Version);
    }

    [Fact]
    public async Task SerializableByDefault_ConflictsAreTriedAgain()
    {
        await schema.ResetAsync();
        var store = new PostgreSqlCredentialStore(schema.Open(With(parts => parts.Options = "-c default_transaction_isolation=serializable")));
        await store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);

        for (var version = 1; version <= 5; version++)
        {
            var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await store.TryLeaseAsync("c", version, TimeSpan.FromMinutes(1), default))));
            var lease = Assert.Single(leases, lease => lease is not null);
            Assert.True(await store.TryWriteAsync(lease!, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        }
    }

    private static string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var parts = new NpgsqlConnectionStringBuilder(Server.ConnectionString);
        change(parts);
        return parts.ConnectionString;
    }

    private async Task<ConnectorException> FailsAsync(string connectionString, ErrorKind kind, bool isTransient)
    {
        var store = new PostgreSqlCredentialStore(schema.Open(connectionString));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await store.TryReplaceAsync("c", 0, new byte[] { 1 }, default));

        Assert.Equal((kind, isTransient), (error.Kind, error.IsTransient));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(Server.ConnectionString).Password!, error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
