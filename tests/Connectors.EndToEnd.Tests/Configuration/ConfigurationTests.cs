using Connectors.EndToEnd.Support;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Connectors.EndToEnd.Configuration;

public class ConfigurationTests
{
    [Fact]
    public async Task OpenAsync_ConfiguredConnections_AreMadeOnFirstUse()
    {
        await using var world = World.Create(configuration: Section(
            ("Connections:0:Provider", "hubspot"), ("Connections:0:Tenant", "acme"), ("Connections:0:Token", HubSpotSimulator.DemoToken), ("Connections:0:Settings:api_version", "v3"),
            ("Connections:1:Provider", "bamboohr"), ("Connections:1:Tenant", "acme"), ("Connections:1:ApiKey", BambooHRSimulator.DemoKey), ("Connections:1:Settings:subdomain", "acme"),
            ("Connections:2:Provider", "greenhouse"), ("Connections:2:Tenant", "acme"), ("Connections:2:Name", "second"), ("Connections:2:ClientId", GreenhouseSimulator.DemoClientId), ("Connections:2:ClientSecret", GreenhouseSimulator.DemoClientSecret),
            ("Connections:3:Provider", "slack"), ("Connections:3:Tenant", "acme"), ("Connections:3:Token", SlackSimulator.DemoToken)));
        Assert.Equal(0, world.Vendors.Simulators.Sum(vendor => vendor.Ledger.Arrivals));

        var crm = await world.Connectors.OpenAsync("hubspot", "acme");
        var hris = await world.Connectors.OpenAsync("bamboohr", "acme");
        var ats = await world.Connectors.OpenAsync(new ConnectionKey("greenhouse", "acme", "second"));
        var slack = await world.Connectors.OpenAsync("slack", "acme");

        Assert.Equal(40, (await crm.ListAsync<Contact>().AllAsync()).Count);
        Assert.Equal(40, (await hris.ListAsync<Employee>().AllAsync()).Count);
        Assert.Equal(40, (await ats.ListAsync<Candidate>().AllAsync()).Count);
        Assert.Equal(SlackSimulator.DemoTeam, slack.Connection.AccountId);
        Assert.All(world.HubSpot.Ledger.Entries(), entry => Assert.Contains("/v3/", entry.Path, StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await world.Connectors.OpenAsync("greenhouse", "acme"));
        Assert.Equal(ErrorKind.Configuration, error.Kind);
    }

    [Fact]
    public async Task OpenAsync_ConfiguredConnectionWithoutCredential_NamesItsKey()
    {
        await using var world = World.Create(configuration: Section(("Connections:0:Provider", "hubspot"), ("Connections:0:Tenant", "acme")));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await world.Connectors.OpenAsync("hubspot", "acme"));

        Assert.Equal((ErrorKind.Configuration, Advice.FixConfiguration), (error.Kind, error.Advice));
        Assert.Contains("Connectors:Connections:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_OptionsOfASection_AreUsedAndCodeWins()
    {
        await using var vendors = Simulators.SimulatorHost.Create(new HubSpotSimulator { SeededContacts = 20 });
        vendors.Get<HubSpotSimulator>().OAuth.Register(new("from-configuration", "in-code"));
        var services = new ServiceCollection();
        services.AddConnectors(Section(
            ("Providers:hubspot:ClientId", "from-configuration"), ("Providers:hubspot:ClientSecret", "in-configuration"),
            ("Providers:hubspot:Scopes:0", "oauth"), ("Providers:hubspot:Scopes:1", "crm.objects.contacts.read"))).AddHubSpot(options => options.ClientSecret = "in-code").UseSimulators(vendors);
        await using var app = services.BuildServiceProvider();
        var connections = app.GetRequiredService<IConnections>();
        using var browser = new HttpClient(vendors.CreateHandler());

        var start = await connections.StartAuthorizationAsync(new("hubspot", "acme"), new("https://app.example/callback"));
        using var consent = await browser.GetAsync(start.Url);
        var connection = await connections.CompleteAuthorizationAsync(consent.Headers.Location!.Query, start.Binding);

        Assert.Equal(["oauth", "crm.objects.contacts.read"], connection.GrantedScopes);
    }

    [Fact]
    public async Task OpenAsync_HostsOfASection_AreCalled()
    {
        await using var vendors = Simulators.SimulatorHost.Create(new HubSpotSimulator { SeededContacts = 20 });
        await vendors.StartAsync();
        var services = new ServiceCollection();
        services.AddConnectors(Section(
            ("Providers:hubspot:Hosts:api", vendors.AddressOf("hubspot").ToString()), ("Providers:hubspot:MaxRetries", "0"),
            ("Connections:0:Provider", "hubspot"), ("Connections:0:Tenant", "acme"), ("Connections:0:Token", HubSpotSimulator.DemoToken))).AddHubSpot();
        await using var app = services.BuildServiceProvider();

        var crm = await app.GetRequiredService<IConnectorFactory>().OpenAsync("hubspot", "acme");

        Assert.Equal(20, (await crm.ListAsync<Contact>().AllAsync()).Count);
        vendors.Get<HubSpotSimulator>().Faults.Next().Status(503);
        await Assert.ThrowsAsync<ConnectorException>(() => crm.ListAsync<Contact>().AllAsync());
    }

    [Theory]
    [InlineData("Hosts:api", "http://api.hubapi.com")]
    [InlineData("Hosts:api", "ftp://api.hubapi.com")]
    [InlineData("Hosts:api", "not an address")]
    [InlineData("MaxRetries", "-1")]
    [InlineData("TotalTimeout", "00:00:00")]
    [InlineData("AttemptTimeout", "00:10:00")]
    public async Task StartAsync_WrongOption_NamesItsKey(string option, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddConnectors(Section(($"Providers:hubspot:{option}", value))).AddHubSpot().AddSlack();
        using var app = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Contains($"Connectors:Providers:hubspot:{option}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_WrongOptionWithoutAHost_IsAConfigurationError()
    {
        await using var world = World.Create(options: options => options.Hosts["api"] = "http://api.example.com");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => world.OpenAsync("hubspot"));

        Assert.Equal((ErrorKind.Configuration, "hubspot"), (error.Kind, error.Provider));
        Assert.Contains("Connectors:Providers:hubspot:Hosts:api", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_RightOptions_Starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddConnectors(Section(("Providers:hubspot:Hosts:api", "http://127.0.0.1:8080"), ("Providers:hubspot:TotalTimeout", "00:05:00"))).AddHubSpot().AddBambooHR().AddGreenhouse().AddSlack();
        using var app = builder.Build();

        await app.StartAsync();
        await app.StopAsync();
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Connectors:" + setting.Key, (string?)setting.Value)))
        .Build()
        .GetSection("Connectors");
}
