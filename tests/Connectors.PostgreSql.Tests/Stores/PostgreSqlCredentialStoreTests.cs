using Connectors.Core.Tests.Storage;
using Connectors.Storage;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

[NeedsServer]
public sealed class PostgreSqlCredentialStoreTests(TestSchema schema) : CredentialStoreContract, IClassFixture<TestSchema>, IAsyncLifetime
{
    private readonly PostgreSqlCredentialStore _store = new(schema.Shared);

    protected override ICredentialStore Store => _store;

    public Task InitializeAsync() => schema.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task TryWrite_ServerThatAnswersBeforeItIsDurable_IsToldToWait()
    {
        await _store.TryReplaceAsync("c", 0, new byte[] { 1 }, default);
        await TestSchema.ExecuteAsync($$"""
            CREATE TABLE {{schema.Name}}.seen (care text);
            CREATE FUNCTION {{schema.Name}}.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO {{schema.Name}}.seen VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END';
            CREATE TRIGGER note BEFORE UPDATE ON {{schema.Name}}.credentials FOR EACH ROW EXECUTE FUNCTION {{schema.Name}}.note();
            """);

        try
        {
            foreach (var setting in new[] { "off", "remote_apply" })
            {
                var source = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Options = $"-c synchronous_commit={setting}" };
                var store = new PostgreSqlCredentialStore(schema.Open(source.ConnectionString));
                var row = await store.ReadAsync("c", default);
                Assert.True(await store.TryReplaceAsync("c", row!.Version, new byte[] { 2 }, default));
            }

            Assert.Equal("on, remote_apply", await TestSchema.ExecuteAsync($"SELECT string_agg(care, ', ' ORDER BY care) FROM {schema.Name}.seen"));
        }
        finally
        {
            await TestSchema.ExecuteAsync($"DROP TRIGGER note ON {schema.Name}.credentials; DROP TABLE {schema.Name}.seen");
        }
    }

    protected override Task PassAsync(TimeSpan time) => schema.PassAsync(time);
}
