namespace Connectors.Core.Tests.Storage;

/// <summary>Answers that were lost, and races.</summary>
public abstract partial class ConnectionStoreContract
{
    [Fact]
    public async Task TryWrite_AgainAfterItsAnswerWasLost_SaysNoAndTheRowTells()
    {
        var made = Some("t") with { AccountId = "1" };
        Assert.NotNull(await Store.TryWriteAsync(made, default));
        Assert.Null(await Store.TryWriteAsync(made, default));
        var changed = (await Store.ReadAsync(made.Key, default))! with { AccountId = "2" };
        Assert.NotNull(await Store.TryWriteAsync(changed, default));
        Assert.Null(await Store.TryWriteAsync(changed, default));

        var row = await Store.ReadAsync(made.Key, default);
        Assert.Equal(("2", 2), (row!.AccountId, row.Version));
    }

    [Fact]
    public async Task TryWrite_WhatItGives_IsWhatIsRead()
    {
        var precise = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);

        var written = await Store.TryWriteAsync(Some("t") with { StatusSince = precise, CreatedAt = precise, AccountName = "Ação 😀" }, default);

        Assert.Equal(written, await Store.ReadAsync(Some("t").Key, default));
    }

    [Fact]
    public async Task TryWrite_ManyMakeOne_OneOfThemDoes()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 32).Select(index => Task.Run(async () => await Store.TryWriteAsync(Some("t") with { AccountId = $"{index}" }, default))));

        var winner = Assert.Single(made, connection => connection is not null);
        Assert.Equal(winner!.AccountId, (await Store.ReadAsync(Some("t").Key, default))!.AccountId);
    }

    [Fact]
    public async Task TryWrite_AgainstDelete_ADeletedOneStaysDeleted()
    {
        for (var round = 0; round < 12; round++)
        {
            var first = (await Store.TryWriteAsync(Some("t"), default))!;
            var writing = Task.Run(async () => await Store.TryWriteAsync(first with { AccountId = "late" }, default));

            Assert.True(await Store.DeleteAsync(first.Key, default));
            await writing;

            Assert.Null(await Store.ReadAsync(first.Key, default));
        }
    }

    [Fact]
    public async Task Delete_ManyAtOnce_OneOfThemDoes()
    {
        await Store.TryWriteAsync(Some("t"), default);

        var deleted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Store.DeleteAsync(Some("t").Key, default))));

        Assert.Single(deleted, was => was);
    }

    [Fact]
    public async Task List_WhileOthersWrite_GivesEachThatStaysOnceInOrder()
    {
        for (var index = 0; index < 450; index++)
        {
            await Store.TryWriteAsync(Some($"t{index:D3}"), default);
        }

        List<string> listed = [];
        await foreach (var connection in Store.ListAsync(ConnectionQuery.All, default))
        {
            listed.Add(connection.Key.Tenant);
            if (listed.Count == 1)
            {
                // What is deleted or added meanwhile may be seen or not; what stays is.
                await Store.DeleteAsync(Some("t100").Key, default);
                await Store.TryWriteAsync(Some("t999"), default);
            }
        }

        var stays = Enumerable.Range(0, 450).Where(index => index != 100).Select(index => $"t{index:D3}");
        Assert.Equal(stays, listed.Where(tenant => tenant is not ("t100" or "t999")));
    }

    [Fact]
    public async Task SaveSignIn_WhileOthersHaveEnded_CleansAndKeepsItsOwn()
    {
        for (var index = 0; index < 20; index++)
        {
            await Store.SaveSignInAsync(Some("t").Key, $"old{index}", new byte[] { 1 }, Now.AddMinutes(1), default);
        }

        await PassAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
            await Store.SaveSignInAsync(Some("t").Key, $"new{index}", new byte[] { 2 }, Now.AddMinutes(10), default))));

        for (var index = 0; index < 8; index++)
        {
            Assert.NotNull(await Store.TakeSignInAsync($"new{index}", default));
        }

        Assert.Null(await Store.TakeSignInAsync("old0", default));
    }
}
