using Connectors.Core.Tests.Storage;
using Connectors.Limits;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlQuotaStoreTests(TestSchema schema) : QuotaStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    protected override IQuotaStore Store { get; } = new PostgreSqlQuotaStore(schema.Shared);

    public Task InitializeAsync() => schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Take_NewGate_CleansAwayThoseThatNobodyNeeds()
    {
        await Store.TakeAsync([Some("old")], default);
        await Store.TakeAsync([Some("used")], default);
        await TestSchema.ExecuteAsync($"UPDATE {schema.Name}.quota_gates SET idle_after = now() - interval '1 s'");
        await Store.TakeAsync([Some("used") with { Turn = 2 }], default);
        await Store.TakeAsync([Some("new")], default);

        Assert.Equal("new, used", await TestSchema.ExecuteAsync($"SELECT string_agg(owner, ', ' ORDER BY owner) FROM {schema.Name}.quota_gates"));
    }

    protected override Task PassAsync(TimeSpan time) => schema.PassAsync(time);
}
