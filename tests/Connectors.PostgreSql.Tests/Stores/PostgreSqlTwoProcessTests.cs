using Connectors.Core.Tests.Storage;
using Connectors.Limits;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlTwoProcessTests(TestSchema schema) : TwoProcessContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    protected override ICredentialStore Credentials { get; } = new PostgreSqlCredentialStore(schema.Shared);

    protected override IConnectionStore Connections { get; } = new PostgreSqlConnectionStore(schema.Shared, TimeProvider.System);

    protected override IQuotaStore Quota { get; } = new PostgreSqlQuotaStore(schema.Shared);

    protected override string[] Opens => ["postgresql", schema.Name];

    public Task InitializeAsync() => schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task PassAsync(TimeSpan time) => schema.PassAsync(time);
}
