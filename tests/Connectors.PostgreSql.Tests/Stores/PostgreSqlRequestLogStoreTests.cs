using Connectors.Core.Tests.Storage;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlRequestLogStoreTests(TestSchema schema) : RequestLogStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    private readonly PostgreSqlRequestLogStore _store = new(schema.Shared);

    protected override IRequestLogStore Store => _store;

    public Task InitializeAsync() => schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
