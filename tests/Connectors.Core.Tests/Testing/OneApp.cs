using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Testing;

/// <summary>An app with one connector and one connection, over a provider that a handler plays, on a clock that is moved by hand.</summary>
internal sealed class OneApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OneApp(ServiceProvider services, ManualTimeProvider time) => (_services, Time) = (services, time);

    public ManualTimeProvider Time { get; }

    public IConnector Connector { get; private set; } = null!;

    public IConnections Connections => _services.GetRequiredService<IConnections>();

    public static async Task<OneApp> ConnectAsync(ConnectorDefinition definition, HttpMessageHandler wire, Credential credential, ConnectionSettings? settings = null)
    {
        var services = new ServiceCollection();
        var time = new ManualTimeProvider();
        services.AddSingleton<TimeProvider>(time);
        services.AddConnectors().AddConnector(definition).UseTransport(() => wire);
        var app = new OneApp(services.BuildServiceProvider(validateScopes: true), time);
        try
        {
            var key = new ConnectionKey(definition.Id, "acme");
            await time.RunAsync(app.Connections.ConnectAsync(key, credential, settings));
            app.Connector = await app._services.GetRequiredService<IConnectorFactory>().OpenAsync(key);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a raw GET.</summary>
    public async Task GetAsync(string path)
    {
        using var answer = await Time.RunAsync(Connector.SendAsync(HttpMethod.Get, path));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
