using Connectors.Core.Tests.Testing;
using Connectors.Limits;
using Connectors.Storage;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

/// <summary>The tables: made once, by whoever comes first or by whoever may.</summary>
[NeedsServer]
public sealed class SchemaTests : IAsyncLifetime
{
    private static readonly QuotaTake s_take = new()
    {
        Gate = new("acme", "acme/t/default", "Connection/window/*"),
        Process = Guid.Empty,
        Turn = 1,
        Kind = Definitions.LimitKind.SlidingWindow,
        Permits = 10,
        Window = TimeSpan.FromSeconds(10),
        HeldFor = TimeSpan.FromSeconds(12),
        Want = 5,
    };

    private readonly TestSchema _schema = new();
    private readonly string _role = $"role_{Guid.NewGuid():N}";

    public async Task InitializeAsync() => await TestSchema.ExecuteAsync($"CREATE ROLE {_role} LOGIN PASSWORD 'role'");

    public async Task DisposeAsync()
    {
        await _schema.DisposeAsync();
        await TestSchema.ExecuteAsync($"DROP OWNED BY {_role}; DROP ROLE {_role}");
    }

    [Fact]
    public async Task FirstUse_ManyProcessesAtOnce_MakesTheTablesOnce()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
            await new PostgreSqlCredentialStore(_schema.Open()).TryReplaceAsync($"c{index}", 0, new byte[] { 1 }, default))));

        Assert.All(made, Assert.True);
        Assert.Equal(8L, await TestSchema.ExecuteAsync($"SELECT count(*) FROM {_schema.Name}.credentials"));
        Assert.Equal((long)PostgreSqlSchema.Version, await TestSchema.ExecuteAsync($"SELECT count(*) FROM {_schema.Name}.schema_versions"));
    }

    [Fact]
    public async Task FirstUse_RoleMayNotCreate_SaysWhichSqlToRunAndGoesOnAfterIt()
    {
        await TestSchema.ExecuteAsync($"REVOKE CREATE ON DATABASE {Database} FROM PUBLIC");
        var credentials = new PostgreSqlCredentialStore(_schema.Open(AsRole));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await credentials.ReadAsync("c", default));
        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Contains($"PostgreSqlSchema.Script(\"{_schema.Name}\", role: \"...\")", error.Message, StringComparison.Ordinal);

        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name));
        error = await Assert.ThrowsAsync<ConnectorException>(async () => await credentials.ReadAsync("c", default));
        Assert.Contains("does not let this role use the tables", error.Message, StringComparison.Ordinal);

        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name, _role));
        Assert.True(await credentials.TryReplaceAsync("c", 0, new byte[] { 1 }, default));
    }

    [Fact]
    public async Task Script_RightsThatItGives_AreEnoughForEveryOperation()
    {
        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name, _role));
        var database = _schema.Open(AsRole);
        var credentials = new PostgreSqlCredentialStore(database);
        var connections = new PostgreSqlConnectionStore(database, new ManualTimeProvider());

        await credentials.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        var lease = await credentials.TryLeaseAsync("c", 1, TimeSpan.FromMinutes(1), default);
        Assert.True(await credentials.TryWriteAsync(lease!, new(CredentialWriteKind.Intent), default));
        Assert.True(await credentials.TryReencryptAsync((await credentials.ReadAsync("c", default))!, new byte[] { 2 }, default));
        Assert.Single(await credentials.ListAsync(default).ToListAsync());
        await credentials.DeleteAsync("c", default);
        var made = await connections.TryWriteAsync(new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "s" }, default);
        Assert.NotNull(await connections.TryWriteAsync(made!, default));
        Assert.Single(await connections.ListAsync(ConnectionQuery.All, default).ToListAsync());
        Assert.True(await connections.DeleteAsync(new("acme", "t"), default));
        await connections.SaveSignInAsync(new("acme", "t"), "s", new byte[] { 1 }, DateTimeOffset.MaxValue, default);
        Assert.NotNull(await connections.TakeSignInAsync("s", default));
        await connections.DeleteSignInsAsync(new("acme", "t"), default);
        var quota = new PostgreSqlQuotaStore(database);
        Assert.Equal(5, Assert.Single(await quota.TakeAsync([s_take], default)).Granted);
        Assert.Equal(5, Assert.Single(await quota.TakeAsync([s_take with { Turn = 2, Batch = 1, Spent = [new(5, TimeSpan.Zero, TimeSpan.FromSeconds(5))] }], default)).Granted);
        await quota.EraseAsync(new("acme", "t"), default);
    }

    [Fact]
    public async Task FirstUse_TablesOfTheVersionBefore_AreMigrated()
    {
        var first = PostgreSqlSchema.Script(_schema.Name);
        var steps = first.Split("DO $connectors$");
        await TestSchema.ExecuteAsync($"{string.Join("DO $connectors$", steps[..3])}\nCOMMIT;");
        Assert.Equal(1L, await TestSchema.ExecuteAsync($"SELECT count(*) FROM {_schema.Name}.schema_versions"));

        Assert.Equal(5, Assert.Single(await new PostgreSqlQuotaStore(_schema.Open()).TakeAsync([s_take], default)).Granted);
    }

    [Fact]
    public async Task Script_RunAgain_ChangesNothing()
    {
        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name));
        var store = new PostgreSqlCredentialStore(_schema.Open());
        await store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);

        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name));

        Assert.NotNull(await store.ReadAsync("c", default));
    }

    [Fact]
    public async Task FirstUse_TablesAreNotToBeMade_SaysThatTheyAreMissing()
    {
        await using var database = new PostgreSqlDatabase(
            () => NpgsqlDataSource.Create(Server.ConnectionString), isOwner: true, new() { Schema = _schema.Name, CreateTables = false });

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await new PostgreSqlCredentialStore(database).ReadAsync("c", default));

        Assert.Contains("are not there", error.Message, StringComparison.Ordinal);
        Assert.Equal(true, await TestSchema.ExecuteAsync($"SELECT to_regnamespace('{_schema.Name}') IS NULL"));
    }

    [Fact]
    public async Task FirstUse_TablesOfANewerVersion_AreLeftAlone()
    {
        await TestSchema.ExecuteAsync(PostgreSqlSchema.Script(_schema.Name));
        await TestSchema.ExecuteAsync($"INSERT INTO {_schema.Name}.schema_versions (version) VALUES (99)");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await new PostgreSqlCredentialStore(_schema.Open()).ReadAsync("c", default));

        Assert.Contains("were made by a newer version of this package (schema 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TablesDropped_WhileRunning_AreMadeAnewAtTheNextUse()
    {
        var store = new PostgreSqlCredentialStore(_schema.Open());
        await store.ReadAsync("c", default);
        await TestSchema.ExecuteAsync($"DROP SCHEMA {_schema.Name} CASCADE");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await store.ReadAsync("c", default));

        Assert.Contains("are not as they should be", error.Message, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync("c", default));
    }

    private string AsRole => new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Username = _role, Password = "role" }.ConnectionString;

    private static string Database => $"\"{new NpgsqlConnectionStringBuilder(Server.ConnectionString).Database}\"";
}
