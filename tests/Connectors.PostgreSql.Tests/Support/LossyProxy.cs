using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

/// <summary>Stands between client and server, and on demand drops the connection after the server has done a statement and before its answer comes through.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private const byte ReadyForQuery = (byte)'Z';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder _server = new(Server.ConnectionString);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private string? _losing;
    private int _toLose;

    public LossyProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Loses the answers of the next statements that contain a text.</summary>
    public void Lose(string statement, int times = 1) => (_losing, _toLose) = (statement, times);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> pairs = [];
        try
        {
            while (true)
            {
                pairs.Add(PairAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task PairAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
                var pair = new Pair();
                await Task.WhenAny(RequestsAsync(client.GetStream(), server.GetStream(), pair), AnswersAsync(server.GetStream(), client.GetStream(), pair));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // Gone; so is the pair.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, Pair pair)
    {
        var buffer = new byte[65536];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            if (_toLose > 0 && Encoding.UTF8.GetString(buffer, 0, read).Contains(_losing!, StringComparison.Ordinal))
            {
                _toLose--;
                pair.IsDoomed = true;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, Pair pair)
    {
        var buffer = new byte[65536];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            if (!pair.IsDoomed)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
            else if (read >= 6 && buffer[read - 6] == ReadyForQuery)
            {
                Lost++;
                return;
            }
        }
    }

    private sealed class Pair
    {
        public volatile bool IsDoomed;
    }
}
