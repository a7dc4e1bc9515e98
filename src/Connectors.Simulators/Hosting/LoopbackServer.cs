using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Connectors.Simulators.Hosting;

/// <summary>Serves the simulators on 127.0.0.1, one port each.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly Dictionary<string, Uri> _addresses;

    private LoopbackServer(KestrelServer server, Dictionary<string, Uri> addresses)
    {
        _server = server;
        _addresses = addresses;
    }

    public static async Task<LoopbackServer> StartAsync(SimulatorApplication application, IReadOnlyList<Simulator> simulators, int port, CancellationToken cancellationToken)
    {
        ILoggerFactory logs = NullLoggerFactory.Instance;
        var options = new KestrelServerOptions { ApplicationServices = application.Services, AddServerHeader = false };
        var endpoints = new List<ListenOptions>();
        for (var i = 0; i < simulators.Count; i++)
        {
            options.Listen(IPAddress.Loopback, port == 0 ? 0 : port + i, endpoints.Add);
        }

        var server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs),
            logs);
        try
        {
            await server.StartAsync(application, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        var ports = simulators.Zip(endpoints).ToDictionary(pair => pair.First, pair => pair.Second.IPEndPoint!.Port);
        application.SetPorts(ports);
        return new LoopbackServer(server, ports.ToDictionary(pair => pair.Key.Provider, pair => new Uri($"http://127.0.0.1:{pair.Value}/"), StringComparer.Ordinal));
    }

    public Uri? AddressOf(string provider) => _addresses.GetValueOrDefault(provider);

    public async ValueTask DisposeAsync()
    {
        // An answer that stalls on purpose never ends by itself: connections are closed, not waited for.
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
    }
}
