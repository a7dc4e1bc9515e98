using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Connectors.Core.Tests.Http.Hostile;

/// <summary>
/// All hosts there are, on one loopback port: whatever name and port a client connects to, it comes here, over real sockets, TLS and
/// HTTP/1.1. Each request is noted with the name that was connected to, byte for byte, and answered as told.
/// </summary>
internal sealed class Internet : IAsyncDisposable
{
    private static readonly X509Certificate2 s_certificate = Certificate();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, string> _connectedTo = new();
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private readonly Func<Arrival, Reply> _answer;
    private readonly Task _accepting;

    public Internet(Func<Arrival, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets the loopback port behind all of it.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets what arrived, in order.</summary>
    public IReadOnlyList<Arrival> Arrivals => [.. _arrivals];

    /// <summary>Makes a transport that takes the one certificate for every name.</summary>
    public SocketsHttpHandler CreateTransport() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => s_certificate.Equals(certificate) },
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(_listener.LocalEndpoint, cancellationToken);
            _connectedTo[((IPEndPoint)socket.LocalEndPoint!).Port] = $"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}";
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            var first = new byte[1];
            await client.Client.ReceiveAsync(first, SocketFlags.Peek);
            var isSecure = first[0] == 0x16;
            await using var stream = isSecure ? new SslStream(client.GetStream()) : (Stream)client.GetStream();
            if (stream is SslStream secure)
            {
                await secure.AuthenticateAsServerAsync(s_certificate);
            }

            var host = _connectedTo.GetValueOrDefault(((IPEndPoint)client.Client.RemoteEndPoint!).Port, $"127.0.0.1:{Port}");
            while (await ReadAsync(stream) is { } text)
            {
                var arrival = new Arrival((isSecure ? "https://" : "http://") + host, text);
                _arrivals.Enqueue(arrival);
                await stream.WriteAsync(_answer(arrival).ToBytes());
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The client left.
        }
    }

    /// <summary>Reads one request as text, or null at the end of the connection.</summary>
    private static async Task<string?> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var head = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && text.Length >= head + 4 + BodyLength(text.ToString(0, head)))
            {
                return text.ToString();
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int BodyLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line[15..], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=anybody", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

/// <summary>A request as it came.</summary>
/// <param name="Origin">Scheme, name and port that the client connected to.</param>
/// <param name="Text">All of it: request line, headers, body.</param>
internal sealed record Arrival(string Origin, string Text)
{
    public string Method => Text[..Text.IndexOf(' ', StringComparison.Ordinal)];

    public string Target => Text.Split(' ', 3)[1];

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}

/// <summary>What is answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">Further header lines: <c>Location: …</c>.</param>
internal sealed record Reply(int Status, string Body = "{}", params string[] Headers)
{
    public static Reply To(int status, string location) => new(status, "", $"Location: {location}");

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"HTTP/1.1 {Status} Told\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n");
        foreach (var header in Headers)
        {
            head.Append(header).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").Append(Body).ToString());
    }
}
