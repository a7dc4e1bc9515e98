using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlConnectionStoreTests : ConnectionStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestSchema _schema;
    private readonly PostgreSqlConnectionStore _store;

    public PostgreSqlConnectionStoreTests(TestSchema schema) => (_schema, _store) = (schema, new(schema.Open(), _time));

    protected override IConnectionStore Store => _store;

    protected override DateTimeOffset Now => _time.GetUtcNow();

    public Task InitializeAsync() => _schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task PassAsync(TimeSpan time) => _schema.PassAsync(time);
}
