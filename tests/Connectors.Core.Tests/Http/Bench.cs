using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>A connection to <see cref="Acme"/>, or another provider, over a <see cref="FakeWire"/>, with short pauses.</summary>
internal sealed class Bench : IDisposable
{
    public const string Token = "canary-token-7f3a9";

    private readonly ServiceProvider _services;

    private Bench(ServiceProvider services, IConnector? connector) => (_services, Connector) = (services, connector!);

    public IConnector Connector { get; }

    public IServiceProvider Services => _services;

    public static async Task<Bench> OpenAsync(HttpMessageHandler wire, Action<ConnectorOptions>? configure = null, Action<IConnectorsBuilder>? build = null, ConnectorDefinition? definition = null, bool connects = true, string tenant = "tenant")
    {
        var services = new ServiceCollection();
        var builder = services.AddConnectors().AddConnector(definition ?? Acme.Definition, options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        }).UseTransport(() => new Keep(wire));
        build?.Invoke(builder);
        var provider = services.BuildServiceProvider(validateScopes: true);
        if (!connects)
        {
            return new(provider, null);
        }

        var key = new ConnectionKey((definition ?? Acme.Definition).Id, tenant);
        await provider.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential(Token));
        return new(provider, await provider.GetRequiredService<IConnectorFactory>().OpenAsync(key));
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();

    /// <summary>The client factory disposes of handlers; the test's wire outlives them.</summary>
    private sealed class Keep(HttpMessageHandler wire) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _wire = new(wire, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _wire.SendAsync(request, cancellationToken);
    }
}
