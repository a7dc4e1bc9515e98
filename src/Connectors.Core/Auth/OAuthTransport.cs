using System.Net.Http.Headers;
using System.Security.Cryptography;
using Connectors.Http;

namespace Connectors.Auth;

/// <summary>Sends one sign-in request and reads its answer, bounded in time and size, with typed errors.</summary>
internal static class OAuthTransport
{
    private const int MaxBytes = 256 << 10;

    /// <summary>Sends a request of its own for each call.</summary>
    public static async Task<OAuthAnswer> SendAsync(OAuthCall call, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(call.Options.AttemptTimeout, call.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var message = make();
        var address = message.RequestUri!;
        try
        {
            using var response = await call.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (response.RequestMessage?.RequestUri is { } final && final != address)
            {
                throw new ConnectorException(call.Facts(
                    ErrorKind.Configuration,
                    "The app's HTTP transport followed a redirect with a sign-in request",
                    "Set AllowAutoRedirect to false on the primary handler: a redirect can carry secrets to another host."));
            }

            return new((int)response.StatusCode, response.IsSuccessStatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await ReadAsync(call, response, both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Timeout, "The sign-in endpoint did not answer in time") with { IsTransient = true, AnswerLost = true }, exception);
        }
        catch (HttpRequestException exception) when (PrivateHostException.In(exception) is { } hidden)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Configuration, hidden.What, PrivateHostException.ToDo), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Transport, "The connection to the sign-in endpoint failed") with { IsTransient = true, AnswerLost = MayHaveArrived(exception) }, exception);
        }
    }

    /// <summary>Whether a request may have reached the provider although it failed: only while the connection is made it cannot have.</summary>
    internal static bool MayHaveArrived(Exception exception) => exception is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static async Task<byte[]> ReadAsync(OAuthCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await ReadAsync(call, response, stream, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
            {
                // What .NET's decoders say of bytes that are not of the compression that the answer declares.
                throw new IOException("The body cannot be decompressed.", exception);
            }
        }
    }

    private static async Task<byte[]> ReadAsync(OAuthCall call, HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                var body = buffer[..length];
                CryptographicOperations.ZeroMemory(buffer);
                return body;
            }

            length += read;
            if (length == MaxBytes)
            {
                CryptographicOperations.ZeroMemory(buffer);
                throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The sign-in endpoint's answer is too large") with { StatusCode = (int)response.StatusCode, AnswerLost = response.IsSuccessStatusCode });
            }

            if (length == buffer.Length)
            {
                var larger = new byte[buffer.Length * 2];
                buffer.CopyTo(larger, 0);
                CryptographicOperations.ZeroMemory(buffer);
                buffer = larger;
            }
        }
    }
}

/// <summary>The answer of a sign-in request. Its body may hold tokens and is wiped on disposal.</summary>
internal sealed class OAuthAnswer(int status, bool isSuccess, HttpResponseHeaders headers, string? mediaType, byte[] body) : IDisposable
{
    public int Status { get; } = status;

    public bool IsSuccess { get; } = isSuccess;

    public HttpResponseHeaders Headers { get; } = headers;

    public string? MediaType { get; } = mediaType;

    public ReadOnlyMemory<byte> Body { get; } = body;

    public void Dispose() => CryptographicOperations.ZeroMemory(body);
}
