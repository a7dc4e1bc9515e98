using Connectors.Core.Tests.Storage;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlCredentialStoreTests(TestSchema schema) : CredentialStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    private readonly PostgreSqlCredentialStore _store = new(schema.Open());

    protected override ICredentialStore Store => _store;

    public Task InitializeAsync() => schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override Task PassAsync(TimeSpan time) => schema.PassAsync(time);
}
