using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

/// <summary>The clock of the caller stands still and is wrong: only how long a sign-in lasts is taken from it.</summary>
[NeedsServer]
public sealed class PostgreSqlConnectionStoreTests : ConnectionStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestSchema _schema;
    private readonly PostgreSqlConnectionStore _store;

    public PostgreSqlConnectionStoreTests(TestSchema schema) => (_schema, _store) = (schema, new(schema.Shared, _time));

    protected override IConnectionStore Store => _store;

    protected override DateTimeOffset Now => _time.GetUtcNow();

    public Task InitializeAsync() => _schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task TakeSignIn_ClocksOfTheNodesHoursApart_LastsAsLongAsItWasGiven(int hours)
    {
        var other = new ManualTimeProvider();
        other.Advance(TimeSpan.FromHours(10 + hours));
        _time.Advance(TimeSpan.FromHours(10));
        var beside = new PostgreSqlConnectionStore(_schema.Shared, other);

        await _store.SaveSignInAsync(new("acme", "t"), "a", new byte[] { 1 }, Now.AddMinutes(10), default);
        await _store.SaveSignInAsync(new("acme", "t"), "b", new byte[] { 1 }, Now.AddMinutes(10), default);
        await _schema.PassAsync(TimeSpan.FromMinutes(9));
        await beside.SaveSignInAsync(new("acme", "t"), "c", new byte[] { 1 }, other.GetUtcNow().AddMinutes(10), default);
        Assert.NotNull(await beside.TakeSignInAsync("a", default));
        await _schema.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Null(await beside.TakeSignInAsync("b", default));
        Assert.NotNull(await _store.TakeSignInAsync("c", default));
    }

    [Fact]
    public async Task TryWrite_TextThatPostgreSqlRefuses_IsKeptWithoutIt()
    {
        var written = await _store.TryWriteAsync(
            new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "s", StatusReason = "a\0b\ud800", Settings = new() { ["x"] = "a\0b" } }, default);

        var read = await _store.ReadAsync(new("acme", "t"), default);
        Assert.Equal(written, read);
        Assert.Equal(("a\uFFFDb\uFFFD", "a\0b"), (read!.StatusReason, read.Settings["x"]));
    }

    [Theory]
    [InlineData("connections_by_account", false)]
    [InlineData("connections_by_account", true)]
    [InlineData("connections_by_credential", false)]
    [InlineData("connections_by_credential", true)]
    [InlineData("connections_by_tenant", false)]
    [InlineData("connections_by_tenant", true)]
    [InlineData("connections_pkey", false)]
    [InlineData("connections_pkey", true)]
    public async Task List_AmongMany_IsFoundByItsIndexInOrder(string index, bool isLaterPage)
    {
        ConnectionQuery query = index switch
        {
            "connections_by_account" => new() { Provider = "hubspot", AccountId = "account-42" },
            "connections_by_credential" => new() { CredentialId = "credential-42" },
            "connections_by_tenant" => new() { Tenant = "tenant-42" },
            _ => ConnectionQuery.All,
        };
        await TestSchema.ExecuteAsync($$"""
            INSERT INTO {{_schema.Name}}.connections (provider, tenant, name, credential_id, auth_scheme, settings, account_id, status, status_since, created_at, version, last_write)
            SELECT 'hubspot', 'tenant-' || n, 'default', 'credential-' || n, 's', '{}', 'account-' || n, 'Active', now(), now(), 1, gen_random_uuid() FROM generate_series(1, 20000) n;
            ANALYZE {{_schema.Name}}.connections
            """);

        var (sql, values) = PostgreSqlConnectionStore.ListSql($"{_schema.Name}.connections", query, isLaterPage ? new("hubspot", "tenant-3") : null, 200);
        var plan = string.Join('\n', await _schema.Shared.ReadAsync(session => session.AllAsync($"EXPLAIN {sql}", static row => row.GetString(0), values), default));

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    protected override Task PassAsync(TimeSpan time) => _schema.PassAsync(time);
}
