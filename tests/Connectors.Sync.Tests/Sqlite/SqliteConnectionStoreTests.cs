using Connectors.Core.Tests.Storage;
using Connectors.Core.Tests.Testing;
using Connectors.Sqlite;
using Connectors.Storage;

namespace Connectors.Sync.Tests;

public sealed class SqliteConnectionStoreTests : ConnectionStoreContract, IDisposable
{
    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SqliteConnectionStore _store;

    public SqliteConnectionStoreTests() => _store = new(_file.Open(_time));

    protected override IConnectionStore Store => _store;

    protected override DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task List_ManyPages_GivesAll()
    {
        for (var index = 0; index < 401; index++)
        {
            await _store.TryWriteAsync(new() { Key = new("hubspot", $"t{index:D3}"), CredentialId = "c", AuthScheme = "oauth" }, default);
        }

        var keys = (await _store.ListAsync(ConnectionQuery.All, default).ToListAsync()).Select(connection => connection.Key);
        Assert.Equal(401, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("connections_by_account")]
    [InlineData("connections_by_credential")]
    [InlineData("connections_by_tenant")]
    public async Task List_OfAnAccountACredentialOrATenant_IsFoundByItsIndexInOrder(string index)
    {
        ConnectionQuery query = index switch
        {
            "connections_by_account" => new() { Provider = "hubspot", AccountId = "42" },
            "connections_by_credential" => new() { CredentialId = "c" },
            _ => new() { Tenant = "t" },
        };

        var plan = string.Join("; ", await _file.Open(_time).ReadAsync(
            session => session.All($"EXPLAIN QUERY PLAN {SqliteConnectionStore.ListSql(query)}", row => row.GetString(3), "", "", "", 1, "t", "hubspot", "42", "c"), default));

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakeSignIn_TwoProcesses_OneGetsIt()
    {
        var other = new SqliteConnectionStore(_file.Open(_time));
        await _store.SaveSignInAsync(new("hubspot", "acme"), "s", new byte[] { 1 }, Now.AddMinutes(10), default);

        var taken = await Task.WhenAll(Task.Run(async () => await _store.TakeSignInAsync("s", default)), Task.Run(async () => await other.TakeSignInAsync("s", default)));

        Assert.Single(taken, payload => payload is not null);
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
