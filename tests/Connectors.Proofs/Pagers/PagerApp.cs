using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Proofs.Pagers;

/// <summary>An app with one connection to one vendor.</summary>
internal sealed class PagerApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private PagerApp(ServiceProvider services, IConnector connector, ListEndpoint<Item> list) => (_services, Connector, List) = (services, connector, list);

    /// <summary>Gets the connection.</summary>
    public IConnector Connector { get; }

    /// <summary>Gets the list.</summary>
    public ListEndpoint<Item> List { get; }

    public static async Task<PagerApp> OpenAsync(HttpMessageHandler vendor, TimeProvider time, ListEndpoint<Item> list)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddConnectors().AddConnector(Define(list)).UseTransport(() => new Borrower(vendor));
        var provider = services.BuildServiceProvider();
        var key = new ConnectionKey("pager", "tenant");
        await provider.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("token"));
        return new(provider, await provider.GetRequiredService<IConnectorFactory>().OpenAsync(key), list);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ConnectorDefinition Define(ListEndpoint<Item> list) => new()
    {
        Id = "pager",
        DisplayName = "Pager",
        Hosts = PagerVendor.Address.AbsoluteUri,
        Auth = [new BearerScheme("token")],
        Endpoints = [list],
    };

    /// <summary>The handler factory disposes of what it is given; the vendor is asked afterwards.</summary>
    private sealed class Borrower(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }
}
