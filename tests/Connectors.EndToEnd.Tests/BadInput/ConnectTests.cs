using System.Net;
using System.Net.Sockets;
using Connectors.EndToEnd.Support;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.BadInput;

/// <summary>What an app or a customer can get wrong when connecting: each a typed error, and nothing saved.</summary>
public class ConnectTests
{
    [Fact]
    public async Task OpenAsync_UnknownProvider_NamesTheRegistered()
    {
        await using var world = World.Create();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await world.Connectors.OpenAsync("salesforce", "acme"));

        Assert.Equal((ErrorKind.Configuration, Advice.FixConfiguration, "salesforce"), (error.Kind, error.Advice, error.Provider));
        Assert.Contains("bamboohr, greenhouse, hubspot, slack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NoSuchConnection_SaysHowToConnect()
    {
        await using var world = World.Create();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await world.Connectors.OpenAsync("hubspot", "nobody"));

        Assert.Equal((ErrorKind.Configuration, new ConnectionKey("hubspot", "nobody")), (error.Kind, error.Connection));
        Assert.Contains("ConnectAsync", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hubspot", "ApiKeyCredential")]
    [InlineData("bamboohr", "BearerCredential")]
    [InlineData("greenhouse", "BearerCredential")]
    [InlineData("slack", "BasicCredential")]
    public async Task ConnectAsync_WrongKindOfCredential_NamesTheSchemes(string provider, string kind)
    {
        await using var world = World.Create();
        Credential credential = kind switch { "ApiKeyCredential" => new ApiKeyCredential("secret-1"), "BearerCredential" => new BearerCredential("secret-1"), _ => new BasicCredential("ada", "secret-1") };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => world.Connections.ConnectAsync(new(provider, "acme"), credential, Settings(provider)));

        Assert.Equal((ErrorKind.Validation, provider), (error.Kind, error.Provider));
        Assert.Contains(kind, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-1", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hubspot", 401, "INVALID_AUTHENTICATION")]
    [InlineData("bamboohr", 401, null)]
    [InlineData("greenhouse", 401, "invalid_client")]
    [InlineData("slack", 200, "invalid_auth")]
    public async Task ConnectAsync_WrongToken_SavesNothing(string provider, int? status, string? code)
    {
        await using var world = World.Create();
        Credential credential = provider switch
        {
            "bamboohr" => new ApiKeyCredential("wrong-secret"),
            "greenhouse" => new ClientCredential(GreenhouseSimulator.DemoClientId, "wrong-secret"),
            _ => new BearerCredential("wrong-secret"),
        };

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => world.Connections.ConnectAsync(new(provider, "acme"), credential, Settings(provider)));

        Assert.Equal((provider, new ConnectionKey(provider, "acme")), (error.Provider, error.Connection));
        Assert.IsType<ReconnectRequiredException>(error);
        Assert.Equal((status, code), (error.StatusCode, error.ErrorCode));
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await world.Connections.FindAsync(new(provider, "acme")));
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("Acme Inc", "acme")]
    [InlineData("evil.example/x", "acme")]
    [InlineData("acme.evil.example", "acme")]
    public async Task ConnectAsync_SettingMissingOrMalformed_NamesIt(string? subdomain, string told)
    {
        await using var world = World.Create();
        ConnectionSettings? settings = subdomain is null ? null : new() { ["subdomain"] = subdomain };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => world.Connections.ConnectAsync(new("bamboohr", "acme"), new ApiKeyCredential(BambooHRSimulator.DemoKey), settings));

        Assert.Equal((ErrorKind.Validation, "bamboohr", 0), (error.Kind, error.Provider, world.BambooHR.Ledger.Arrivals));
        Assert.Contains("'subdomain'", error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_UnknownSetting_NamesTheKnown()
    {
        await using var world = World.Create();

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            world.Connections.ConnectAsync(new("hubspot", "acme"), new BearerCredential(HubSpotSimulator.DemoToken), new() { ["subdomain"] = "acme" }));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Contains("api_version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAuthorizationAsync_NoClientId_NamesTheKey()
    {
        await using var world = World.Create(options: options => options.ClientId = null);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => world.Connections.StartAuthorizationAsync(new("hubspot", "acme"), new("https://app.example/callback")));

        Assert.Equal((ErrorKind.Configuration, "hubspot"), (error.Kind, error.Provider));
        Assert.Contains("Connectors:Providers:hubspot:ClientId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_AnotherSessionOrTwice_IsRefused()
    {
        await using var world = World.Create();
        var key = new ConnectionKey("slack", "acme");
        var start = await world.Connections.StartAuthorizationAsync(key, new("https://app.example/callback"));
        var callback = await world.ConsentAsync(start.Url);
        var other = await world.Connections.StartAuthorizationAsync(key, new("https://app.example/callback"));

        var foreign = await Assert.ThrowsAnyAsync<ConnectorException>(() => world.Connections.CompleteAuthorizationAsync(callback, other.Binding));
        Assert.Null(await world.Connections.FindAsync(key));
        var own = await world.Connections.CompleteAuthorizationAsync(callback, start.Binding);
        var again = await Assert.ThrowsAnyAsync<ConnectorException>(() => world.Connections.CompleteAuthorizationAsync(callback, start.Binding));

        Assert.Equal((ErrorKind.Authorization, ErrorKind.Authorization), (foreign.Kind, again.Kind));
        Assert.Equal(own, await world.Connections.FindAsync(key));
    }

    [Theory]
    [InlineData("hubspot")]
    [InlineData("bamboohr")]
    [InlineData("slack")]
    public async Task CompleteAuthorizationAsync_WrongClientSecret_IsTheTypedError(string provider)
    {
        await using var world = World.Create(options: options => options.ClientSecret = "wrong-secret");

        var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => world.SignInAsync(new(provider, "acme"), Settings(provider)));

        Assert.Equal((ErrorKind.Configuration, provider), (error.Kind, error.Provider));
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Null(await world.Connections.FindAsync(new(provider, "acme")));
    }

    [Fact]
    public async Task ListAsync_TokenExpiredWithoutRefresh_MustSignInAgain()
    {
        await using var world = World.Create(options: options =>
        {
            options.Scopes.Add("employee");
            options.Scopes.Add("field");
        });
        var key = new ConnectionKey("bamboohr", "acme");
        await world.SignInAsync(key, Settings("bamboohr"));
        var hris = await world.Connectors.OpenAsync(key);
        Assert.Equal(40, (await hris.ListAsync<Employee>().AllAsync()).Count);

        world.Clock.Advance(TimeSpan.FromHours(2));
        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => hris.ListAsync<Employee>().AllAsync());

        Assert.Equal((ErrorKind.Authorization, Advice.Reconnect, "bamboohr", key), (error.Kind, error.Advice, error.Provider, error.Connection));
        FaultTests.HoldsNoSecret(world, error);
    }

    [Fact]
    public async Task ListAsync_KeyRevoked_IsTheTypedError()
    {
        await using var world = World.Create();
        var slack = await world.OpenAsync("slack");
        world.Slack.Tokens.Revoke(SlackSimulator.DemoToken);

        var error = await Assert.ThrowsAsync<ReconnectRequiredException>(() => slack.ListAsync(Connectors.Slack.SlackEndpoints.Users).AllAsync());

        Assert.Equal(("invalid_auth", "users.list", 200), (error.ErrorCode, error.Endpoint, error.StatusCode));
        FaultTests.HoldsNoSecret(world, error);
    }

    [Theory]
    [InlineData("hubspot")]
    [InlineData("slack")]
    public async Task ConnectAsync_NobodyAtTheAddress_IsATransportError(string provider)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}";
        closed.Stop();
        var services = new ServiceCollection();
        services.AddConnectors().AddHubSpot(Set).AddSlack(Set);
        await using var app = services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            app.GetRequiredService<IConnections>().ConnectAsync(new(provider, "acme"), new BearerCredential("secret-1")).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal((ErrorKind.Transport, Advice.RetryLater, provider, true), (error.Kind, error.Advice, error.Provider, error.IsTransient));
        Assert.Contains(address[7..], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-1", error.ToString(), StringComparison.Ordinal);

        void Set(ConnectorOptions options)
        {
            options.Hosts["api"] = address;
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
        }
    }

    [Fact]
    public async Task SendAsync_ForeignAddress_IsRefusedBeforeItLeaves()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        var arrivals = world.HubSpot.Ledger.Arrivals;

        await Assert.ThrowsAnyAsync<Exception>(() => crm.SendAsync(HttpMethod.Get, "https://evil.example/crm"));
        await Assert.ThrowsAnyAsync<Exception>(() => crm.SendAsync(HttpMethod.Get, "//evil.example/crm"));

        Assert.Equal(arrivals, world.HubSpot.Ledger.Arrivals);
    }

    private static ConnectionSettings? Settings(string provider) => provider == "bamboohr" ? new() { ["subdomain"] = BambooHRSimulator.DemoCompany } : null;
}
