using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

/// <summary>What every connection store must hold to. A store's own test class derives from this and makes the store.</summary>
public abstract partial class ConnectionStoreContract
{
    private static readonly DateTimeOffset s_moment = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    protected abstract IConnectionStore Store { get; }

    /// <summary>The clock of the one who uses the store.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>Lets the store's clock go on.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Read_NothingThere_GivesNull() => Assert.Null(await Store.ReadAsync(new("acme", "t"), default));

    [Fact]
    public async Task TryWrite_New_KeepsEveryMember()
    {
        var connection = new Connection
        {
            Key = new("acme", "Größe 1", "sand box"),
            CredentialId = "shared",
            AuthScheme = "oauth",
            Settings = new() { ["subdomain"] = "x", ["region"] = "eu" },
            GrantedScopes = ["a", "b"],
            AccountId = "42",
            AccountName = "Acme Ltd",
            ConfigurationHash = "00ff",
            Status = ConnectionStatus.Failing,
            StatusReason = "why",
            StatusSince = s_moment,
            CreatedAt = s_moment.AddDays(-1),
        };

        var written = await Store.TryWriteAsync(connection, default);
        var read = await Store.ReadAsync(connection.Key, default);

        Assert.Equal(1, written!.Version);
        Assert.Equal(["a", "b"], read!.GrantedScopes!.AsEnumerable(), StringComparer.Ordinal);
        Assert.Equal(connection with { Version = 1, GrantedScopes = null }, read with { GrantedScopes = null });
    }

    [Fact]
    public async Task TryWrite_NoScopes_IsNotTheSameAsUnknownScopes()
    {
        await Store.TryWriteAsync(Some("a") with { GrantedScopes = [] }, default);
        await Store.TryWriteAsync(Some("b"), default);

        Assert.Empty((await Store.ReadAsync(Some("a").Key, default))!.GrantedScopes!);
        Assert.Null((await Store.ReadAsync(Some("b").Key, default))!.GrantedScopes);
    }

    [Fact]
    public async Task TryWrite_OtherVersion_ChangesNothing()
    {
        var first = (await Store.TryWriteAsync(Some("t"), default))!;
        var second = await Store.TryWriteAsync(first with { AccountId = "second" }, default);

        Assert.Equal(2, second!.Version);
        Assert.Null(await Store.TryWriteAsync(first with { AccountId = "third" }, default));
        Assert.Null(await Store.TryWriteAsync(Some("t"), default));
        Assert.Equal("second", (await Store.ReadAsync(first.Key, default))!.AccountId);
    }

    [Fact]
    public async Task TryWrite_VersionOfARowThatIsNotThere_IsRefused() => Assert.Null(await Store.TryWriteAsync(Some("t") with { Version = 3 }, default));

