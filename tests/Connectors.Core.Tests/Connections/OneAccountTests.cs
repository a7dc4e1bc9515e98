using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

/// <summary>What is kept under a key is one account's: another account never takes its place unnoticed.</summary>
public sealed class OneAccountTests : IDisposable
{
    private readonly AuthWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Connect_ToAnotherAccount_IsAConflictAndSavesNothing()
    {
        var first = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        Proves("43");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two")));

        Assert.Equal((ErrorKind.Conflict, false), (error.Kind, error.IsTransient));
        Assert.Contains("ForgetAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(first, await _world.Service.FindAsync(AuthWorld.Key));
        Assert.Equal("one", await KeyAsync());
    }

    [Fact]
    public async Task Connect_ToAnotherAccountUnderAnotherName_OrAfterDisconnecting_Works()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        Proves("43");

        Assert.Equal("43", (await _world.Service.ConnectAsync(new("acme", "tenant", "second"), new ApiKeyCredential("two"))).AccountId);
        await _world.Service.DisconnectAsync(AuthWorld.Key);
        Assert.Equal("43", (await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two"))).AccountId);
    }

    [Fact]
    public async Task Connect_AccountNotTold_KeepsTheOneThatWasKnown()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        _world.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(null);

        var again = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two"));

        Assert.Equal(("42", "Acme Ltd"), (again.AccountId, again.AccountName));
    }

    [Fact]
    public async Task Connect_TwoAccountsInTheSameMoment_TheLaterOneLeavesNothingBehind()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        await _world.Connections.TryWriteAsync((await _world.Service.FindAsync(AuthWorld.Key))! with { AccountId = null }, default);
        using var other = new AuthWorld(_world, new Meanwhile(_world.Credentials, async () =>
            await _world.Rows.ChangeAsync(AuthWorld.Key, connection => connection with { AccountId = "42" }, default)));
        other.Prove = static (_, _) => Task.FromResult<AccountIdentity?>(new("43"));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => other.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two")));

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal("one", await KeyAsync());
    }

    [Fact]
    public async Task Connect_Paused_StaysPaused()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        var paused = await _world.Service.PauseAsync(AuthWorld.Key);

        var again = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two"));

        Assert.Equal((ConnectionStatus.Paused, paused.StatusReason, paused.StatusSince), (again.Status, again.StatusReason, again.StatusSince));
        Assert.Equal("two", await KeyAsync());
    }

    [Fact]
    public async Task SignIn_ToAnotherAccount_IsAConflictAndKeepsTheOlderGrant()
    {
        await SignInAsync("access-1");
        Proves("43");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync("access-2"));

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal("access-1", (await _world.StoredTokenAsync()).AccessToken.Reveal());
        Assert.Equal((ConnectionStatus.Active, "42"), ((await _world.Service.FindAsync(AuthWorld.Key))!.Status, (await _world.Service.FindAsync(AuthWorld.Key))!.AccountId));
    }

    [Fact]
    public async Task SignIn_AgainAndTheAccountCannotBeRead_KeepsTheOlderGrant()
    {
        await SignInAsync("access-1");
        _world.Prove = static (_, _) => throw new ConnectorException(new() { Kind = ErrorKind.Unavailable, What = "Down" });

        await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync("access-2"));

        Assert.Equal("access-1", (await _world.StoredTokenAsync()).AccessToken.Reveal());
    }

    [Fact]
    public async Task SignIn_ToTheSameAccount_TakesTheNewGrantAndStaysPaused()
    {
        await SignInAsync("access-1");
        await _world.Service.PauseAsync(AuthWorld.Key);

        var again = await SignInAsync("access-2");

        Assert.Equal(ConnectionStatus.Paused, again.Status);
        Assert.Equal("access-2", (await _world.StoredTokenAsync()).AccessToken.Reveal());
    }

    [Fact]
    public async Task Verify_CredentialIsAnotherAccountsNow_AsksForAReconnect()
    {
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        Proves("43");

        var verified = await _world.Service.VerifyAsync(AuthWorld.Key);

        Assert.Equal((ConnectionStatus.ReconnectRequired, "42"), (verified.Status, verified.AccountId));
        Assert.Contains("'43'", verified.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenHandle_WhenTheConnectionBecameAnotherAccounts_MakesNoCall()
    {
        var opened = await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("one"));
        await _world.Service.DisconnectAsync(AuthWorld.Key);
        Proves("43");
        await _world.Service.ConnectAsync(AuthWorld.Key, new ApiKeyCredential("two"));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await new ConnectionWatch(_world.Connections, _world.Time).CurrentAsync(opened, default));

        Assert.Equal(ErrorKind.Conflict, error.Kind);
    }

    private void Proves(string account) => _world.Prove = (_, _) => Task.FromResult<AccountIdentity?>(new(account));

    private async Task<string> KeyAsync()
    {
        var row = await _world.RowAsync();
        return ((ApiKeyCredential)_world.Protector.Unprotect(row.Id, row.Payload)).Key.Reveal();
    }

    private async Task<Connection> SignInAsync(string token)
    {
        _world.Http.ResetBackendDefinitions();
        _world.Http.When(The.TokenEndpoint).Respond("application/json", $$"""{"access_token":"{{token}}","refresh_token":"r","expires_in":3600}""");
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback);
        return await _world.Service.CompleteAuthorizationAsync($"?code=c&state={The.Form(start.Url.Query[1..])["state"]}", start.Binding);
    }

    /// <summary>A store in which somebody else does something right after a credential was saved.</summary>
    private sealed class Meanwhile(ICredentialStore inner, Func<Task> then) : ICredentialStore
    {
        private bool _done;

        public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => inner.ReadAsync(id, cancellationToken);

        public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) => inner.TryLeaseAsync(id, seenVersion, duration, cancellationToken);

        public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) => inner.TryWriteAsync(lease, write, cancellationToken);

        public async ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            var replaced = await inner.TryReplaceAsync(id, expectedVersion, payload, cancellationToken);
            if (!_done)
            {
                _done = true;
                await then();
            }

            return replaced;
        }

        public ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => inner.TryReencryptAsync(seen, payload, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);
    }
}
