using System.Net;
using System.Net.Sockets;
using System.Text;
using Connectors.Auth;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Connectors.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Formats;

/// <summary>Compression and streams over a real socket, with the transport that apps get.</summary>
public sealed class SocketTests
{
    private const string Rows = "id,name\n1,a\n2,b\n3,c\n";

    [Fact]
    public async Task ListAsync_CompressedAndInChunks_IsAskedForAndRead()
    {
        var body = Exports.Compressed("gzip", Encoding.UTF8.GetBytes(Rows));
        await using var server = new Server(Chunked(body, isWhole: true));
        await using var app = App(server);

        var items = await (await OpenAsync(app)).ListAsync(Exports.Csv).ToListAsync();

        Assert.Equal([1, 2, 3], items.Select(item => item.Id));
        Assert.Contains("Accept-Encoding: gzip, deflate, br", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_ConnectionClosedBetweenTwoChunks_IsIncomplete()
    {
        await using var server = new Server(Chunked(Encoding.UTF8.GetBytes(Rows), isWhole: false));
        await using var app = App(server);

        var error = await Assert.ThrowsAsync<IncompleteListException>(async () => await (await OpenAsync(app)).ListAsync(Exports.Csv).ToListAsync());

        Assert.InRange(error.Seen, 2, 3);
    }

    [Fact]
    public async Task ListAsync_Abandoned_EndsTheTransfer()
    {
        await using var server = new Server([.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000000000\r\n\r\n"), .. Encoding.UTF8.GetBytes(Rows)], Encoding.UTF8.GetBytes("4,d\n"));
        await using var app = App(server);

        Assert.Equal(1, (await (await OpenAsync(app)).ListAsync(Exports.Csv).AsPages(pageSize: 1).FirstAsync()).Items[0].Id);

        Assert.InRange(await server.Sent.WaitAsync(TimeSpan.FromSeconds(60)), 1, 900_000_000);
    }

    [Fact]
    public async Task SignIn_GigabyteInAMegabyte_IsReadAsFarAsAnyTokenAnswer()
    {
        var bomb = CompressionTests.Bomb("x");
        await using var server = new Server([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n"), .. bomb]);
        using var client = new HttpClient(ConnectorPipeline.CreateTransport(new(The.Definition(), new() { AllowPrivateHosts = true }, new((host, token) => System.Net.Dns.GetHostAddressesAsync(host, token))), decompresses: true));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(client, server));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task SignIn_BytesThatAreNotOfTheCoding_AreATypedError(string coding)
    {
        await using var server = new Server(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: 40\r\n\r\n{new string('{', 40)}"));
        using var client = new HttpClient(ConnectorPipeline.CreateTransport(new(The.Definition(), new() { AllowPrivateHosts = true }, new((host, token) => System.Net.Dns.GetHostAddressesAsync(host, token))), decompresses: true));

        Assert.Equal(ErrorKind.Transport, (await Assert.ThrowsAsync<ConnectorException>(() => SignInAsync(client, server))).Kind);
    }

    private static async Task SignInAsync(HttpClient client, Server server)
    {
        var call = new OAuthCall
        {
            Definition = The.Definition(),
            Options = new(),
            Connection = new() { Key = new("acme", "tenant"), AuthScheme = "oauth2", CredentialId = "c" },
            Client = client,
            Time = TimeProvider.System,
            ClientId = "id",
            ClientSecret = new("secret"),
        };
        using var answer = await OAuthTransport.SendAsync(call, () => new(HttpMethod.Post, $"{server.Address}/token"), CancellationToken.None);
    }

    private static byte[] Chunked(byte[] body, bool isWhole)
    {
        var message = new MemoryStream();
        message.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n{(isWhole ? "Content-Encoding: gzip\r\n" : "")}Transfer-Encoding: chunked\r\n\r\n"));
        foreach (var piece in body.Chunk(10))
        {
            message.Write(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"));
            message.Write(piece);
            message.Write("\r\n"u8);
        }

        message.Write(isWhole ? "0\r\n\r\n"u8 : default);
        return message.ToArray();
    }

    private static ServiceProvider App(Server server)
    {
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Acme.Definition, options => options.Hosts["api"] = server.Address);
        return services.BuildServiceProvider();
    }

    private static async Task<IConnector> OpenAsync(ServiceProvider app)
    {
        var key = new ConnectionKey("acme", "tenant");
        await app.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("t"));
        return await app.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }

    /// <summary>Answers one request with given bytes, and with more of the same until the client has enough.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Server(byte[] answer, byte[]? again = null)
        {
            _listener.Start();
            Sent = ServeAsync(answer, again);
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public string Request { get; private set; } = "";

        public Task<long> Sent { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await ((Task)Sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task<long> ServeAsync(byte[] answer, byte[]? again)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var buffer = new byte[8192];
            var sent = 0L;
            try
            {
                while (!Request.Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    Request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
                }

                await stream.WriteAsync(answer);
                for (sent = answer.Length; again is not null && sent < 1_000_000_000; sent += again.Length)
                {
                    await stream.WriteAsync(again);
                }
            }
            catch (IOException)
            {
            }

            return sent;
        }
    }
}
