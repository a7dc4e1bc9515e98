using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Http;

/// <summary>Answers that break on a real socket: a read is made again, a write says that it does not know.</summary>
public sealed class BrokenAnswerTests
{
    private const string Widget = """{"id":"1","name":"one and then a name that is long enough to be cut in the middle"}""";

    public static TheoryData<string> Breaks { get; } = ["reset before", "reset in the body", "short length", "chunks without an end", "torn json", "cut gzip", "stall"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task CallAsync_ReadWhoseFirstAnswerBreaks_IsMadeAgain(string broken)
    {
        await using var server = new Server(broken);
        await using var app = App(server);

        var widget = await (await OpenAsync(app)).CallAsync(Acme.Widget, "1");

        Assert.Equal("1", widget.Id);
        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task CallAsync_WriteWhoseAnswerBreaks_SaysThatItDoesNotKnow(string broken)
    {
        await using var server = new Server(broken);
        await using var app = App(server);
        var acme = await OpenAsync(app);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => acme.CallAsync(Acme.Create, new("1", "one")));

        Assert.Equal(1, server.Requests);
    }

    private static ServiceProvider App(Server server)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Acme.Definition, options =>
        {
            options.Hosts["api"] = $"http://127.0.0.1:{server.Port}";
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            options.BodyIdleTimeout = TimeSpan.FromSeconds(1);
        });
        return services.BuildServiceProvider();
    }

    private static async Task<IConnector> OpenAsync(ServiceProvider app)
    {
        var key = new ConnectionKey("acme", "tenant");
        await app.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("t"));
        return await app.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }

    /// <summary>Breaks its first answer, and gives whole ones after it.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;
        private int _requests;

        public Server(string broken)
        {
            _listener.Start();
            _serving = ServeAsync(broken);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Requests => Volatile.Read(ref _requests);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _serving;
            _listener.Dispose();
            _stop.Dispose();
        }

        private static byte[] Head(string more) => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{more}\r\n");

        private static byte[] Zip()
        {
            using var zipped = new MemoryStream();
            using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            {
                gzip.Write(Encoding.UTF8.GetBytes(Widget));
            }

            return zipped.ToArray()[..^12];
        }

        private static byte[] Broken(string broken)
        {
            var body = Encoding.UTF8.GetBytes(Widget);
            var half = body[..(body.Length / 2)];
            return broken switch
            {
                "reset before" => [],
                "chunks without an end" => [.. Head("Transfer-Encoding: chunked\r\n"), .. Encoding.ASCII.GetBytes($"{half.Length:x}\r\n"), .. half, .. "\r\n"u8],
                "torn json" => [.. Head($"Content-Length: {half.Length}\r\n"), .. half],
                "cut gzip" => [.. Head($"Content-Encoding: gzip\r\nContent-Length: {Zip().Length}\r\n"), .. Zip()],
                _ => [.. Head($"Content-Length: {body.Length}\r\n"), .. half],
            };
        }

        private async Task ServeAsync(string broken)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    var stream = client.GetStream();
                    if (await stream.ReadAsync(new byte[8192], _stop.Token) == 0)
                    {
                        continue;
                    }

                    var isFirst = Interlocked.Increment(ref _requests) == 1;
                    await stream.WriteAsync(isFirst ? Broken(broken) : [.. Head($"Content-Length: {Encoding.UTF8.GetByteCount(Widget)}\r\nConnection: close\r\n"), .. Encoding.UTF8.GetBytes(Widget)], _stop.Token);
                    if (isFirst && broken == "stall")
                    {
                        _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
                    }
                    else if (isFirst && broken.StartsWith("reset", StringComparison.Ordinal))
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                    }
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
            }
        }
    }
}
