using Connectors.EndToEnd.Support;
using Connectors.Simulators.HubSpot;

namespace Connectors.EndToEnd.HubSpot;

public class HubSpotSignInTests
{
    private static readonly ConnectionKey s_key = new("hubspot", "acme");

    [Fact]
    public async Task ConnectAsync_Token_NamesTheAccount()
    {
        await using var world = World.Create();

        var connection = await world.Connections.ConnectAsync(s_key, new BearerCredential(HubSpotSimulator.DemoToken));

        Assert.Equal(("token", HubSpotSimulator.DemoAccount, ConnectionStatus.Active), (connection.AuthScheme, connection.AccountId, connection.Status));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2026-03")]
    [InlineData("v3")]
    public async Task CompleteAuthorizationAsync_Consent_ConnectsInEveryVersion(string? version)
    {
        await using var world = World.Create();

        var connection = await world.SignInAsync(s_key, version is null ? null : new() { ["api_version"] = version });
        var crm = await world.Connectors.OpenAsync(s_key);
        var contacts = await crm.ListAsync<Contact>().AllAsync();

        Assert.Equal(("oauth", HubSpotSimulator.DemoAccount, ConnectionStatus.Active), (connection.AuthScheme, connection.AccountId, connection.Status));
        Assert.Contains("crm.objects.contacts.read", connection.GrantedScopes!);
        contacts.HoldsExactly(world.HubSpot.Contacts.Living());
    }

    [Fact]
    public async Task StartAuthorizationAsync_HubSpot_AsksWithAChallenge()
    {
        await using var world = World.Create();

        var start = await world.Connections.StartAuthorizationAsync(s_key, new("https://app.example/callback"));

        Assert.StartsWith("https://app.hubspot.com/oauth/authorize?", start.Url.ToString(), StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", start.Url.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_Refused_IsAPermissionError()
    {
        await using var world = World.Create();
        world.HubSpot.OAuth.DenyConsent = true;

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => world.SignInAsync(s_key));

        Assert.Equal(("hubspot", s_key), (error.Provider, error.Connection));
        Assert.Null(await world.Connections.FindAsync(s_key));
    }

    [Fact]
    public async Task CallAsync_TokenExpired_IsRenewedOnce()
    {
        await using var world = World.Create();
        await world.SignInAsync(s_key);
        var crm = await world.Connectors.OpenAsync(s_key);

        world.Clock.Advance(TimeSpan.FromHours(2));
        var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => crm.ListAsync<Contact>().AllAsync()));

        Assert.All(lists, list => list.HoldsExactly(world.HubSpot.Contacts.Living()));
        Assert.Equal((1, 0), (world.HubSpot.Ledger.Renewals, world.HubSpot.Ledger.Count(entry => entry.Status == 401)));
    }

    [Fact]
    public async Task CallAsync_TokenRevokedAtHubSpot_IsRenewedAndSentAgain()
    {
        await using var world = World.Create();
        await world.SignInAsync(s_key);
        var crm = await world.Connectors.OpenAsync(s_key);
        var issued = world.HubSpot.Ledger.Renewals;

        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm").Status(401);
        var contacts = await crm.ListAsync<Contact>().AllAsync();

        contacts.HoldsExactly(world.HubSpot.Contacts.Living());
        Assert.Equal(issued + 1, world.HubSpot.Ledger.Renewals);
    }

    [Fact]
    public async Task CallAsync_AccountRemovedTheApp_MustSignInAgain()
    {
        await using var world = World.Create();
        await world.SignInAsync(s_key);
        var crm = await world.Connectors.OpenAsync(s_key);

        world.HubSpot.OAuth.RevokeAccount(HubSpotSimulator.DemoAccount);
        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => crm.ListAsync<Contact>().AllAsync());
        var opened = await Assert.ThrowsAsync<ReconnectRequiredException>(async () => await world.Connectors.OpenAsync(s_key));

        Assert.Equal((s_key, Advice.Reconnect), (error.Connection, error.Advice));
        Assert.Equal(s_key, opened.Connection);
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await world.Connections.FindAsync(s_key))!.Status);
    }

    [Fact]
    public async Task Capabilities_ScopeNotGranted_SaysSoBeforeTheCall()
    {
        await using var world = World.Create(options: options =>
        {
            foreach (var scope in (string[])["oauth", "crm.objects.contacts.read"])
            {
                options.Scopes.Add(scope);
            }
        });
        await world.SignInAsync(s_key);
        var crm = await world.Connectors.OpenAsync(s_key);
        var calls = world.HubSpot.Ledger.Arrivals;

        var write = crm.Capabilities.Why<Contact>(Operation.Create);
        var error = await Assert.ThrowsAsync<ConnectorException>(() => crm.CreateAsync(new Contact { FirstName = "Ada" }));

        Assert.True(crm.Capabilities.Can<Contact>(Operation.List));
        Assert.Equal((CapabilityReason.ScopeMissing, "crm.objects.contacts.write"), (write.Reason, write.MissingScopes.Single()));
        Assert.Equal((ErrorKind.Permission, calls), (error.Kind, world.HubSpot.Ledger.Arrivals));
    }

    [Fact]
    public async Task CallAsync_TokenLacksTheScope_IsAPermissionErrorThatNamesIt()
    {
        await using var world = World.Create();
        world.HubSpot.Tokens.Register("pat-na1-narrow", HubSpotSimulator.DemoAccount, "crm.objects.contacts.read");
        await world.Connections.ConnectAsync(s_key, new BearerCredential("pat-na1-narrow"));
        var crm = await world.Connectors.OpenAsync(s_key);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => crm.ListAsync<Account>().AllAsync());

        Assert.Equal((ErrorKind.Permission, 403, "MISSING_SCOPES", "companies.list"), (error.Kind, error.StatusCode, error.ErrorCode, error.Endpoint));
        Assert.Contains("crm.objects.companies.read", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RequestId);
    }
}
