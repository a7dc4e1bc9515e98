using System.Net;
using System.Net.Sockets;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>What only a real socket shows.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task SendAsync_WriteWithoutABodyOverAConnectionThatCloses_ArrivesOnce()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var posts = 0;
        using var stop = new CancellationTokenSource();
        var server = ServeAsync(listener, () => Interlocked.Increment(ref posts), stop.Token);
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Acme.Definition, options => options.Hosts["api"] = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await using var app = services.BuildServiceProvider();
        var key = new ConnectionKey("acme", "tenant");
        await app.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("t"));
        var acme = await app.GetRequiredService<IConnectorFactory>().OpenAsync(key);
        using (await acme.SendAsync(HttpMethod.Get, "/warm"))
        {
        }

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => acme.SendAsync(HttpMethod.Post, "/hire"));

        Assert.Equal(1, posts);
        await stop.CancelAsync();
        await server;
    }

    [Fact]
    public async Task CallAsync_NobodyListens_SaysThatThereIsNoConnection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Acme.Definition, options =>
        {
            options.Hosts["api"] = $"http://127.0.0.1:{port}";
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
        });
        await using var app = services.BuildServiceProvider();
        var key = new ConnectionKey("acme", "tenant");
        await app.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("t"));
        var acme = await app.GetRequiredService<IConnectorFactory>().OpenAsync(key);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => acme.CallAsync(Acme.Create, new("1", null)));

        Assert.Equal((ErrorKind.Transport, Advice.RetryLater), (error.Kind, error.Advice));
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers each GET; reads each POST and closes.</summary>
    private static async Task ServeAsync(TcpListener listener, Action onPost, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                var stream = client.GetStream();
                var buffer = new byte[8192];
                while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    if (buffer.AsSpan(0, read).StartsWith("POST"u8))
                    {
                        onPost();
                        break;
                    }

                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"u8.ToArray(), cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