    [Fact]
    public async Task TryWrite_ManyAtOnce_EachChangeIsMadeOnce()
    {
        await Store.TryWriteAsync(Some("t") with { AccountId = "0" }, default);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var current = (await Store.ReadAsync(Some("t").Key, default))!;
                if (await Store.TryWriteAsync(current with { AccountId = $"{int.Parse(current.AccountId!) + 1}" }, default) is not null)
                {
                    return;
                }
            }
        })));

        var last = await Store.ReadAsync(Some("t").Key, default);
        Assert.Equal(("8", 9), (last!.AccountId, last.Version));
    }

    [Fact]
    public async Task List_ManyConnections_GivesThemInOrderOfTheirKeys()
    {
        foreach (var key in new ConnectionKey[] { new("b", "t2"), new("a-b", "t1"), new("a", "t2", "z"), new("a", "t2", "b"), new("a", "t1"), new("b", "T1") })
        {
            await Store.TryWriteAsync(new() { Key = key, CredentialId = "c", AuthScheme = "s" }, default);
        }

        Assert.Equal("a/t1/default a/t2/b a/t2/z a-b/t1/default b/T1/default b/t2/default", await KeysAsync(ConnectionQuery.All));
        Assert.Equal("a/t2/b a/t2/z b/t2/default", await KeysAsync(new() { Tenant = "t2" }));
        Assert.Equal("", await KeysAsync(new() { Tenant = "none" }));
    }

    [Fact]
    public async Task List_EachPartOfTheQuery_Narrows()
    {
        foreach (var (key, account, credential) in new (ConnectionKey, string?, string)[]
        {
            (new("a", "t1"), "42", "shared"), (new("a", "t2"), "42", "own"), (new("a", "t3"), null, "shared"), (new("b", "t1"), "42", "shared"), (new("b", "t2"), "43", "own"),
        })
        {
            await Store.TryWriteAsync(new() { Key = key, CredentialId = credential, AuthScheme = "s", AccountId = account }, default);
        }

        Assert.Equal("a/t1/default a/t2/default a/t3/default", await KeysAsync(new() { Provider = "a" }));
        Assert.Equal("a/t1/default a/t2/default b/t1/default", await KeysAsync(new() { AccountId = "42" }));
        Assert.Equal("a/t1/default a/t2/default", await KeysAsync(new() { Provider = "a", AccountId = "42" }));
        Assert.Equal("a/t1/default a/t3/default b/t1/default", await KeysAsync(new() { CredentialId = "shared" }));
        Assert.Equal("b/t1/default", await KeysAsync(new() { Tenant = "t1", Provider = "b", AccountId = "42", CredentialId = "shared" }));
        Assert.Equal("", await KeysAsync(new() { Provider = "b", AccountId = "4" }));
    }

    [Fact]
    public async Task Delete_ThereOrNot_SaysWhich()
    {
        await Store.TryWriteAsync(Some("t"), default);

        Assert.True(await Store.DeleteAsync(Some("t").Key, default));
        Assert.False(await Store.DeleteAsync(Some("t").Key, default));
        Assert.Null(await Store.ReadAsync(Some("t").Key, default));
    }

    [Fact]
    public async Task TakeSignIn_Twice_GivesItOnce()
    {
        await Store.SaveSignInAsync(new("hubspot", "acme"), "s", new byte[] { 1, 2 }, Now.AddMinutes(10), default);

        Assert.Equal(new byte[] { 1, 2 }, (await Store.TakeSignInAsync("s", default))!.Value.ToArray());
        Assert.Null(await Store.TakeSignInAsync("s", default));
        Assert.Null(await Store.TakeSignInAsync("none", default));
    }

    [Fact]
    public async Task TakeSignIn_ManyAtOnce_GivesItToOne()
    {
        await Store.SaveSignInAsync(new("hubspot", "acme"), "s", new byte[] { 1 }, Now.AddMinutes(10), default);

        var taken = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await Store.TakeSignInAsync("s", default))));

        Assert.Single(taken, payload => payload is not null);
    }

    [Fact]
    public async Task TakeSignIn_AfterItsEnd_GivesNothing()
    {
        await Store.SaveSignInAsync(new("hubspot", "acme"), "s", new byte[] { 1 }, Now.AddMinutes(10), default);
        await PassAsync(TimeSpan.FromMinutes(11));

        Assert.Null(await Store.TakeSignInAsync("s", default));
    }

    [Fact]
    public async Task DeleteSignIns_OfOneConnection_LeavesTheOthers()
    {
        await Store.SaveSignInAsync(new("hubspot", "acme"), "a", new byte[] { 1 }, Now.AddMinutes(10), default);
        await Store.SaveSignInAsync(new("hubspot", "acme"), "b", new byte[] { 1 }, Now.AddMinutes(10), default);
        await Store.SaveSignInAsync(new("hubspot", "acme", "other"), "c", new byte[] { 1 }, Now.AddMinutes(10), default);

        await Store.DeleteSignInsAsync(new("hubspot", "acme"), default);
        await Store.DeleteSignInsAsync(new("hubspot", "acme"), default);

        Assert.Null(await Store.TakeSignInAsync("a", default));
        Assert.Null(await Store.TakeSignInAsync("b", default));
        Assert.NotNull(await Store.TakeSignInAsync("c", default));
    }

    private static Connection Some(string tenant) => new() { Key = new("acme", tenant), CredentialId = "c", AuthScheme = "s" };

    private async Task<string> KeysAsync(ConnectionQuery query)
    {
        List<string> keys = [];
        await foreach (var connection in Store.ListAsync(query, default))
        {
            keys.Add(connection.Key.ToString());
        }

        return string.Join(' ', keys);
    }
}

public sealed class MemoryConnectionStoreTests : ConnectionStoreContract
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryConnectionStore _store;

    public MemoryConnectionStoreTests() => _store = new(_time);

    protected override IConnectionStore Store => _store;

    protected override DateTimeOffset Now => _time.GetUtcNow();

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
