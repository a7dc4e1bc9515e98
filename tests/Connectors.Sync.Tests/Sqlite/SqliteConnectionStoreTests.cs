using Connectors.Sqlite;

namespace Connectors.Sync.Tests;

public sealed class SqliteConnectionStoreTests : IDisposable
{
    private readonly TempFile _file = new();
    private readonly ManualTime _time = new();
    private readonly SqliteConnectionStore _store;

    public SqliteConnectionStoreTests() => _store = new(_file.Open(_time));

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task TryWrite_GivesEverythingBack()
    {
        var connection = Some("hubspot", "acme") with
        {
            Settings = new() { ["subdomain"] = "acme", ["ü"] = "ö" },
            GrantedScopes = ["a", "b"],
            AccountId = "1",
            AccountName = "Acme",
            Status = ConnectionStatus.ReconnectRequired,
            StatusReason = "revoked",
            StatusSince = _time.GetUtcNow().ToOffset(TimeSpan.FromHours(2)),
            CreatedAt = _time.GetUtcNow(),
        };

        var written = await _store.TryWriteAsync(connection, default);
        var read = await _store.ReadAsync(connection.Key, default);

        Assert.Equal(1, written!.Version);
        Assert.Equal(["a", "b"], read!.GrantedScopes!.ToArray());
        Assert.Equal(written with { GrantedScopes = null }, read with { GrantedScopes = null });
    }

    [Fact]
    public async Task TryWrite_ComparesTheVersion()
    {
        var first = await _store.TryWriteAsync(Some("hubspot", "acme"), default);

        Assert.Null(await _store.TryWriteAsync(Some("hubspot", "acme"), default));
        var second = await _store.TryWriteAsync(first! with { AccountName = "A" }, default);
        Assert.Equal(2, second!.Version);
        Assert.Null(await _store.TryWriteAsync(first with { AccountName = "B" }, default));
        Assert.Equal("A", (await _store.ReadAsync(first.Key, default))!.AccountName);
        Assert.Null((await _store.ReadAsync(first.Key, default))!.GrantedScopes);
    }

    [Fact]
    public async Task List_InTheOrderOfKeys_OfOneTenantOrAll()
    {
        foreach (var (provider, tenant) in new[] { ("slack", "acme"), ("hubspot", "b"), ("hubspot", "acme"), ("hubspot", "a-b") })
        {
            await _store.TryWriteAsync(Some(provider, tenant), default);
        }

        Assert.Equal(["hubspot/a-b/default", "hubspot/acme/default", "hubspot/b/default", "slack/acme/default"], await KeysAsync(null));
        Assert.Equal(["hubspot/acme/default", "slack/acme/default"], await KeysAsync("acme"));
    }

    [Fact]
    public async Task List_ManyPages_GivesAll()
    {
        for (var index = 0; index < 401; index++)
        {
            await _store.TryWriteAsync(Some("hubspot", $"t{index:D3}"), default);
        }

        Assert.Equal(401, (await KeysAsync(null)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Delete_SaysWhetherThereWasOne()
    {
        await _store.TryWriteAsync(Some("hubspot", "acme"), default);

        Assert.True(await _store.DeleteAsync(new("hubspot", "acme"), default));
        Assert.False(await _store.DeleteAsync(new("hubspot", "acme"), default));
        Assert.Null(await _store.ReadAsync(new("hubspot", "acme"), default));
    }

    [Fact]
    public async Task TakeSignIn_OnlyTheFirstGetsIt_AndNotTooLate()
    {
        await _store.SaveSignInAsync("s1", new byte[] { 1 }, _time.GetUtcNow().AddMinutes(10), default);
        await _store.SaveSignInAsync("s2", new byte[] { 2 }, _time.GetUtcNow().AddMinutes(10), default);
        var other = new SqliteConnectionStore(_file.Open(_time));

        var taken = await Task.WhenAll(Task.Run(async () => await _store.TakeSignInAsync("s1", default)), Task.Run(async () => await other.TakeSignInAsync("s1", default)));

        Assert.Equal(new byte[] { 1 }, Assert.Single(taken, payload => payload is not null)!.Value.ToArray());
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await _store.TakeSignInAsync("s2", default));
        Assert.Null(await _store.TakeSignInAsync("s3", default));
    }

    private static Connection Some(string provider, string tenant) => new() { Key = new(provider, tenant), CredentialId = "c", AuthScheme = "oauth" };

    private async Task<string[]> KeysAsync(string? tenant) => [.. (await _store.ListAsync(tenant, default).ToListAsync()).Select(connection => connection.Key.ToString())];
}
