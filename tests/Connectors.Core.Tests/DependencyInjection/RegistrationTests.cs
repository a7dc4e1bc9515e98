using Connectors.Core.Tests.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Core.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Fact]
    public void AddConnectors_SameSectionTwice_BindsItOnce()
    {
        var configuration = Configuration("acme");
        using var app = Build(services =>
        {
            services.AddConnectors(configuration.GetSection("Connectors")).AddConnector(The.Definition());
            services.AddConnectors(configuration.GetSection("connectors"));
            services.AddConnectors();
        });

        Assert.Equal(["a", "b"], app.GetRequiredService<IOptionsMonitor<ConnectorOptions>>().Get("acme").Scopes);
        Assert.Single(app.GetRequiredService<IOptionsMonitor<ConnectorsOptions>>().CurrentValue.Connections);
    }

    [Fact]
    public void AddConnectors_WholeConfigurationTwice_BindsItOnce()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Connections:0:Provider", "acme")]).Build();
        using var app = Build(services =>
        {
            services.AddConnectors(configuration);
            services.AddConnectors(configuration);
        });

        Assert.Single(app.GetRequiredService<IOptionsMonitor<ConnectorsOptions>>().CurrentValue.Connections);
    }

    [Fact]
    public void AddConnectors_SectionsOfTwoConfigurations_BindsBoth()
    {
        using var app = Build(services =>
        {
            services.AddConnectors(Configuration("acme").GetSection("Connectors"));
            services.AddConnectors(Configuration("other").GetSection("Connectors"));
        });

        Assert.Equal(["acme", "other"], app.GetRequiredService<IOptionsMonitor<ConnectorsOptions>>().CurrentValue.Connections.Select(connection => connection.Provider));
    }

    [Fact]
    public void AddConnector_SameDefinitionTwice_IsFineAndTakesBothOptions()
    {
        var definition = The.Definition();
        using var app = Build(services => services.AddConnectors()
            .AddConnector(definition, options => options.ClientId = "id")
            .AddConnector(definition, options => options.ClientSecret = "secret"));

        var options = app.GetRequiredService<IOptionsMonitor<ConnectorOptions>>().Get("acme");
        Assert.Equal(("id", "secret"), (options.ClientId, options.ClientSecret));
    }

    [Fact]
    public void AddConnector_OtherDefinitionUnderTheSameId_SaysSo()
    {
        var builder = new ServiceCollection().AddConnectors().AddConnector(The.Definition());

        var error = Assert.Throws<ArgumentException>(() => builder.AddConnector(The.Definition()));

        Assert.Contains("'acme'", error.Message, StringComparison.Ordinal);
    }

    private static ConfigurationManager Configuration(string provider)
    {
        var configuration = new ConfigurationManager
        {
            ["Connectors:Connections:0:Provider"] = provider,
            ["Connectors:Providers:acme:Scopes:0"] = "a",
            ["Connectors:Providers:acme:Scopes:1"] = "b",
        };
        return configuration;
    }

    private static ServiceProvider Build(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
