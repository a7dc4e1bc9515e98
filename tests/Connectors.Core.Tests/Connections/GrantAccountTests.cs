using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class GrantAccountTests : IAsyncDisposable
{
    private const string Demo = "45e4708e-d862-4111-ab3a-dd8cd03913e1";
    private const string Maple = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";

    private static readonly ConnectionKey s_key = new("xero", "acme");
    private static readonly ConnectionKey s_second = new("xero", "acme", "second");

    private readonly App _app = new(GrantedProviders.Xero);
    private readonly List<(string Tenant, string? Token)> _calls = [];
    private readonly List<string> _revoked = [];
    private string[] _tenants = [Demo, Maple];
    private int _given;

    public GrantAccountTests() => Play(_app.Wire);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task SignIn_OneAccount_IsChosen_AndEveryCallNamesIt()
    {
        _tenants = [Maple];

        var connection = await _app.SignInAsync(s_key);
        await _app.CallAsync(s_key, "/Organisation");

        Assert.Equal((ConnectionStatus.Active, Maple, "Maple Florists"), (connection.Status, connection.AccountId, connection.AccountName));
        Assert.Equal(Maple, connection.Settings["tenant_id"]);
        Assert.Equal([(Maple, "access-1")], _calls);
        Assert.Equal(ConnectionEventKind.Connected, (await _app.EventAsync()).Kind);
    }

    [Fact]
    public async Task SignIn_SeveralAccounts_WaitsForTheChoice_AndMakesNoCallUntilThen()
    {
        var connection = await _app.SignInAsync(s_key);

        Assert.Equal((ConnectionStatus.AccountRequired, null), (connection.Status, connection.AccountId));
        Assert.Contains("2 accounts", connection.StatusReason, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => _app.CallAsync(s_key));
        Assert.Equal(ErrorKind.Configuration, refused.Kind);
        Assert.Contains("UseAccountAsync", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_calls);

        var accounts = await _app.Service.ListAccountsAsync(s_key);
        Assert.Equal([new(Demo, "Demo Company (UK)"), new AccountIdentity(Maple, "Maple Florists")], accounts);
        var chosen = await _app.Service.UseAccountAsync(s_key, s_key, Maple);
        await _app.CallAsync(s_key);

        Assert.Equal((ConnectionStatus.Active, null, Maple), (chosen.Status, chosen.StatusReason, chosen.AccountId));
        Assert.Equal([(Maple, "access-1")], _calls);
        Assert.Equal((ConnectionEventKind.Connected, ConnectionStatus.AccountRequired), await _app.EventAsync() is var told ? (told.Kind, told.Status) : default);
        Assert.Equal((ConnectionEventKind.StatusChanged, ConnectionStatus.Active), await _app.EventAsync() is var then ? (then.Kind, then.Status) : default);
    }

    [Fact]
    public async Task SignIn_AccountThatTheAppNames_IsChosen()
    {
        var connection = await _app.SignInAsync(s_key, new() { Settings = new() { ["tenant_id"] = Demo } });

        Assert.Equal((ConnectionStatus.Active, Demo, "Demo Company (UK)"), (connection.Status, connection.AccountId, connection.AccountName));
    }

    [Theory]
    [InlineData("4711", "'4711'")]
    [InlineData(null, "no account")]
    public async Task SignIn_AccountNotCovered_KeepsTheConsent_AndSaysWhy(string? named, string why)
    {
        _tenants = named is null ? [] : [Maple];
        var connection = await _app.SignInAsync(s_key, named is null ? null : new() { Settings = new() { ["tenant_id"] = named } });

        Assert.Equal(ConnectionStatus.AccountRequired, connection.Status);
        Assert.Contains(why, connection.StatusReason, StringComparison.Ordinal);
        Assert.Empty(connection.Settings);
    }

    [Fact]
    public async Task SignIn_AccountsCannotBeRead_KeepsTheConsent_AndVerifyChoosesTheOnlyOne()
    {
        _tenants = [Maple];
        _app.Wire.ResetBackendDefinitions();
        _app.Wire.When("https://api.xero.com/connections").Respond(HttpStatusCode.Forbidden);
        Play(_app.Wire);

        var connection = await _app.SignInAsync(s_key);
        Assert.Equal(ConnectionStatus.AccountRequired, connection.Status);
        Assert.Equal(ConnectionStatus.AccountRequired, (await _app.Service.VerifyAsync(s_key)).Status);
        _app.Wire.ResetBackendDefinitions();
        Play(_app.Wire);

        Assert.Equal((ConnectionStatus.Active, Maple), await _app.Service.VerifyAsync(s_key) is var good ? (good.Status, good.AccountId) : default);
    }

    [Fact]
    public async Task UseAccount_ForAFurtherConnection_SharesTheGrant_WhichIsRenewedOnceForBoth()
    {
        await BothAsync();
        _app.Time.Advance(TimeSpan.FromHours(1));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => _app.CallAsync(index % 2 == 0 ? s_key : s_second))));

        Assert.Equal(2, _given);
        Assert.Equal([(Demo, "access-2"), (Maple, "access-2")], _calls.Distinct().Order());
    }

    [Fact]
    public async Task UseAccount_UsedAlready_ChangesNothing()
    {
        var (_, second) = await BothAsync();

        Assert.Equal(second, await _app.Service.UseAccountAsync(s_key, s_second, Demo));
    }

    [Fact]
    public async Task Disconnect_OneOfTwo_KeepsTheGrantForTheOther_AndTheLastOneTakesItBack()
    {
        await BothAsync();

        await _app.Service.DisconnectAsync(s_key);
        await _app.CallAsync(s_second);
        Assert.Empty(_revoked);
        await _app.Service.DisconnectAsync(s_second);

        Assert.Equal(["refresh-1"], _revoked);
        Assert.Null(await _app.Credentials.ReadAsync(s_key.ToString(), default));
    }

    [Fact]
    public async Task Disconnect_BothAtOnce_LeavesNoGrantBehind()
    {
        await BothAsync();

        await Task.WhenAll(Task.Run(() => _app.Service.DisconnectAsync(s_key)), Task.Run(() => _app.Service.DisconnectAsync(s_second)));

        Assert.NotEmpty(_revoked);
        Assert.Null(await _app.Credentials.ReadAsync(s_key.ToString(), default));
    }

    [Fact]
    public async Task SignIn_OfOneAgain_HealsAll()
    {
        await BothAsync();
        await _app.BuryAsync(s_key.ToString());
        await Assert.ThrowsAsync<ReconnectRequiredException>(DueAsync);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.FindAsync(s_key))!.Status);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.FindAsync(s_second))!.Status);

        var again = await _app.SignInAsync(s_second);

        Assert.Equal((ConnectionStatus.Active, Demo), (again.Status, again.AccountId));
        await _app.CallAsync(s_key);
        await _app.CallAsync(s_second);
        Assert.Equal([(Maple, "access-2"), (Demo, "access-2")], _calls);

        async Task DueAsync()
        {
            _app.Time.Advance(TimeSpan.FromSeconds(10));
            await _app.CallAsync(s_second);
        }
    }

    [Fact]
    public async Task SignIn_ThatDoesNotCoverTheAccountAnyMore_LeavesTheOlderOneAsItWas()
    {
        await BothAsync();
        _tenants = [Demo];

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => _app.SignInAsync(s_key));

        Assert.Contains(Maple, error.Message, StringComparison.Ordinal);
        await _app.CallAsync(s_key);
        Assert.Equal([(Maple, "access-1")], _calls);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.VerifyAsync(s_key)).Status);
    }

    [Fact]
    public async Task Connection_StaysWithItsAccount()
    {
        await BothAsync();

        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.UseAccountAsync(s_key, s_key, Demo))).Kind);
        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => _app.SignInAsync(s_key, new() { Settings = new() { ["tenant_id"] = Demo } }))).Kind);
        Assert.Equal(Maple, (await _app.Service.FindAsync(s_key))!.AccountId);
    }

    [Fact]
    public async Task UseAccount_ThatCannotBe_SaysWhy()
    {
        await BothAsync();

        var unknown = await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.UseAccountAsync(s_key, new("xero", "acme", "third"), "4711"));
        Assert.Equal(ErrorKind.Validation, unknown.Kind);
        Assert.Contains(Maple, unknown.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Validation, (await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.UseAccountAsync(s_key, new("xero", "other"), Demo))).Kind);
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.UseAccountAsync(new("xero", "nobody"), new("xero", "nobody"), Demo))).Kind);
        await _app.Service.ConnectAsync(new("xero", "acme", "token"), new BearerCredential("t"));
        Assert.Equal(ErrorKind.NotSupported, (await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.ListAccountsAsync(new("xero", "acme", "token")))).Kind);
        await _app.Service.PauseAsync(s_key);
        Assert.Equal(ErrorKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => _app.Service.ListAccountsAsync(s_key))).Kind);
    }

    [Fact]
    public async Task Resume_WithoutAnAccount_StillWaitsForTheChoice()
    {
        await _app.SignInAsync(s_key);
        await _app.Service.PauseAsync(s_key);

        Assert.Equal(ConnectionStatus.AccountRequired, (await _app.Service.ResumeAsync(s_key)).Status);
    }

    [Fact]
    public async Task Connect_AnewAfterLeavingAGrantToAnother_TakesACredentialOfItsOwn()
    {
        await BothAsync();
        await _app.Service.DisconnectAsync(s_key);

        var again = await _app.SignInAsync(s_key, new() { Settings = new() { ["tenant_id"] = Maple } });
        await _app.CallAsync(s_second);

        Assert.NotEqual((await _app.Service.FindAsync(s_second))!.CredentialId, again.CredentialId);
        Assert.Equal([(Demo, "access-1")], _calls);
    }

    [Fact]
    public async Task UseAccount_ForAConnectionOnAnotherGrant_MovesIt_AndTakesTheOtherGrantBack()
    {
        await BothAsync();
        var third = new ConnectionKey("xero", "acme", "third");
        await _app.SignInAsync(third, new() { Settings = new() { ["tenant_id"] = Demo } });

        var moved = await _app.Service.UseAccountAsync(s_key, third, Demo);

        Assert.Equal(s_key.ToString(), moved.CredentialId);
        Assert.Equal(["refresh-2"], _revoked);
        Assert.Null(await _app.Credentials.ReadAsync(third.ToString(), default));
    }

    [Fact]
    public async Task Jira_SiteOfTheSignIn_StandsInThePath()
    {
        const string cloud = "35273b54-3f06-40d2-880f-dd28cf8daafa";
        await using var app = new App(GrantedProviders.Jira);
        app.Wire.When("https://auth.atlassian.com/oauth/token").Respond("application/json", """{"access_token":"a","refresh_token":"r","expires_in":3600,"token_type":"Bearer","scope":"read:jira-work offline_access"}""");
        app.Wire.When("https://api.atlassian.com/oauth/token/accessible-resources").WithHeaders("Authorization", "Bearer a").Respond("application/json", $$"""[{"id":"{{cloud}}","url":"https://acme.atlassian.net","name":"acme","scopes":["read:jira-work"],"avatarUrl":"https://x.example/a.png"}]""");
        var call = app.Wire.When($"https://api.atlassian.com/ex/jira/{cloud}/rest/api/3/myself").Respond("application/json", "{}");

        var connection = await app.SignInAsync(new("jira", "acme"));
        await app.CallAsync(new("jira", "acme"), "/rest/api/3/myself");

        Assert.Equal((cloud, "acme"), (connection.AccountId, connection.AccountName));
        Assert.Equal(1, app.Wire.GetMatchCount(call));
    }

    private async Task<(Connection First, Connection Second)> BothAsync()
    {
        await _app.SignInAsync(s_key);
        var first = await _app.Service.UseAccountAsync(s_key, s_key, Maple);
        var second = await _app.Service.UseAccountAsync(s_key, s_second, Demo);
        Assert.Equal(first.CredentialId, second.CredentialId);
        return (first, second);
    }

    private void Play(MockHttpMessageHandler wire)
    {
        wire.When("https://identity.xero.com/connect/token").Respond(_ =>
        {
            var number = Interlocked.Increment(ref _given);
            return The.Answer(HttpStatusCode.OK, $$"""{"access_token":"access-{{number}}","refresh_token":"refresh-{{number}}","expires_in":1800,"token_type":"Bearer","scope":"offline_access accounting.contacts"}""");
        });
        wire.When("https://identity.xero.com/connect/revocation").Respond(async request =>
        {
            _revoked.Add(The.Form(await request.Content!.ReadAsStringAsync())["token"]);
            return new(HttpStatusCode.OK);
        });
        wire.When("https://api.xero.com/connections").Respond(request =>
        {
            Assert.False(request.Headers.Contains("xero-tenant-id"));
            return The.Answer(HttpStatusCode.OK, $"[{string.Join(',', _tenants.Select(tenant => $$"""{"id":"e1eede29-f875-4a5d-8470-17f6a29a88b1","authEventId":"d99ecdfe-391d-43d2-b834-17636ba90e8d","tenantId":"{{tenant}}","tenantType":"ORGANISATION","tenantName":"{{(tenant == Demo ? "Demo Company (UK)" : "Maple Florists")}}","createdDateUtc":"2026-07-09T23:40:30.1833130","updatedDateUtc":"2026-07-09T23:40:30.1833130"}"""))}]");
        });
        wire.When("https://api.xero.com/api.xro/2.0/*").Respond(request =>
        {
            lock (_calls)
            {
                _calls.Add((request.Headers.GetValues("xero-tenant-id").Single(), request.Headers.Authorization?.Parameter));
            }

            return The.Answer(HttpStatusCode.OK, "{}");
        });
    }
}
