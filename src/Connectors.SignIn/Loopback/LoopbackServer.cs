using System.Net.Sockets;

namespace Connectors.SignIn;

/// <summary>Waits for the one request that carries the provider's answer; everything else is refused and forgotten.</summary>
/// <param name="listener">Where it comes; closed when this is over.</param>
/// <param name="state">The state sent, where it is known: an answer with another one is not taken, so that no other page can end the sign-in.</param>
/// <param name="time">The clock.</param>
internal sealed class LoopbackServer(LoopbackListener listener, string? state, TimeProvider time) : IDisposable
{
    /// <summary>How many connections are looked at together. Browsers open some in advance, and send nothing on them.</summary>
    internal const int MaxOpen = 16;

    /// <summary>How many connections are looked at in all: a program that floods the port ends the sign-in, not the machine.</summary>
    internal const int MaxConnections = 256;

    /// <summary>How long one connection may take for its request.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _slots = new(MaxOpen);
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _authority = listener.RedirectUri.Authority;
    private readonly string _path = listener.RedirectUri.AbsolutePath;
    private int _connections;
    private int _isAnswered;

    /// <summary>Serves until the answer is there. When this ends, no socket is open any more.</summary>
    /// <returns>The whole address that the browser was sent to, or null when too many other requests came.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loops = listener.Sockets.Select(socket => AcceptAsync(socket, end.Token)).ToList();
        try
        {
            return await _answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            listener.Dispose();
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                var client = await AcceptOneAsync(socket, cancellationToken).ConfigureAwait(false);
                if (Interlocked.Increment(ref _connections) > MaxConnections)
                {
                    client?.Dispose();
                    _answer.TrySetResult(null);
                    return;
                }

                connections.Add(ServeAsync(client, cancellationToken));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The sign-in is over.
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(false);
        }
    }

    /// <summary>A client that is gone before it is looked at is no client.</summary>
    private static async Task<Socket?> AcceptOneAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket? client, CancellationToken cancellationToken)
    {
        string? answer = null;
        try
        {
            if (client is null)
            {
                return;
            }

            using var patience = new CancellationTokenSource(Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            using var stream = new NetworkStream(client, ownsSocket: true);
            var (request, refusal) = await LoopbackRequest.ReadAsync(stream, both.Token).ConfigureAwait(false);
            if (request is null && refusal is null)
            {
                return;
            }

            refusal ??= RefusalOf(request!);
            answer = refusal is null ? listener.RedirectUri.GetLeftPart(UriPartial.Authority) + request!.Target : null;
            await stream.WriteAsync(answer is null ? LoopbackPage.Refused(refusal!.Value) : LoopbackPage.Answered(CallbackAddress.ErrorOf(answer)), both.Token).ConfigureAwait(false);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // A connection that stalls or breaks is nobody's answer. Where the answer had come, it counts, seen or not.
        }
        finally
        {
            _slots.Release();
            if (answer is not null)
            {
                _answer.TrySetResult(answer);
            }
        }
    }

    /// <summary>Why a request is not the answer; null when it is, and is the first.</summary>
    private int? RefusalOf(LoopbackRequest request) =>
        !string.Equals(request.Host, _authority, StringComparison.OrdinalIgnoreCase) ? 400
        : request.Path != _path ? 404
        : request.Method != "GET" ? 405
        : !CallbackAddress.IsAnswer(request.Target, state) ? 400
        : Interlocked.Exchange(ref _isAnswered, 1) != 0 ? 409
        : null;
}
